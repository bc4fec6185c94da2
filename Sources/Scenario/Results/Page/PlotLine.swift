/// One line of a plot over time: equal intervals, a value each, nil where there is none.
struct PlotLine {
    /// How intervals become fewer where there are more than the plot can show.
    enum Reduction {
        case mean
        case greatest
    }

    /// Its name in the legend.
    let name: String
    /// The style sheet's class: colour, width, dashes.
    let style: String
    let begin: Double
    let step: Double
    let values: [Double?]
    var reduction = Reduction.mean
    /// Whether the ground under it is tinted.
    var isFilled = false

    /// When it ends.
    var end: Double { begin + Double(values.count) * step }

    /// The same line with at most `limit` values.
    func reduced(to limit: Int) -> PlotLine {
        let group = (values.count + limit - 1) / max(1, limit)
        guard group > 1 else { return self }
        let fewer: [Double?] = stride(from: 0, to: values.count, by: group).map { start in
            let present = values[start..<min(start + group, values.count)].compactMap(\.self)
            guard !present.isEmpty else { return nil }
            return reduction == .greatest ? present.max() : present.reduce(0, +) / Double(present.count)
        }
        return PlotLine(
            name: name, style: style, begin: begin, step: step * Double(group), values: fewer, reduction: reduction,
            isFilled: isFilled)
    }

    /// What it says at a moment.
    func value(at moment: Double) -> Double? {
        let index = ((moment - begin) / step).rounded(.down)
        guard index >= 0, index < Double(values.count) else { return nil }
        return values[Int(index)]
    }
}
