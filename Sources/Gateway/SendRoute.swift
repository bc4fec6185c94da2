internal import EdXML
internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust
internal import XML

/// `POST /documents`: one document or several, each read, verified, decided on and answered on its own.
struct SendRoute {
    let services: Services
    let caller: Caller

    /// A document that passed the door's checks, or why it did not.
    private enum Checked {
        case entry(Ledger.Entry)
        case status(StatusMessage)
        case problem(Problem)
    }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) throws {
        let contentType = request.header("Content-Type") ?? ""
        guard contentType.lowercased().hasPrefix("multipart/") else {
            let signature = try request.header("Lgsp-Signature").map { try Self.decode($0) } ?? []
            return try submit([(request.body, signature)], isSingle: true, responder)
        }
        guard let parts = Multipart.parts(of: request.body, contentType: contentType, limit: 2000) else {
            throw Problem("bad_request", "The multipart body cannot be read.")
        }
        var pairs: [(content: [UInt8], signature: [UInt8])] = []
        for part in parts {
            switch part.name {
            case "document": pairs.append((part.body, []))
            case "signature" where pairs.last?.signature.isEmpty == true:
                let isText = part.header("Content-Transfer-Encoding")?.lowercased() == "base64"
                pairs[pairs.count - 1].signature =
                    isText ? try Self.decode(String(decoding: part.body, as: UTF8.self)) : part.body
            default: throw Problem("bad_request", "Parts are named document, each followed by its signature.")
            }
        }
        guard !pairs.isEmpty else { throw Problem("bad_request", "There is no part named document.") }
        try submit(pairs, isSingle: pairs.count == 1, responder)
    }

    private static func decode(_ text: String) throws -> [UInt8] {
        guard let bytes = Base64.decode(text) else { throw Problem("signature_malformed", "It is not base64.") }
        return bytes
    }

    private func submit(
        _ pairs: [(content: [UInt8], signature: [UInt8])], isSingle: Bool, _ responder: HTTPResponder
    ) throws {
        let now = services.clock()
        let today = now.day.description.split(separator: "-").joined(separator: "/")
        let checked = pairs.map { pair in
            do { return try check(pair.content, pair.signature, now: now, today: today) } catch {
                return .problem(note(Router.problem(of: error), content: pair.content))
            }
        }
        let entries = checked.compactMap { if case .entry(let entry) = $0 { entry } else { nil } }
        let statuses = checked.compactMap { if case .status(let status) = $0 { status } else { nil } }
        let route = self
        let (budget, submitter) = (services.refusals, caller.agencies.first)
        try services.ledger.submit(entries, recordsRefusal: { submitter.map { budget.take($0) } ?? true }) { result in
            // The writer has more to do than to write answers.
            responder.perform {
                do {
                    let answers = try result.get()
                    guard !statuses.isEmpty else {
                        return route.respond(to: checked, answers, [], now, isSingle: isSingle, responder)
                    }
                    try route.record(statuses) { recorded in
                        responder.perform {
                            route.respond(to: checked, answers, recorded, now, isSingle: isSingle, responder)
                        }
                    }
                } catch {
                    responder.respond(Router.problem(of: error).response)
                }
            }
        }
    }

    /// Answers what was checked, in order, with what became of it.
    private func respond(
        to checked: [Checked], _ answers: [Ledger.SubmissionAnswer], _ recorded: [Result<RecordedStatus, Problem>],
        _ now: Instant, isSingle: Bool, _ responder: HTTPResponder
    ) {
        var (answers, recorded) = (answers[...], recorded[...])
        let all = checked.map { item -> Answers.Answer in
            switch item {
            case .problem(let problem): .problem(problem)
            case .entry(let entry):
                answers.popFirst().map { explained($0, entry, now) } ?? .problem(Problem("internal"))
            case .status:
                switch recorded.popFirst() {
                case .success(let status): .status(status)
                case .failure(let problem): .problem(problem)
                case nil: .problem(Problem("internal"))
                }
            }
        }
        do {
            responder.respond(try Answers(services: services, caller: caller).response(all, isSingle: isSingle))
        } catch {
            responder.respond(Router.problem(of: error).response)
        }
    }

    private func explained(_ answer: Ledger.SubmissionAnswer, _ entry: Ledger.Entry, _ now: Instant) -> Answers.Answer {
        guard case .refused(let refusal) = answer, refusal.code == .signerNotBound else { return .document(answer) }
        return .problem(
            notBound(
                Problem(refusal), entry.signature, unsafe entry.content.withUnsafeBytes { unsafe Array($0) },
                from: entry.submission.from, now: now))
    }

    /// Everything that needs no state: the caller, the message, the signature.
    private func check(
        _ content: [UInt8], _ signature: [UInt8], now: Instant, today: String
    ) throws -> Checked {
        let message: EdXMLMessage
        let xmlSignature: XMLSignaturePass?
        do {
            (message, xmlSignature) = try EdXMLReader.read(
                content, today: today, signatures: { XMLSignaturePass.verifying($0) })
        } catch {
            var problem = Problem(error)
            // Whoever sends it learns everything at once, not one fault at each try.
            problem.faults = EdXMLReader.check(content, today: today).faults
            throw problem
        }
        let signatures = Signatures(detached: signature, inXML: xmlSignature, line: message.signatureLine)
        let document: EdXMLDocument
        switch message {
        case .document(let read): document = read
        case .status(let status): return .status(try check(status: status, content, signatures, now: now))
        }
        guard let sender = services.ledger.directory.agency(code: document.from.id) else {
            throw Problem("unknown_sender", found: document.from.id)
        }
        guard caller.speaks(for: sender.number) else { throw Problem("caller_not_sender", found: document.from.id) }
        let fields = [
            document.subject, document.content, document.typeName, document.typeDetail, document.typerNotation,
            document.steeringType, document.sphere,
        ]
        if services.marks.isSecret(fields: fields) { throw Problem("state_secret") }
        let key = try signerKey(signatures, content, from: sender, now: now)
        guard let day = Day(document.promulgationDate), let kind = Submission.Kind(rawValue: document.kind) else {
            throw Problem("unreadable")
        }
        let entry = Ledger.Entry(
            submission: Submission(
                from: document.from.id, to: document.to.map(\.id), documentID: document.documentID,
                digest: SHA256.digest(content), size: UInt64(content.count), subject: document.subject,
                number: document.number, notation: document.notation, promulgationDay: day,
                typeName: document.typeName, urgency: document.priority, kind: kind, hasPaper: document.hasPaper,
                signature: key.isEmpty ? .absent : .valid, signerKey: key), content: content, signature: signature
        )
        return .entry(entry)
    }

    /// A known caller's refusal becomes a fact without content; a state secret leaves not even a digest.
    func note(_ problem: Problem, content: [UInt8]) -> Problem {
        guard problem.status < 500, !caller.isAdmin || problem.code != "internal" else { return problem }
        if let agency = caller.agencies.first, !services.refusals.take(agency) { return problem }
        let isSecret = problem.code == "state_secret"
        let refused = Refused(
            agency: caller.agencies.first, code: problem.code,
            detail: isSecret ? "" : Catalogue.entry(problem.code).title, digest: isSecret ? [] : SHA256.digest(content))
        try? services.ledger.append([.refused(refused)])
        return problem
    }

    static func json(_ checks: [Verdict.Check]) -> [UInt8] {
        var json = JSONText()
        json.array { json in
            for check in checks {
                json.object { json in
                    json.member("name", check.name)
                    json.member("result", check.outcomeName)
                    json.member("passed", check.passed)
                    json.member("code", check.code?.rawValue)
                    json.member("because", check.because)
                    json.member("expected", check.expected)
                    json.member("found", check.found)
                }
            }
        }
        return json.bytes
    }

    /// The answers of one request, made once the batch is on disk.
    private struct Answers {
        let services: Services
        let caller: Caller

        enum Answer {
            case document(Ledger.SubmissionAnswer)
            case status(RecordedStatus)
            case problem(Problem)
        }

        func response(_ all: [Answer], isSingle: Bool) throws -> HTTPResponse {
            if isSingle, let only = all.first {
                var json = JSONText(capacity: 1024)
                var status = 500
                try json.object { status = try write(only, to: &$0, withStatus: false) }
                let type = status < 300 ? "application/json" : "application/problem+json"
                return HTTPResponse(status: status, contentType: type, body: json.bytes)
            }
            return try .json(200) { json in
                json.key("results")
                try json.array { json in
                    for answer in all { try json.object { _ = try write(answer, to: &$0, withStatus: true) } }
                }
            }
        }

        private func write(
            _ answer: Answer, to json: inout JSONText, withStatus: Bool
        ) throws -> Int {
            switch answer {
            case .problem(let problem):
                problem.write(to: &json)
                return problem.status
            case .status(let status):
                if withStatus { json.member("status", 201) }
                SendRoute.write(status, to: &json)
                return 201
            case .document(.refused(let refusal)):
                let problem = Problem(refusal)
                problem.write(to: &json)
                return problem.status
            case .document(.accepted(let accepted, let at, let receipt)):
                if withStatus { json.member("status", 201) }
                json.member("id", accepted.id.description)
                json.member("document_id", accepted.submission.documentID)
                json.member("issuer", accepted.submission.from)
                json.member("digest", hex: accepted.submission.digest)
                json.member("accepted_at", at.text)
                json.member("recipients", accepted.recipients.count)
                json.member("duplicate", false)
                warnings(accepted.warnings, to: &json)
                json.receipt(receipt)
                return 201
            case .document(.duplicate(let known)):
                guard let row = try services.ledger.read({ try $0.document(known.serial) }) else {
                    throw Problem("internal")
                }
                if withStatus { json.member("status", 200) }
                json.member("id", row.id.description)
                json.member("document_id", row.documentID)
                json.member("issuer", services.ledger.directory.agency(row.issuer)?.code)
                json.member("digest", hex: row.digest)
                json.member("accepted_at", row.acceptedAt.text)
                json.member("recipients", row.recipients)
                json.member("duplicate", true)
                warnings([], to: &json)
                json.receipt(try services.ledger.receipt(of: row))
                return 200
            }
        }

        private func warnings(_ codes: [String], to json: inout JSONText) {
            json.key("warnings")
            json.array { json in
                for code in codes {
                    json.object { json in
                        json.member("code", code)
                        json.member("message", "Number and notation were used before by this issuer in this year.")
                    }
                }
            }
        }
    }
}
