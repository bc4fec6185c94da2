/// The words and figures of the report page in one of its two languages.
struct PageLanguage: Sendable {
    /// Whether it is Vietnamese; English otherwise.
    let isVietnamese: Bool

    /// The one of two wordings that is wanted.
    func callAsFunction(_ english: String, _ vietnamese: String) -> String { isVietnamese ? vietnamese : english }

    /// `1,234.5`, in Vietnamese `1.234,5`, rounded to so many digits after the point.
    func decimal(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        // Nothing here comes near the bound; beyond it a figure has no meaning for people, and must not trap.
        let scaled = Int(min((abs(value) * scale).rounded(), 9e17))
        let whole = Format.count(scaled / Int(scale))
        let text = (isVietnamese ? whole.map { $0 == "," ? "." : $0 }.map(String.init).joined() : whole)
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard digits > 0 else { return sign + text }
        return sign + text + (isVietnamese ? "," : ".") + Format.padded(scaled % Int(scale), digits)
    }

    /// `1,234`.
    func count(_ value: Int) -> String { decimal(Double(value), 0) }

    /// Three figures that matter: `1,234`, `123`, `12.3`, `1.23`.
    func figure(_ value: Double) -> String {
        switch abs(value) {
        case 99.95...: decimal(value, 0)
        case 9.995...: decimal(value, 1)
        case 0: "0"
        default: decimal(value, 2)
        }
    }

    /// A duration out of nanoseconds in the unit that suits it: `850 µs`, `12.3 ms`, `2.01 s`.
    func duration(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case 0: "0"
        case ..<999.5: "\(figure(nanoseconds)) ns"
        case ..<999.5e3: "\(figure(nanoseconds / 1e3)) µs"
        case ..<999.5e6: "\(figure(nanoseconds / 1e6)) ms"
        default: "\(figure(nanoseconds / 1e9)) s"
        }
    }

    /// The same without digits that say nothing, for the marks of an axis: `10 ms`, `500 µs`.
    func mark(_ nanoseconds: Double) -> String {
        let units: [(Double, String)] = [(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")]
        let unit = units.first { nanoseconds >= $0.0 * 0.999 } ?? (1, "ns")
        return "\(short(nanoseconds / unit.0)) \(unit.1)"
    }

    /// A number with at most two digits after the point, and none that are 0.
    func short(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        let digits =
            hundredths.truncatingRemainder(dividingBy: 100) == 0
            ? 0 : hundredths.truncatingRemainder(dividingBy: 10) == 0 ? 1 : 2
        return decimal(value, digits)
    }

    /// A number to be held against a limit: four digits after the point below 1, two below 100, else one; no needless 0.
    func exact(_ value: Double) -> String {
        let most = abs(value) < 1 ? 4 : abs(value) < 100 ? 2 : 1
        let texts = (0...most).map { digits in
            var scale = 1.0
            for _ in 0..<digits { scale *= 10 }
            return (digits, (value * scale).rounded() / scale)
        }
        let digits = texts.first { abs($0.1 - texts[most].1) < 1e-9 }?.0 ?? most
        return decimal(value, digits)
    }

    /// `+3.2 %`; `±0 %` where it is nothing.
    func change(_ percent: Double) -> String {
        let text = decimal(abs(percent), abs(percent) < 99.5 ? 1 : 0)
        if text == decimal(0, 1) { return "±0 %" }
        return (percent < 0 ? "−" : "+") + text + " %"
    }

    /// A fraction as a percentage: `96.02 %`.
    func percent(_ fraction: Double) -> String { "\(decimal(fraction * 100, 2)) %" }

    /// A moment on an axis that is `span` seconds long: `30 s`, `2:30`, or `1:20 h`.
    func moment(_ seconds: Double, span: Double) -> String {
        if span <= 120 { return "\(short(seconds)) s" }
        let whole = Int(min(seconds.rounded(), 9e15))
        if span <= 7200 { return "\(whole / 60):\(Format.padded(abs(whole % 60), 2))" }
        return "\(whole / 3600):\(Format.padded(abs(whole / 60 % 60), 2)) h"
    }
}
