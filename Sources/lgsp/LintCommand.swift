internal import EdXML
internal import Inspection
internal import Platform
internal import Trust

/// `lgsp lint`: offline.
enum LintCommand {
    static let command = Command(
        "lint", "FILE…", "Checks edXML files against the standard; 0 clean, 2 not, 65 unreadable.",
        options: [
            Option("strict", nil, "Warnings, such as a length over the standard's limit, count as errors."),
            Option(
                "signature", "FILE",
                "The detached CMS (DER or PEM) of the one FILE, judged too; needs --pki or --trust."),
        ] + PKIParties.options,
        examples: [
            "lgsp lint letter.edxml", "LGSP_LANG=vi lgsp lint --strict letter.edxml",
            "lgsp lint letter.edxml --signature letter.p7s --pki Certificates/generated",
        ]
    ) { arguments, output in
        try arguments.expect(1...10_000, "FILE")
        let isStrict = arguments.has("strict")
        let parties = try PKIParties(arguments)
        let signature = try signature(arguments, parties)
        let time = InspectionTime(LocalClock.now)
        var result = ExitCode.success
        for path in arguments.positional {
            let file = try NamedFile(path)
            guard let parties else {
                let report = EdXMLReader.check(file.bytes, today: time.today)
                tell(report.faults, of: file, isStrict: isStrict, output)
                if report.isCut { note(path, output) }
                if report.message == nil || isStrict && !report.faults.isEmpty { result = .invalid }
                if report.faults.isEmpty { output.summary(clean(path)) }
                continue
            }
            let inspector = Inspector(parties) { MonotonicTime.now.nanoseconds }
            let inspection = inspector.inspect(file.bytes, signature: signature, at: time).inspection
            tell(inspection.faults, of: file, isStrict: isStrict, output)
            if inspection.isCut { note(path, output) }
            if inspection.objection != nil || isStrict && !inspection.faults.isEmpty { result = .invalid }
            tell(inspection, of: path, output)
        }
        return result
    }

    /// The bytes of `--signature`; none where it is not given.
    private static func signature(_ arguments: Arguments, _ parties: PKIParties?) throws -> [UInt8] {
        guard let path = arguments.given("signature") else { return [] }
        guard parties != nil else { throw Failure.usage("--signature needs --pki or --trust.", command: "lint") }
        guard arguments.positional.count == 1 else {
            throw Failure.usage("--signature is that of one FILE.", command: "lint")
        }
        return try NamedFile(path).cms()
    }

    /// What is said of a file without fault: apart from the faults, of which each is a line.
    private static func clean(_ path: String) -> String {
        var json = JSONText()
        json.object { json in
            json.member("file", path)
            json.member("clean", true)
            json.key("faults")
            json.array { _ in }
        }
        return json.string
    }

    private static func note(_ path: String, _ output: Output) {
        output.note("\(path): only the first \(EdXMLReport.limit) faults are shown.")
    }

    /// What the door would say of the whole: the code that decides, and under `--json` every stage.
    private static func tell(_ inspection: Inspection, of path: String, _ output: Output) {
        guard !output.isJSON else {
            return output.line(InspectionReport.json(inspection) { $0.member("file", path) })
        }
        guard let decisive = inspection.decisive, let objection = decisive.objection else { return }
        output.table(
            nil,
            [
                [
                    path, inspection.status.rawValue, objection.code, decisive.name.rawValue,
                    "expected \(objection.expected ?? "")", objection.found ?? "",
                ]
            ])
        guard !inspection.faults.contains(where: { $0.code == objection.code }) else { return }
        let words = InspectionReport.words(objection.code).advising(objection.hint)
        output.note("  \(words.title) \(words.hint)")
    }

    /// A row, or a line of JSON, for each fault.
    private static func tell(_ faults: [EdXMLFault], of file: NamedFile, isStrict: Bool, _ output: Output) {
        let path = file.path
        let words = { (code: String) in
            guard code == EdXMLCode.notXML.rawValue, let nature = file.nature else {
                return InspectionReport.words(code)
            }
            return Words(title: nature.sentence, hint: nature.hint, clause: InspectionReport.words(code).clause)
        }
        for fault in faults {
            guard !output.isJSON else {
                var json = JSONText()
                json.object { json in
                    json.member("file", path)
                    json.members(of: fault, isStrict: isStrict, words: words)
                }
                output.line(json.string)
                continue
            }
            let severity = isStrict ? EdXMLFault.Severity.error : fault.severity
            output.table(
                nil,
                [
                    [
                        "\(path):\(fault.line):\(fault.column)", severity.rawValue, fault.code, fault.element,
                        "expected \(fault.expected)", fault.found,
                    ]
                ])
            output.note("  \(words(fault.code).title) \(words(fault.code).hint)")
        }
    }
}
