internal import Platform

/// The ratio day by day as a line, with the target across it.
enum DayChart {
    private static let (width, height) = (720, 160)

    static func draw(_ rows: [JSONNode], _ target: Double, _ context: PageContext) -> HTML {
        let days = rows.sorted { $0.text("key") < $1.text("key") }.compactMap { row in
            row["exchanged"]?.double.map { (day: row.text("key"), share: $0) }
        }
        guard days.count > 1, let first = days.first, let last = days.last else { return "" }
        // From the lowest figure up: what matters is far above nothing.
        let floor = max(0, min(target, days.map(\.share).min() ?? 0) - 0.02)
        func x(_ place: Int) -> Int { 40 + place * (width - 60) / (days.count - 1) }
        func y(_ share: Double) -> Int { 10 + Int((1 - share) / max(0.01, 1 - floor) * Double(height - 40)) }
        let line = days.enumerated().map { "\(x($0)),\(y($1.share))" }.joined(separator: " ")
        let dots = HTML(
            days.enumerated().map { place, day -> HTML in
                """
                <circle cx="\(x(place))" cy="\(y(day.share))" r="3"\(day.share < target ? " class=\"below\"" : "" as HTML)><title>\(day.day): \(Parts.percent(day.share))</title></circle>
                """
            })
        let name = context.word(
            "The ratio from \(first.day) to \(last.day), from \(Parts.percent(first.share)) to \(Parts.percent(last.share)); the target is \(Parts.percent(target)).",
            "Tỷ lệ từ \(first.day) đến \(last.day), từ \(Parts.percent(first.share)) đến \(Parts.percent(last.share)); mục tiêu \(Parts.percent(target))."
        )
        return """
            <figure class="chart"><svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(name)">
            <line class="target" x1="40" x2="\(width - 20)" y1="\(y(target))" y2="\(y(target))"/><text x="0" y="\(y(target) + 4)">\(Int((target * 100).rounded())) %</text>
            <text x="0" y="\(y(1) + 4)">100 %</text><text x="0" y="\(y(floor) + 4)">\(Int((floor * 100).rounded())) %</text>
            <polyline points="\(line)"/>\(dots)<text x="40" y="\(height - 4)">\(first.day)</text><text class="end" x="\(width - 20)" y="\(height - 4)">\(last.day)</text></svg></figure>
            """
    }
}
