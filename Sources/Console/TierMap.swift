internal import Platform

/// The tiers as circles, and what they send to one another as arcs whose width grows with the number of documents.
enum TierMap {
    static func draw(_ pairs: JSONNode, _ context: PageContext) -> HTML {
        let tiers = (pairs["tiers"]?.elements ?? []).compactMap(\.string)
        let counts = (pairs["pairs"]?.elements ?? []).map { $0.elements.map { $0.int ?? 0 } }
        guard !tiers.isEmpty else { return "" }
        let most = counts.flatMap(\.self).max() ?? 0
        let height = tiers.count * 90
        func y(_ tier: Int) -> Int { 45 + tier * 90 }
        func width(_ count: Int) -> String {
            guard count > 0, most > 0 else { return "0" }
            // By the number of digits: a commune's few documents stay visible beside a nation's.
            let share =
                1 + 7 * Double(String(count).utf8.count * 10 + leading(count))
                / Double(String(most).utf8.count * 10 + leading(most))
            return String((share * 10).rounded() / 10)
        }
        var arcs: [HTML] = []
        for (from, row) in counts.enumerated() {
            for (to, count) in row.enumerated() where count > 0 {
                let name = "\(label(tiers[from], context)) → \(label(tiers[to], context)): \(Parts.count(count))"
                let path =
                    from == to
                    ? "M 290 \(y(from) - 12) C 350 \(y(from) - 34) 350 \(y(from) + 34) 290 \(y(from) + 12)"
                    : from < to
                        ? "M 282 \(y(from) + 18) C \(330 + 40 * (to - from)) \(y(from) + 40) \(330 + 40 * (to - from)) \(y(to) - 40) 282 \(y(to) - 18)"
                        : "M 218 \(y(from) - 18) C \(170 - 40 * (from - to)) \(y(from) - 40) \(170 - 40 * (from - to)) \(y(to) + 40) 218 \(y(to) + 18)"
                arcs.append(
                    "<path class=\"\(from == to ? "across" : from < to ? "down" : "up")\" d=\"\(path)\" stroke-width=\"\(width(count))\"><title>\(name)</title></path>"
                )
            }
        }
        let nodes = HTML(
            tiers.enumerated().map { place, tier -> HTML in
                "<g><circle cx=\"250\" cy=\"\(y(place))\" r=\"34\"/><text x=\"250\" y=\"\(y(place) + 5)\">\(label(tier, context))</text></g>"
            })
        let header = [context.word("From \\ to", "Từ \\ đến")] + tiers.map { label($0, context) }
        let rows = counts.enumerated().map { from, row -> [HTML] in
            ["\(label(tiers[from], context))"]
                + row.enumerated().map { to, count -> HTML in
                    "<span data-pair=\"\(from * tiers.count + to)\">\(Parts.count(count))</span>"
                }
        }
        return """
            <div class="map"><svg viewBox="0 0 500 \(height)" role="img" aria-label="\(context.word("Documents between the tiers; the table beside says the same.", "Văn bản giữa các cấp; bảng bên cạnh nêu cùng số liệu."))">\(HTML(arcs))\(nodes)</svg>
            <div>\(Parts.table(header, rows, numbers: Set(1...max(1, tiers.count)), empty: ""))
            <p class="legend"><span class="up">\(context.word("up", "lên"))</span> <span class="down">\(context.word("down", "xuống"))</span> <span class="across">\(context.word("across", "ngang"))</span></p></div></div>
            """
    }

    private static func leading(_ count: Int) -> Int { String(count).first?.wholeNumberValue ?? 0 }

    /// A tier's name for people.
    static func label(_ tier: String, _ context: PageContext) -> String {
        switch tier {
        case "central": context.word("Central", "Trung ương")
        case "province": context.word("Province", "Tỉnh")
        case "district": context.word("District", "Huyện")
        case "commune": context.word("Commune", "Xã")
        default: tier
        }
    }
}
