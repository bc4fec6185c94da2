internal import Client
internal import Exchange
internal import Glibc
internal import Platform

/// `check`: whether the daemon is ready, and what an administrator may have to do something about.
enum CheckCommand {
    static let command = Command(
        "check", "", "Says whether the daemon is ready, and with --format what to do something about.",
        options: [
            Option("wait", "TIME", "Waits so long until it is."),
            Option("format", "text|json|nagios", "Alerts too: exit 3 where one is critical, of nagios 0, 1, 2 or 3."),
            Option("language", "en|vi", "The language of alerts; default that of LGSP_LANG, else en."),
        ] + Option.connection,
        examples: ["lgsp check --wait 30s", "lgsp check --format text", "lgsp check --format nagios"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        guard let format = arguments.given("format") else {
            output.object(try ready(arguments))
            return .success
        }
        switch format {
        case "nagios": return nagios(arguments, output)
        case "text", "json":
            _ = try ready(arguments)
            let report = try Connection.open(arguments).alerts(language: language(arguments))
            if format == "json" || output.isJSON {
                output.bytes(Array((report.json + "\n").utf8))
            } else {
                output.list(report["items"].elements, ["severity", "type", "subject", "since", "what", "action"])
            }
            return report["severity"].string == Alert.Severity.critical.name ? .threshold : .success
        default:
            throw Failure.usage("--format wants text, json or nagios, not \(format).", command: "check")
        }
    }

    private static func language(_ arguments: Arguments) throws -> String {
        let usual = InspectionReport.isVietnamese ? "vi" : "en"
        let language = arguments.given("language") ?? usual
        guard ["en", "vi"].contains(language) else {
            throw Failure.usage("--language wants en or vi, not \(language).", command: "check")
        }
        return language
    }

    private static func ready(_ arguments: Arguments) throws -> JSONValue {
        let wait = try arguments.seconds("wait") ?? 0
        let end = MonotonicTime.now.advanced(byMilliseconds: Int64(wait) * 1_000)
        while true {
            do { return try Connection.open(arguments).ready() } catch {
                guard wait > 0 else { throw error }
                guard MonotonicTime.now < end else {
                    throw Failure(.timedOut, "timed_out", "The daemon was not ready after \(wait) s.")
                }
                usleep(100_000)
            }
        }
    }

    /// One line with performance data, and the exit codes of the monitoring plugins' guidelines: 0 ok, 1 warning,
    /// 2 critical, 3 unknown.
    private static func nagios(_ arguments: Arguments, _ output: Output) -> ExitCode {
        let report: JSONValue
        do {
            _ = try ready(arguments)
            report = try Connection.open(arguments).alerts(language: language(arguments))
        } catch {
            let failure = Failure(error)
            output.line("LGSP UNKNOWN - \(plain("\(failure.code): \(failure.sentence)"))")
            return .threshold
        }
        let bad = report["items"].elements.filter { $0["severity"].string != Alert.Severity.ok.name }
        let severity = Alert.Severity.allCases.first { $0.name == report["severity"].string } ?? .critical
        let worst = bad.filter { $0["severity"].string == severity.name }
        var text = "LGSP \(severity.name.uppercased())"
        text +=
            worst.isEmpty
            ? " - all is well" : " - " + worst.prefix(3).map { plain($0["what"].text) }.joined(separator: " ")
        if bad.count > min(3, worst.count) { text += " (\(bad.count) conditions in all)" }
        let data = report["summary"].elements.compactMap { summary -> String? in
            guard let worst = summary["worst"].double, let type = summary["type"].string else { return nil }
            let (warning, critical) = (summary["warning"].text, summary["critical"].text)
            // Of what is the worse the smaller it is, the range ends nowhere.
            let isFloor = (summary["warning"].double ?? 0) > (summary["critical"].double ?? 0)
            let end = isFloor ? ":" : ""
            let unit = Self.seconds.contains(type) ? "s" : ""
            return "'\(type)'=\(worst)\(unit);\(warning)\(end);\(critical)\(end)"
        }
        output.line(text + " | " + data.joined(separator: " "))
        switch severity {
        case .ok: return .success
        case .warning: return .failed
        case .critical: return .invalid
        }
    }

    private static let seconds: Set<String> = Set(
        [Alert.Kind.certificateExpiry, .unfetched, .unconfirmed, .stoppedHub, .clockSkew, .failingWebhook].map(
            \.rawValue))

    /// Text without what the line means otherwise.
    private static func plain(_ text: String) -> String {
        text.map { $0 == "|" || $0 == "\n" ? " " : String($0) }.joined()
    }
}
