internal import Platform
/// The ground of a plot: its size, its two axes, and the marks along them.
///
/// Coordinates are those of the `viewBox`, one unit a pixel where the page is as wide as the plot was meant to be.
struct PlotFrame {
    /// A mark of an axis.
    struct Mark {
        let at: Double
        let text: String
        /// A second line under the first.
        var detail = ""
    }

    let width: Double
    let height: Double
    let x: PlotScale
    let y: PlotScale
    var left = 64.0
    var right = 14.0
    var top = 26.0
    var bottom = 30.0

    /// The horizontal place of `value`.
    func across(_ value: Double) -> Double { left + x.position(value) * (width - left - right) }

    /// The vertical place of `value`, which grows downwards.
    func down(_ value: Double) -> Double { height - bottom - y.position(value) * (height - top - bottom) }

    /// The element `svg` around `body`, named by the elements with these ids.
    func svg(class name: String, labelledBy label: String, describedBy description: String, _ body: String) -> String {
        """
        <svg class="\(name)" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" role="img" \
        aria-labelledby="\(label)" aria-describedby="\(description)">
        \(body)</svg>

        """
    }

    /// Lines across the plot with the marks of the vertical axis, then those of the horizontal one.
    func axes(across marks: [Mark], down levels: [Mark]) -> String {
        var text = "<g class=\"grid\">"
        for level in levels {
            let y = Self.number(down(level.at))
            text += "<path d=\"M\(Self.number(left)) \(y)H\(Self.number(width - right))\"/>"
        }
        for mark in marks where !mark.text.isEmpty {
            let x = Self.number(across(mark.at))
            text += "<path d=\"M\(x) \(Self.number(height - bottom))v5\"/>"
        }
        text += "</g>\n<g class=\"marks\">"
        for level in levels where !level.text.isEmpty {
            text += Self.text(level.text, x: left - 8, y: down(level.at) + 4, anchor: "end")
        }
        for mark in marks {
            let x = across(mark.at)
            // The outermost marks stay inside the picture.
            let anchor = x > width - right - 18 ? "end" : "middle"
            let place = anchor == "end" ? min(x + 12, width - 2) : x
            text += Self.text(mark.text, x: place, y: height - bottom + 18, anchor: anchor)
            if !mark.detail.isEmpty {
                text += Self.text(mark.detail, x: place, y: height - bottom + 33, anchor: anchor)
            }
        }
        return text + "</g>\n"
    }

    /// A text at a place; `text` is escaped here.
    static func text(_ text: String, x: Double, y: Double, anchor: String = "start", class name: String = "") -> String
    {
        let name = name.isEmpty ? "" : " class=\"\(name)\""
        return
            "<text\(name) x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(HTMLText.escape(text))</text>"
    }

    /// A coordinate to the tenth of a pixel.
    static func number(_ value: Double) -> String {
        let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    /// The line through `points`, torn where one is nil.
    static func line(_ points: [(x: Double, y: Double)?]) -> String {
        var path = ""
        var isTorn = true
        for (index, point) in points.enumerated() {
            guard let point else {
                isTorn = true
                continue
            }
            let place = "\(number(point.x)) \(number(point.y))"
            // A point alone between two gaps is a dot: a line of no length with round ends.
            let isAlone = isTorn && (index + 1 == points.count || points[index + 1] == nil)
            path += (isTorn ? "M" : "L") + place + (isAlone ? "h0" : "")
            isTorn = false
        }
        return path
    }
}
