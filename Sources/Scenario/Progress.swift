internal import Glibc
internal import Platform

/// Says on standard error how far a run is: a bar on a terminal, a line every five seconds elsewhere.
public enum Progress: Sendable {
    /// A bar that is drawn anew.
    case bar
    /// A line every five seconds.
    case lines
    /// Nothing.
    case none

    /// What suits standard error.
    public static var standard: Progress { isatty(2) == 1 ? .bar : .lines }

    /// Milliseconds between two reports.
    var interval: Int64 {
        switch self {
        case .bar: 200
        case .lines, .none: 5000
        }
    }

    /// Reports `done` of `total` after `nanoseconds`, with `detail` behind it; `ends` finishes the bar.
    func report(_ what: String, done: Int, of total: Int, nanoseconds: Int64, detail: String = "", ends: Bool = false) {
        let rate = Format.count(Format.rate(done, in: nanoseconds))
        let figures =
            "\(Format.count(done)) of \(Format.count(total)), \(rate)/s"
            + (detail.isEmpty ? "" : " · " + detail)
        switch self {
        case .none: break
        case .lines: if !ends { Self.put("\(what): \(figures)\n") }
        case .bar:
            let width = 30
            let filled = total > 0 ? min(width, done * width / total) : width
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
            Self.put("\r\(what) \(bar) \(figures)\u{1B}[K" + (ends ? "\n" : ""))
        }
    }

    private static func put(_ text: String) {
        let bytes = Array(text.utf8)
        // A progress line that cannot be written is no reason to end a run.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    }
}
