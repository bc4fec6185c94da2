internal import Client
internal import EdXML
internal import Platform

/// `lgsp lint`: offline.
enum LintCommand {
    static let command = Command(
        "lint", "FILE…", "Checks edXML files against the standard; 0 clean, 2 not, 65 unreadable.",
        examples: ["lgsp lint letter.edxml"]
    ) { arguments, output in
        try arguments.expect(1...10_000, "FILE")
        var result = ExitCode.success
        for path in arguments.positional {
            let bytes = try Files.read(path)
            do throws(EdXMLFault) {
                let message = try EdXMLReader.read(bytes, today: LocalClock.day(LocalClock.now))
                if case .document(let document) = message {
                    for warning in document.warnings { report(warning, path, "warning", output) }
                }
            } catch {
                report(error, path, "error", output)
                result = .invalid
            }
        }
        return result
    }

    private static func report(_ fault: EdXMLFault, _ path: String, _ severity: String, _ output: Output) {
        let code = EdXMLCode(rawValue: fault.code)
        if output.isJSON {
            output.line(
                JSONValue.object([
                    .init("file", .string(path)), .init("severity", .string(severity)),
                    .init("code", .string(fault.code)), .init("line", .number("\(fault.line)")),
                    .init("column", .number("\(fault.column)")), .init("element", .string(fault.element)),
                    .init("expected", .string(fault.expected)), .init("found", .string(fault.found)),
                    .init("hint", .string(code?.hint ?? "")),
                ]).json)
            return
        }
        let place = "\(path):\(fault.line):\(fault.column)"
        output.table(nil, [[place, severity, fault.code, fault.element, "expected \(fault.expected)", fault.found]])
        if let hint = code?.hint { output.note("  \(hint)") }
    }
}
