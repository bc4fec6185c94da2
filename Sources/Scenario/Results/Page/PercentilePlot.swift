internal import Glibc

/// How slow the slowest one in N documents are: latency over N, both axes logarithmic.
struct PercentilePlot {
    /// One distribution.
    struct Curve {
        let name: String
        let style: String
        let counts: LatencyCounts
    }

    let id: String
    let curves: [Curve]
    /// One in how many documents the lines part, if they do.
    let parting: Double?
    let language: PageLanguage

    /// The picture, `width` wide.
    func svg(width: Double, height: Double, class name: String) -> String {
        let isNarrow = width < 500
        let most = Double(curves.map(\.counts.count).max() ?? 0)
        let right = max(10, most)
        let drawn = curves.map { curve in (curve, points(of: curve.counts, most: right, number: Int(width / 3))) }
        let values = drawn.flatMap { $0.1 }.map(\.value)
        let levels = Ticks.logarithmic(from: values.min() ?? 1e6, to: values.max() ?? 1e7)
        let frame = PlotFrame(
            width: width, height: height, x: PlotScale(low: 1, high: right, isLogarithmic: true),
            y: PlotScale(low: levels.first ?? 1, high: levels.last ?? 10, isLogarithmic: true),
            left: isNarrow ? 54 : 60,
            right: 22, top: 14, bottom: 46)
        var body = frame.axes(across: marks(to: right, isNarrow), down: thinned(levels))
        if let parting, parting <= right {
            let x = frame.across(parting)
            let isLeft = x > width * 0.6
            body += "<path class=\"parting\" d=\"M\(PlotFrame.number(x)) \(PlotFrame.number(frame.top))"
            body += "V\(PlotFrame.number(height - frame.bottom))\"/>"
            body += PlotFrame.text(
                language("they part here", "từ đây tách ra"), x: isLeft ? x - 6 : x + 6, y: height - frame.bottom - 8,
                anchor: isLeft ? "end" : "start", class: "phase-name")
        }
        for (curve, points) in drawn.reversed() {
            let path = PlotFrame.line(points.map { (x: frame.across($0.oneIn), y: frame.down($0.value)) })
            body += "<path class=\"line \(curve.style)\" d=\"\(path)\"/>\n"
        }
        return frame.svg(class: name, labelledBy: "\(id)-title", describedBy: "\(id)-text", body)
    }

    /// The latency that all but one in N do not exceed, N in equal steps of its logarithm.
    private func points(of counts: LatencyCounts, most: Double, number: Int) -> [(oneIn: Double, value: Double)] {
        guard counts.count > 0, number > 1 else { return [] }
        let top = log(min(most, Double(max(counts.count, 2))))
        let steps = (0..<number).map { exp(top * Double($0) / Double(number - 1)) }
        return zip(steps, counts.percentiles(steps.map { 1 - 1 / $0 })).compactMap { oneIn, value in
            value.map { (oneIn, max(Double($0), 1)) }
        }
    }

    private func marks(to most: Double, _ isNarrow: Bool) -> [PlotFrame.Mark] {
        var marks = [PlotFrame.Mark(at: 2, text: "50 %", detail: isNarrow ? "1:2" : language("1 in 2", "1/2"))]
        var oneIn = 10.0
        var digits = 0
        while oneIn <= most {
            let percent = language.decimal(100 - 100 / oneIn, digits)
            let number = language.decimal(oneIn, 0)
            // On a phone there is no room for more than every second power of ten beyond a thousand.
            let isShown = !isNarrow || oneIn <= 1000 && most < 1e5 || digits % 2 == 0
            if isShown {
                marks.append(
                    PlotFrame.Mark(
                        at: oneIn, text: "\(percent) %",
                        detail: isNarrow ? "1:\(number)" : language("1 in \(number)", "1/\(number)")))
            }
            if oneIn >= 100 { digits += 1 }
            oneIn *= 10
        }
        return marks
    }

    private func thinned(_ levels: [Double]) -> [PlotFrame.Mark] {
        levels.compactMap { level in
            var lead = level
            while lead >= 9.99 { lead /= 10 }
            guard levels.count <= 7 || lead < 1.01 else { return nil }
            return PlotFrame.Mark(at: level, text: language.mark(level))
        }
    }
}
