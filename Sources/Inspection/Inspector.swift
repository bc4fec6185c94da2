internal import EdXML
public import Exchange
internal import Platform
internal import Trust
internal import XML

/// Inspects messages in the order of the door: bytes, structure, sender, secrecy, signatures, the signer's registration.
///
/// The daemon decides by it, `lint`, `verify` and `explain` tell by it: so all of them say the same.
public struct Inspector {
    /// What is known of the agencies.
    public let parties: any Parties
    /// The marks of state secrets.
    public let marks: SecrecyMarks
    /// Nanoseconds on a clock that never runs back.
    public let clock: () -> Int64
    /// Whether signatures are judged even where an earlier stage refuses the message.
    public let goesOn: Bool

    /// An inspector by `parties`; `clock` is read once a stage.
    public init(
        _ parties: any Parties, marks: SecrecyMarks = SecrecyMarks(), goesOn: Bool = false, clock: @escaping () -> Int64
    ) {
        self.parties = parties
        self.marks = marks
        self.clock = clock
        self.goesOn = goesOn
    }

    /// Inspects `content` with its detached CMS in DER, which may be empty, as received at `moment`.
    public func inspect(_ content: [UInt8], signature: [UInt8], at moment: InspectionTime) -> Inspected {
        var began = clock()
        let (report, pass) = EdXMLReader.check(
            content, today: moment.today, signatures: { XMLSignaturePass.verifying($0) })
        var result = Inspected(report.message)
        result.inspection.stages.reserveCapacity(8)
        read(report, content, &began, &result.inspection)
        if let message = report.message {
            if case .document(let document) = message {
                compareReceivers(document, content, &result.inspection)
                compareIssuer(document, content, &result.inspection)
            }
            identify(message, &began, &result)
        }
        if result.inspection.objection == nil || goesOn {
            verify(signature, content, pass, report.message?.signatureLine, at: moment, &began, &result)
        }
        if result.inspection.objection == nil { bind(&began, &result) }
        result.inspection.close()
        return result
    }

    /// Bytes and structure: one pass, whose time is told once.
    private func read(_ report: EdXMLReport, _ content: [UInt8], _ began: inout Int64, _ inspection: inout Inspection) {
        inspection.faults = report.faults
        inspection.isCut = report.isCut
        // A message that is refused for its form may be a secret all the same.
        inspection.isSecret = marks.isSecret(fields: report.markedTexts)
        var stage = Stage(.read)
        stage.bytes = content.count
        stage.nanoseconds = lap(&began)
        if let broken = report.brokenXML {
            var objection = Objection(broken)
            objection.hint = Hint.ofCompressed(content) ?? objection.hint
            stage.outcome = .failed(objection)
            inspection.stages.append(stage)
            return
        }
        inspection.stages.append(stage)
        stage = Stage(.structure, report.faults.isEmpty ? .passed : .warned)
        if let refusal = report.refusal { stage.outcome = .failed(Objection(refusal)) }
        stage.detail = "in the pass that reads"
        inspection.stages.append(stage)
    }

    /// Warns of receivers that are one agency by two of its codes: it gets one copy.
    private func compareReceivers(_ document: EdXMLDocument, _ content: [UInt8], _ inspection: inout Inspection) {
        guard document.to.count > 1 else { return }
        var seen: Set<UInt32> = []
        let again = document.to.indices.filter { number in
            parties.agency(code: document.to[number].id).map { !seen.insert($0).inserted } ?? false
        }
        let room = max(0, EdXMLReport.limit - inspection.faults.count)
        if again.count > room { inspection.isCut = true }
        for fault in EdXMLReader.sameReceivers(Array(again.prefix(room)), in: document, of: content) {
            Self.insert(fault, in: &inspection)
        }
    }

    /// Warns of a DocumentId that names another agency than the sender as its issuer.
    private func compareIssuer(_ document: EdXMLDocument, _ content: [UInt8], _ inspection: inout Inspection) {
        guard let parts = DocumentIDParts(document.documentID), let named = parties.agency(code: parts.issuer),
            let sender = parties.agency(code: document.from.id), named != sender
        else { return }
        guard inspection.faults.count < EdXMLReport.limit else { return inspection.isCut = true }
        Self.insert(EdXMLReader.foreignDocumentID(in: document, of: content), in: &inspection)
    }

    /// Puts a fault where it stands in the message.
    private static func insert(_ fault: EdXMLFault, in inspection: inout Inspection) {
        let place = inspection.faults.firstIndex { ($0.line, $0.column) > (fault.line, fault.column) }
        inspection.faults.insert(fault, at: place ?? inspection.faults.count)
    }

    /// Who sends it, and whether it may travel at all.
    private func identify(_ message: EdXMLMessage, _ began: inout Int64, _ result: inout Inspected) {
        var stage = Stage(.sender)
        switch parties.sender(of: message) {
        case .success(let sender):
            result.sender = sender
            stage.detail = message.sender
        case .failure(let objection): stage.outcome = .failed(objection)
        }
        stage.nanoseconds = lap(&began)
        result.inspection.stages.append(stage)
        result.inspection.isSecret = marks.isSecret(message)
        guard stage.objection == nil else { return }
        stage = Stage(.secrecy, result.inspection.isSecret ? .failed(Objection("state_secret")) : .passed)
        stage.nanoseconds = lap(&began)
        result.inspection.stages.append(stage)
    }

    /// Every signature there is, until one does not stand.
    private func verify(
        _ signature: [UInt8], _ content: [UInt8], _ pass: XMLSignaturePass?, _ line: Int?, at moment: InspectionTime,
        _ began: inout Int64, _ result: inout Inspected
    ) {
        func add(_ form: String, _ verdict: Verdict, line: Int?) {
            var stage = Stage(.signature, form: form, verdict, line: line)
            stage.nanoseconds = lap(&began)
            if verdict.status == .valid { result.key = verdict.signer?.publicKey }
            // A signature that does not stand is told with the binding of whoever made it: all faults at once.
            if verdict.status == .invalid, let signer = verdict.signer, let sender = result.sender,
                let isBound = parties.isBound(signer.publicKey, to: sender)
            {
                stage.checks.append(.binding(isBound: isBound, found: signer.fingerprintOfKey))
            }
            result.inspection.stages.append(stage)
        }
        var stands = true
        if let pass, let verdict = parties.verdict(pass, from: result.sender, at: moment) {
            add("xmldsig", verdict, line: line)
            stands = verdict.status == .valid
        }
        if !signature.isEmpty {
            guard stands || goesOn else {
                var stage = Stage(.signature, .notReached(because: StageName.signature.rawValue))
                stage.form = "cms"
                return result.inspection.stages.append(stage)
            }
            let verdict = parties.verdict(cms: signature, over: content, at: moment)
            result.digest = verdict.contentDigest
            add("cms", verdict, line: nil)
        }
    }

    /// Whether the sender may send today, and the signer speaks for it.
    private func bind(_ began: inout Int64, _ result: inout Inspected) {
        if let sender = result.sender, let objection = parties.refusal(of: sender) {
            result.inspection.stages.append(Stage(.admission, .failed(objection)))
            return
        }
        guard let key = result.key else {
            return result.inspection.stages.append(Stage(.signature, form: nil, .absent))
        }
        var stage = Stage(.binding)
        switch result.sender.flatMap({ parties.isBound(key, to: $0) }) {
        case true?: stage.checks = Self.bound
        case false?:
            let check = Verdict.Check.binding(isBound: false, found: key.fingerprint)
            stage.checks = [check]
            stage.outcome = .failed(
                Objection(
                    TrustCode.signerNotBound.rawValue, "The signer's key is not bound to the sender.",
                    expected: check.expected, found: check.found))
        case nil: stage.outcome = .notReached(because: "no registered certificates at hand")
        }
        stage.nanoseconds = lap(&began)
        result.inspection.stages.append(stage)
    }

    /// The check that most signers pass: made once.
    private static let bound = [Verdict.Check.binding(isBound: true, found: "")]

    /// The time since the last lap.
    private func lap(_ began: inout Int64) -> Int64 {
        let now = clock()
        defer { began = now }
        return now - began
    }
}
