internal import Client
internal import Platform

/// The lines of `lgsp top`, from two samples.
struct TopScreen {
    let before: TopSample
    let now: TopSample
    let server: String

    /// What is shown, line by line; what is wrong is marked by its severity.
    var lines: [(text: String, severity: String)] {
        let seconds = max(0.001, Double(now.at.nanoseconds - before.at.nanoseconds) / 1e9)
        func rate(_ value: (TopSample) -> Int) -> String {
            let tenths = Int((Double(value(now) - value(before)) / seconds * 10).rounded())
            return "\(tenths / 10).\(abs(tenths % 10))/s"
        }
        let severity = now.alerts["severity"].text
        var lines: [(String, String)] = [
            ("lgsp \(server)  \(severity)  looked at \(now.alerts["at"].text)", severity), ("", "ok"),
            (Self.row("in", rate(\.documents), "\(now.documents) documents"), "ok"),
            (Self.row("out", rate(\.confirmed), "\(now.confirmed) confirmed"), "ok"),
            (Self.row("refused", rate(\.refusals), "\(now.refusals) refusals"), "ok"),
            (
                Self.row(
                    "backlog", "\(now.open)",
                    "\(now.owed) owed by hubs, \(Int(now.worst("backlog") ?? 0)) in the fullest mailbox"), "ok"
            ),
            (
                Self.row(
                    "oldest", Self.span(now.worst("oldest_unconfirmed")),
                    "\(Self.span(now.worst("oldest_unfetched"))) not fetched"), "ok"
            ),
            (
                Self.row(
                    "returned", "\(now.state("returned"))",
                    "\(now.state("fail")) failed, \(now.state("withdrawn")) withdrawn"), "ok"
            ),
        ]
        let faults = now.faults["items"].elements
        let hubs = faults.isEmpty ? "all go" : faults.map { "\($0["hub"].text) stands" }.joined(separator: ", ")
        lines.append((Self.row("hubs", "\(faults.count)", hubs), faults.isEmpty ? "ok" : "warning"))
        lines.append(("", "ok"))
        let bad = now.alerts["items"].elements.filter { $0["severity"].string != "ok" }
            .sorted { $0["severity"].text == "critical" && $1["severity"].text != "critical" }
        if bad.isEmpty { lines.append(("no alerts", "ok")) }
        for alert in bad {
            lines.append(("\(alert["severity"].text)  \(alert["what"].text)", alert["severity"].text))
        }
        return lines
    }

    private static func row(_ name: String, _ value: String, _ rest: String) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        return padded(name, 10) + padded(value, 12) + rest
    }

    private static func span(_ seconds: Double?) -> String {
        guard let seconds, seconds > 0 else { return "-" }
        for (unit, length) in [("d", 86_400.0), ("h", 3_600), ("m", 60)] where seconds >= 2 * length {
            return "\(Int(seconds / length))\(unit)"
        }
        return "\(Int(seconds))s"
    }
}
