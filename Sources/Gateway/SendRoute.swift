internal import EdXML
internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// `POST /documents`: one document or several, each read, verified, decided on and answered on its own.
struct SendRoute {
    let services: Services
    let caller: Caller

    /// A document that passed the door's checks, or why it did not.
    private enum Checked {
        case entry(Ledger.Entry)
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
            do { return Checked.entry(try check(pair.content, pair.signature, now: now, today: today)) } catch {
                return .problem(note(Router.problem(of: error), content: pair.content))
            }
        }
        let entries = checked.compactMap { if case .entry(let entry) = $0 { entry } else { nil } }
        let (services, caller) = (services, caller)
        try services.ledger.submit(entries) { result in
            // The writer has more to do than to write answers.
            responder.perform {
                do {
                    var answers = try result.get()[...]
                    let all = checked.map { item -> Result<Ledger.SubmissionAnswer, Problem> in
                        switch item {
                        case .problem(let problem): .failure(problem)
                        case .entry(let entry):
                            answers.popFirst().map { Self.explained($0, entry, services, now) }
                                ?? .failure(Problem("internal"))
                        }
                    }
                    let answer = try Answers(services: services, caller: caller).response(all, isSingle: isSingle)
                    responder.respond(answer)
                } catch {
                    responder.respond(Router.problem(of: error).response)
                }
            }
        }
    }

    /// A signer who does not speak for the sender is refused with every check of the signature, like other faults of it.
    private static func explained(
        _ answer: Ledger.SubmissionAnswer, _ entry: Ledger.Entry, _ services: Services, _ now: Instant
    ) -> Result<Ledger.SubmissionAnswer, Problem> {
        guard case .refused(let refusal) = answer, refusal.code == .signerNotBound else { return .success(answer) }
        var problem = Problem(refusal)
        let verdict = services.verifier.verify(
            signature: entry.signature, content: unsafe entry.content.withUnsafeBytes { unsafe Array($0) },
            at: now.milliseconds)
        let binding = services.binding(verdict.signer, to: entry.submission.from)
        problem.expected = binding.first?.expected
        problem.checks = json(verdict.checks + binding)
        return .failure(problem)
    }

    /// Everything that needs no state: the caller, the message, the signature.
    private func check(
        _ content: [UInt8], _ signature: [UInt8], now: Instant, today: String
    ) throws -> Ledger.Entry {
        let message: EdXMLMessage
        do { message = try EdXMLReader.read(content, today: today) } catch { throw Problem(error) }
        guard case .document(let document) = message else {
            throw Problem("status_message", "Send statuses to /documents/{id}/statuses.")
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
        if let line = document.signatureLine {
            var problem = Problem("signature_form_not_supported")
            problem.line = line
            throw problem
        }
        var key: [UInt8] = []
        if !signature.isEmpty {
            let verdict = services.verifier.verify(signature: signature, content: content, at: now.milliseconds)
            guard verdict.status == .valid, let signer = verdict.signer else {
                var problem = Problem(verdict.code?.rawValue ?? "signature_invalid")
                problem.expected = verdict.decisive?.expected
                problem.found = verdict.decisive?.found
                problem.checks = Self.json(verdict.checks + services.binding(verdict.signer, to: document.from.id))
                throw problem
            }
            key = SHA256.digest(signer.publicKey.encoding)
        }
        guard let day = Day(document.promulgationDate), let kind = Submission.Kind(rawValue: document.kind) else {
            throw Problem("unreadable")
        }
        return Ledger.Entry(
            submission: Submission(
                from: document.from.id, to: document.to.map(\.id), documentID: document.documentID,
                digest: SHA256.digest(content), size: UInt64(content.count), subject: document.subject,
                number: document.number, notation: document.notation, promulgationDay: day,
                typeName: document.typeName, urgency: document.priority, kind: kind, hasPaper: document.hasPaper,
                signature: signature.isEmpty ? .absent : .valid, signerKey: key), content: content, signature: signature
        )
    }

    /// A known caller's refusal becomes a fact without content; a state secret leaves not even a digest.
    private func note(_ problem: Problem, content: [UInt8]) -> Problem {
        guard problem.status < 500, !caller.isAdmin || problem.code != "internal" else { return problem }
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

        func response(_ all: [Result<Ledger.SubmissionAnswer, Problem>], isSingle: Bool) throws -> HTTPResponse {
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
            _ answer: Result<Ledger.SubmissionAnswer, Problem>, to json: inout JSONText, withStatus: Bool
        ) throws -> Int {
            switch answer {
            case .failure(let problem):
                problem.write(to: &json)
                return problem.status
            case .success(.refused(let refusal)):
                let problem = Problem(refusal)
                problem.write(to: &json)
                return problem.status
            case .success(.accepted(let accepted, let at, let receipt)):
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
            case .success(.duplicate(let known)):
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
