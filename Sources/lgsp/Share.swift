internal import Client

/// A share as people read it.
enum Share {
    /// `0.9602` as `96.02 %`, rounded to the nearest hundredth; a dash where there is none.
    static func percent(_ value: JSONValue) -> String {
        guard let ratio = value.double, (0...1).contains(ratio) else { return "–" }
        let hundredths = Int((ratio * 10_000).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }
}
