internal import Client
internal import Gateway
internal import Glibc
internal import Inspection
internal import Platform

/// Shows an inspection, whether it was made here or by the daemon: stages with their times, then every check.
enum InspectionReport {
    /// Whether `LGSP_LANG` asks for Vietnamese.
    static var isVietnamese: Bool {
        unsafe getenv("LGSP_LANG").map { unsafe String(cString: $0).hasPrefix("vi") } ?? false
    }

    /// The catalogue's words for a code.
    static func words(_ code: String) -> Words { Catalogue.words(code, vietnamese: isVietnamese) }

    /// The inspection as the one JSON object that `--json` prints, led by `more`.
    static func json(_ inspection: Inspection, _ more: (inout JSONText) -> Void = { _ in }) -> String {
        var json = JSONText()
        json.object { json in
            more(&json)
            json.members(of: inspection, words: words)
        }
        return json.string
    }

    /// The faults, one row a stage, and the checks of each signature below them.
    static func show(_ inspection: JSONValue, _ output: Output) {
        let faults = inspection["faults"].elements
        if !faults.isEmpty {
            output.list(faults, ["line", "column", "severity", "code", "element", "expected", "found", "hint"])
        }
        let stages = inspection["stages"].elements
        output.table(
            ["STAGE", "RESULT", "TIME", "CODE", "DETAIL"],
            stages.map { stage in
                let name = [stage["stage"].text, stage["form"].text].filter { !$0.isEmpty }.joined(separator: " ")
                let because = stage["because"].string.map { "because of \($0)" }
                return [
                    name, [stage["result"].text, stage["state"].text].filter { !$0.isEmpty }.joined(separator: ", "),
                    stage["nanoseconds"].int.map(milliseconds) ?? stage["at"].text, stage["code"].text,
                    because ?? stage["bytes"].int.map { "\($0) bytes" } ?? stage["detail"].text,
                ]
            })
        for stage in stages {
            let certificate = stage["certificate"]
            if certificate != .null {
                output.table(
                    nil,
                    [
                        ["certificate"]
                            + ["subject", "issuer", "serial", "not_before", "not_after"].map {
                                certificate[$0].text
                            }
                    ])
            }
            show(checks: stage["checks"].elements, output)
        }
        if let failed = stages.first(where: { $0["code"].string != nil }) {
            output.note("  \(failed["title"].text) \(failed["hint"].text)")
        }
    }

    private static func show(checks: [JSONValue], _ output: Output) {
        output.table(
            nil,
            checks.map { check in
                [
                    check["code"].string != nil ? "FAILED" : check["passed"].bool == true ? "ok" : "not evaluated",
                    check["name"].text,
                    check["because"].string.map { "because of \($0)" } ?? "expected \(check["expected"].text)",
                    check["found"].string.map { "found \($0)" } ?? "",
                ]
            })
    }

    private static func milliseconds(_ nanoseconds: Int) -> String {
        let thousandths = nanoseconds / 1_000
        let rest = String(thousandths % 1_000)
        return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest) ms"
    }
}
