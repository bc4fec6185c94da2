internal import Platform
/// A plot over the time of the run: lines, phases shaded behind them, and what each moment says under the pointer.
struct TimePlot {
    let id: String
    let lines: [PlotLine]
    let phases: [ReplayResults.Phase]
    /// The moments at both ends.
    let begin: Double
    let end: Double
    /// Whether the vertical axis is logarithmic, for durations in nanoseconds; else it begins at 0.
    var isLogarithmic = false
    let language: PageLanguage
    /// A value with its unit, for the marks of the axis and for the pointer.
    let mark: (Double) -> String
    let value: (Double) -> String

    /// The picture, `width` wide; a narrow one has fewer marks and nothing under the pointer.
    func svg(width: Double, height: Double, class name: String) -> String {
        let isNarrow = width < 500
        let lines = lines.map { $0.reduced(to: Int(width / 2)) }
        let levels = levels(of: lines, count: isNarrow ? 4 : 5)
        let frame = PlotFrame(
            width: width, height: height, x: PlotScale(low: begin, high: end),
            y: PlotScale(low: levels.first ?? 0, high: levels.last ?? 1, isLogarithmic: isLogarithmic),
            left: isNarrow ? 54 : 64)
        var body = shades(frame, pattern: "hatch-\(id)-\(name)")
        body += frame.axes(
            across: Ticks.time(from: begin, to: end, count: isNarrow ? 4 : 10).map {
                PlotFrame.Mark(at: $0, text: language.moment($0, span: end - begin))
            }, down: thinned(levels, isNarrow).map { PlotFrame.Mark(at: $0, text: mark($0)) })
        for line in lines { body += draw(line, in: frame) }
        if !isNarrow { body += pointer(lines, in: frame) }
        return frame.svg(class: name, labelledBy: "\(id)-title", describedBy: "\(id)-text", body)
    }

    private func levels(of lines: [PlotLine], count: Int) -> [Double] {
        let values = lines.flatMap(\.values).compactMap(\.self)
        guard isLogarithmic else { return Ticks.linear(to: values.max().map { $0 > 0 ? $0 : 1 } ?? 1, count: count) }
        let positive = values.filter { $0 > 0 }
        return Ticks.logarithmic(from: positive.min() ?? 1e6, to: positive.max() ?? 1e7)
    }

    /// Of many levels of a logarithmic axis only the powers of ten are marked.
    private func thinned(_ levels: [Double], _ isNarrow: Bool) -> [Double] {
        guard isLogarithmic, levels.count > (isNarrow ? 5 : 7) else { return levels }
        return levels.filter { level in
            var level = level
            while level >= 9.99 { level /= 10 }
            return level < 1.01
        }
    }

    private func shades(_ frame: PlotFrame, pattern: String) -> String {
        guard !phases.isEmpty else { return "" }
        let number = PlotFrame.number
        var text = """
            <defs><pattern id="\(pattern)" width="7" height="7" patternUnits="userSpaceOnUse" \
            patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>

            """
        for (index, phase) in phases.enumerated() {
            let (left, right) = (frame.across(phase.begin), frame.across(phase.end))
            let fill = phase.isWarmUp ? "style=\"fill:url(#\(pattern))\"" : "class=\"phase\(index % 2)\""
            // A phase that says so itself need not be told again.
            let isTold = !phase.isWarmUp || phase.name.lowercased().contains("warm")
            let label = phase.name + (isTold ? "" : language(" (warm-up)", " (khởi động)"))
            text += """
                <rect \(fill) x="\(number(left))" y="\(number(frame.top - 18))" width="\(number(right - left))" \
                height="\(number(frame.height - frame.top - frame.bottom + 18))"><title>\(HTMLText.escape(label))</title></rect>

                """
            for name in [label, phase.name] where Double(name.count) * 8.2 < right - left - 8 {
                text += PlotFrame.text(name, x: left + 6, y: frame.top - 5, class: "phase-name") + "\n"
                break
            }
        }
        return text
    }

    private func draw(_ line: PlotLine, in frame: PlotFrame) -> String {
        let points = line.values.enumerated().map { index, value in
            value.map { value in
                (x: frame.across(line.begin + (Double(index) + 0.5) * line.step), y: frame.down(value))
            }
        }
        var text = ""
        if line.isFilled, let first = points.first ?? nil, let last = points.last ?? nil,
            !points.contains(where: { $0 == nil })
        {
            let ground = PlotFrame.number(frame.height - frame.bottom)
            text +=
                "<path class=\"fill \(line.style)\" d=\"\(PlotFrame.line(points))V\(ground)H\(PlotFrame.number(first.x))Z\"/>\n"
            _ = last
        }
        return text + "<path class=\"line \(line.style)\" d=\"\(PlotFrame.line(points))\"/>\n"
    }

    /// A strip for each interval whose title says the values there; browsers show it without any script.
    private func pointer(_ lines: [PlotLine], in frame: PlotFrame) -> String {
        guard let step = lines.map(\.step).max(), step > 0, end > begin else { return "" }
        var text = "<g class=\"pointer\">"
        for index in 0..<min(Int(((end - begin) / step).rounded(.up)), 600) {
            let moment = begin + Double(index) * step
            let values = lines.compactMap { line in
                line.value(at: moment + step / 2).map { "\(line.name): \(value($0))" }
            }
            guard !values.isEmpty else { continue }
            let (left, right) = (frame.across(moment), frame.across(moment + step))
            let title = ([language.moment(moment, span: end - begin)] + values).map(HTMLText.escape)
            text += """
                <rect x="\(PlotFrame.number(left))" y="\(PlotFrame.number(frame.top))" \
                width="\(PlotFrame.number(right - left))" height="\(PlotFrame.number(frame.height - frame.top - frame.bottom))">\
                <title>\(title.joined(separator: "&#10;"))</title></rect>
                """
        }
        return text + "</g>\n"
    }
}
