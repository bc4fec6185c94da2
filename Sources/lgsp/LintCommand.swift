internal import Client
internal import EdXML
internal import Glibc
internal import Platform

/// `lgsp lint`: offline.
enum LintCommand {
    static let command = Command(
        "lint", "FILE…", "Checks edXML files against the standard; 0 clean, 2 not, 65 unreadable.",
        options: [Option("strict", nil, "Warnings, such as a length over the standard's limit, count as errors.")],
        examples: ["lgsp lint letter.edxml", "LGSP_LANG=vi lgsp lint --strict letter.edxml"]
    ) { arguments, output in
        try arguments.expect(1...10_000, "FILE")
        let isStrict = arguments.has("strict")
        let isVietnamese = unsafe getenv("LGSP_LANG").map { unsafe String(cString: $0).hasPrefix("vi") } ?? false
        var result = ExitCode.success
        for path in arguments.positional {
            let report = EdXMLReader.check(try Files.read(path), today: LocalClock.day(LocalClock.now))
            for fault in report.faults {
                let isError = isStrict || fault.severity == .error
                if isError { result = .invalid }
                tell(fault, path, isError ? .error : .warning, isVietnamese, output)
            }
            if report.isCut { output.note("\(path): only the first \(EdXMLReport.limit) faults are shown.") }
            if report.message == nil { result = .invalid }
        }
        return result
    }

    private static func tell(
        _ fault: EdXMLFault, _ path: String, _ severity: EdXMLFault.Severity, _ isVietnamese: Bool, _ output: Output
    ) {
        let title = fault.title(vietnamese: isVietnamese)
        let hint = fault.hint(vietnamese: isVietnamese)
        if output.isJSON {
            output.line(
                JSONValue.object([
                    .init("file", .string(path)), .init("severity", .string(severity.rawValue)),
                    .init("code", .string(fault.code)), .init("line", .number("\(fault.line)")),
                    .init("column", .number("\(fault.column)")), .init("element", .string(fault.element)),
                    .init("expected", .string(fault.expected)), .init("found", .string(fault.found)),
                    .init("title", .string(title)), .init("hint", .string(hint)),
                ]).json)
            return
        }
        let place = "\(path):\(fault.line):\(fault.column)"
        output.table(
            nil,
            [[place, severity.rawValue, fault.code, fault.element, "expected \(fault.expected)", fault.found]])
        output.note("  \(title) \(hint)")
    }
}
