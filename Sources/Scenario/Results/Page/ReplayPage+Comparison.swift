extension ReplayPage {
    /// Both runs figure by figure; nothing where there is one.
    var comparison: String {
        guard let second else { return "" }
        let comparison = Comparison(first, second)
        let rows = comparison.rows.map { row in
            let verdict =
                switch row.verdict {
                case .better: "<span class=\"good\">\(language("better", "tốt hơn"))</span>"
                case .worse: "<span class=\"bad\">\(language("worse", "kém hơn"))</span>"
                default: "<span class=\"soft\">\(language("alike", "như nhau"))</span>"
                }
            return [
                title(row), figure(row.first, row.unit), figure(row.second, row.unit),
                row.change.map(language.change) ?? "–", verdict,
            ]
        }
        return PageSection(
            id: "comparison", title: language("A against B", "A so với B"),
            text: language(
                "Differences that the measurement cannot tell apart count as alike.",
                "Khác biệt nhỏ hơn độ phân giải của phép đo được coi là như nhau."),
            body: PageTable(
                head: [
                    language("figure", "số liệu"), runs[0].key, runs[1].key, language("B against A", "B so với A"),
                    language("B is", "B"),
                ], rows: rows
            ).html
        ).html
    }

    private func figure(_ value: Double?, _ unit: Comparison.Unit) -> String {
        guard let value else { return "–" }
        return switch unit {
        case .perSecond: "\(language.figure(value))/s"
        case .count: language.decimal(value, 0)
        case .nanoseconds: language.duration(value)
        }
    }

    private func title(_ row: Comparison.Row) -> String {
        let parts = row.name.split(separator: ".", maxSplits: 2).map(String.init)
        if parts.count == 3 {
            let stage = parts[0] == "accepted" ? language("accepted", "được nhận") : language("mailbox", "hộp thư")
            let kind = parts[1] == "raw" ? language("raw", "thô") : language("corrected", "hiệu chỉnh")
            return "\(stage), \(name(parts[2])), \(kind)"
        }
        return switch row.name {
        case "rate": language("accepted a second", "được nhận mỗi giây")
        case "accepted": language("accepted", "được nhận")
        case "refused": language("refused", "bị từ chối")
        case "errors": language("errors", "lỗi")
        default: language("lost", "mất")
        }
    }
}
