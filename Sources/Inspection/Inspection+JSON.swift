public import EdXML
internal import Exchange
public import Platform
public import Trust

/// The one place that renders inspections: the API, the problem documents and the command line say the same.
extension JSONText {
    /// The members of an inspection as a whole: status, code with its words, signer, checks, faults, stages.
    public mutating func members(of inspection: Inspection, words: (String) -> Words) {
        member("status", inspection.status.rawValue)
        optional("code", inspection.objection?.code)
        if let objection = inspection.objection { members(of: words(objection.code).advising(objection.hint)) }
        optional("signer", inspection.signature?.certificate?.subject)
        checks(inspection.checks)
        if !inspection.faults.isEmpty { faults(inspection.faults, words: words) }
        stages(inspection.stages, words: words)
    }

    /// The members of a signature's verdict, with the checks of its signer's registration.
    public mutating func members(ofSignature stage: Stage, _ binding: [Verdict.Check]) {
        member("status", stage.status?.rawValue)
        member("code", stage.objection?.code)
        member("form", stage.form)
        checks(stage.checks + binding)
        member("signer", stage.certificate?.subject)
    }

    private mutating func optional(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// The words of a code.
    public mutating func members(of words: Words) {
        member("title", words.title)
        member("hint", words.hint)
        if !words.clause.isEmpty { member("clause", words.clause) }
    }

    /// The member `stages`, in the words that `words` gives for a code.
    public mutating func stages(_ stages: [Stage], words: (String) -> Words) {
        key("stages")
        array { json in
            for stage in stages { json.object { $0.members(of: stage, words: words) } }
        }
    }

    private mutating func members(of stage: Stage, words: (String) -> Words) {
        member("stage", stage.name.rawValue)
        member("form", stage.form)
        member("result", stage.result)
        if case .notReached(let because) = stage.outcome { member("because", because) }
        member("at", stage.at)
        member("state", stage.state)
        member("nanoseconds", stage.nanoseconds)
        member("bytes", stage.bytes)
        var detail = stage.detail
        if let objection = stage.objection {
            member("code", objection.code)
            members(of: words(objection.code).advising(objection.hint))
            member("line", objection.line)
            member("column", objection.column)
            member("expected", objection.expected)
            member("found", objection.found)
            if !objection.detail.isEmpty { detail = objection.detail }
        }
        if !detail.isEmpty { member("detail", detail) }
        if let certificate = stage.certificate {
            key("certificate")
            object { $0.members(of: certificate) }
        }
        // A stage of one check is that check.
        if stage.checks.count > 1 {
            checks(stage.checks)
        } else if stage.objection == nil {
            member("expected", stage.checks.first?.expected)
        }
    }

    /// The member `checks`.
    public mutating func checks(_ checks: [Verdict.Check]) {
        key("checks")
        array { json in
            for check in checks {
                json.object { json in
                    json.member("name", check.name)
                    json.member("result", check.outcomeName)
                    json.member("passed", check.passed)
                    json.member("code", check.code?.rawValue)
                    json.member("because", check.because)
                    json.member("expected", check.expected)
                    json.member("found", check.found)
                    json.member("clause", check.clause)
                }
            }
        }
    }

    /// The member `faults`.
    public mutating func faults(_ faults: [EdXMLFault], isStrict: Bool = false, words: (String) -> Words) {
        key("faults")
        array { json in
            for fault in faults { json.object { $0.members(of: fault, isStrict: isStrict, words: words) } }
        }
    }

    /// The members of a fault; under `isStrict` a warning is an error.
    public mutating func members(of fault: EdXMLFault, isStrict: Bool, words: (String) -> Words) {
        let words = words(fault.code)
        member("severity", isStrict ? EdXMLFault.Severity.error.rawValue : fault.severity.rawValue)
        member("code", fault.code)
        member("line", fault.line)
        member("column", fault.column)
        member("element", fault.element)
        member("expected", fault.expected)
        member("found", fault.found)
        member("title", words.title)
        member("hint", words.hint)
    }

    private mutating func members(of certificate: CertificateSummary) {
        member("subject", certificate.subject)
        member("issuer", certificate.issuer)
        member("serial", certificate.serial)
        member("not_before", Instant(milliseconds: certificate.notBefore).text)
        member("not_after", Instant(milliseconds: certificate.notAfter).text)
        member("fingerprint", hex: certificate.digest)
        member("key", certificate.key.description)
    }
}
