internal import Platform
extension ReplayPage {
    /// How the latencies of both stages are distributed, corrected against raw.
    var distributions: String {
        distribution(
            "accepted", language("Latency until accepted", "Độ trễ đến khi được nhận"), \.latencies.accepted)
            + distribution(
                "mailbox", language("Latency until in the mailbox", "Độ trễ đến khi vào hộp thư"), \.latencies.mailbox)
    }

    private func distribution(
        _ id: String, _ title: String, _ path: KeyPath<ReplayResults, ReplayResults.Latency>
    ) -> String {
        let present = runs.filter { $0.results[keyPath: path].corrected.count > 0 }
        guard !present.isEmpty else { return "" }
        let isPair = runs.count > 1
        let curves = present.flatMap { run in
            let latency = run.results[keyPath: path]
            return [
                PercentilePlot.Curve(
                    name: run.named(language("corrected", "hiệu chỉnh")), style: "\(run.style) strong",
                    counts: latency.corrected),
                PercentilePlot.Curve(
                    name: run.named(language("raw", "thô")), style: isPair ? "\(run.style) thin dash" : "raw",
                    counts: latency.raw),
            ]
        }.filter { $0.counts.count > 0 }
        let partings = present.compactMap { run in
            Parting(run.results[keyPath: path]).map { (letter: run.letter, parting: $0) }
        }
        let plot = PercentilePlot(
            id: id, curves: curves,
            parting: isPair ? nil : partings.first.map(\.parting.oneIn).flatMap { $0 < 2 ? nil : $0 },
            language: language)
        let table = PageTable(
            head: [language("of all documents", "trong mọi văn bản")] + curves.map { HTMLText.escape($0.name) },
            rows: [("50 %", 0.5), ("90 %", 0.9), ("99 %", 0.99), ("99.9 %", 0.999), ("99.99 %", 0.9999), ("", 1)].map {
                title, fraction in
                [title.isEmpty ? language("slowest", "chậm nhất") : name(title)]
                    + curves.map { time($0.counts.percentile(fraction)) }
            })
        return PageSection(
            id: id, title: title, text: explanation(partings),
            body: PageSection.legend(curves.map { ($0.name, $0.style) })
                + "<div class=\"\(isPair ? "" : "beside")\">\n<div>"
                + plot.svg(width: isPair ? 980 : 640, height: isPair ? 380 : 340, class: "wide")
                + plot.svg(width: 350, height: 300, class: "narrow") + "</div>\n" + table.html + "</div>\n"
        ).html
    }

    /// What it means that the lines part, or that they do not.
    private func explanation(_ partings: [(letter: String, parting: Parting)]) -> String {
        var text = language(
            "Corrected counts from the moment a document was due, raw from the moment it was sent.",
            "Hiệu chỉnh tính từ lúc văn bản đến hạn gửi, thô tính từ lúc thực sự gửi.")
        guard !partings.isEmpty else {
            return text + " "
                + language(
                    "Both lie together: no document had to wait for its turn.",
                    "Hai đường trùng nhau: không văn bản nào phải chờ đến lượt.")
        }
        for (letter, parting) in partings {
            let oneIn = language.decimal(parting.oneIn, parting.oneIn < 10 ? 1 : 0)
            let (corrected, raw) = (time(parting.corrected), time(parting.raw))
            text += language(
                letter.isEmpty ? " They" : " Those of \(letter)",
                letter.isEmpty ? " Hai đường" : " Hai đường của \(letter)")
            if parting.oneIn < 2 {
                text += language(" lie apart from the fastest on.", " cách nhau ngay từ văn bản nhanh nhất.")
            } else {
                text += language(
                    " part at the slowest 1 in \(oneIn), with \(corrected) against \(raw).",
                    " tách nhau từ 1 trên \(oneIn) văn bản chậm nhất, \(corrected) so với \(raw).")
            }
        }
        return text + " "
            + language(
                "There something stood still or could not keep up, and documents that were due meanwhile waited. Raw hides "
                    + "that wait; go by corrected.",
                "Lúc đó hệ thống đứng lại hoặc không theo kịp, văn bản đến hạn phải chờ. Đường thô che mất thời gian chờ "
                    + "đó; hãy tin đường hiệu chỉnh.")
    }
}
