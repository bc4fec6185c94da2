internal import EdXML
internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Platform
internal import Trust

/// `POST /documents`: one document or several, each read, verified, decided on and answered on its own.
struct SendRoute {
    let services: Services
    let caller: Caller
    let trace: RequestTrace

    /// What the messages have to be, where the way they came by says so.
    var expected: Message.Kind?

    typealias Submitted = (content: [UInt8], signature: [UInt8])

    /// What became of a message.
    enum Answer: Sendable {
        case document(Ledger.SubmissionAnswer)
        case status(RecordedStatus)
        case problem(Problem)
    }

    /// A message that passed the door's checks, or why it did not.
    private enum Checked {
        case entry(Ledger.Entry, Inspection)
        case status(StatusMessage)
        case problem(Problem)
    }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) throws {
        let pairs: [Submitted]
        do { pairs = try Self.pairs(of: request) } catch {
            // There is no document yet whose digest could be kept.
            throw refuse(error, by: Inspection(), content: nil, at: services.clock())
        }
        let isSingle = pairs.count == 1
        let answers = Answers(
            services: services, caller: caller, trace: trace,
            isVietnamese: Language.isVietnamese(request.header("Accept-Language")))
        try submit(pairs, responder) { result in
            do { return try answers.response(result.get(), isSingle: isSingle) } catch {
                return Router.problem(of: error).response
            }
        }
    }

    /// Reads, verifies and decides on messages. `answer` gives the response: of what became of each, in order, or of
    /// why nothing could become of any.
    func submit(
        _ pairs: [Submitted], _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<[Answer], any Error>) -> HTTPResponse
    ) throws {
        let time = InspectionTime(services.clock())
        let now = time.instant
        let inspector = services.inspector(for: caller, today: now.day)
        let checked = pairs.map { check($0, inspector, at: time) }
        let entries = checked.compactMap { if case .entry(let entry, _) = $0 { entry } else { nil } }
        let statuses = checked.compactMap { if case .status(let status) = $0 { status } else { nil } }
        let route = self
        let (services, submitter) = (services, caller.agencies.first)
        try services.ledger.submit(
            entries,
            refuse: { (services.newRefusal(at: now), submitter.map { services.refusals.take($0) } ?? true) }
        ) { result in
            // The writer has more to do than to write answers.
            responder.perform {
                do {
                    let answers = try result.get()
                    guard !statuses.isEmpty else {
                        return responder.respond(answer(.success(route.outcomes(of: checked, answers, [], now))))
                    }
                    try route.record(statuses, at: now) { recorded in
                        responder.perform {
                            responder.respond(answer(.success(route.outcomes(of: checked, answers, recorded, now))))
                        }
                    }
                } catch {
                    responder.respond(answer(.failure(error)))
                }
            }
        }
    }

    /// What became of what was checked, in order.
    private func outcomes(
        of checked: [Checked], _ answers: [Ledger.SubmissionAnswer], _ recorded: [Result<RecordedStatus, Problem>],
        _ now: Instant
    ) -> [Answer] {
        var (answers, recorded) = (answers[...], recorded[...])
        return checked.map { item in
            switch item {
            case .problem(let problem): .problem(problem)
            case .entry(_, let inspection):
                switch answers.popFirst() {
                case .refused(let refusal, let id):
                    .problem(explain(Problem(refusal), id, inspection, at: now))
                case let answer?: .document(answer)
                case nil: .problem(Problem("internal"))
                }
            case .status:
                switch recorded.popFirst() {
                case .success(let status): .status(status)
                case .failure(let problem): .problem(problem)
                case nil: .problem(Problem("internal"))
                }
            }
        }
    }

    /// Everything that needs no state: the caller, the message, the signature.
    private func check(
        _ submitted: Submitted, _ inspector: Inspector, at time: InspectionTime
    ) -> Checked {
        let (content, signature) = submitted
        let found = inspector.inspect(content, signature: signature, at: time)
        let inspection = found.inspection
        guard let message = found.message, let sender = found.sender, let standing = standing(of: inspection) else {
            return .problem(refuse(Problem(inspection), by: inspection, content: content, at: time.instant))
        }
        switch message {
        case _ where expected != nil && expected != message.kind:
            return .problem(
                refuse(
                    Problem("message_type_mismatch", found: message.kind.name), by: inspection, content: content,
                    at: time.instant))
        case .status(let status):
            guard let code = BusinessStatus(code: status.statusCode) else { break }
            return .status(
                StatusMessage(
                    status: code, reason: status.description, sender: AgencyNumber(sender.number),
                    other: status.responseForOrgan,
                    documentID: status.responseForDocumentID,
                    number: (status.responseForCode, status.responseForDate), submitted: submitted,
                    inspection: inspection))
        case .document(let document):
            guard let day = Day(document.promulgationDate), let kind = Submission.Kind(rawValue: document.kind) else {
                break
            }
            let digest = found.digest ?? SHA256.digest(content)
            let submission = Submission(
                from: document.from.id, to: document.to.map(\.id),
                documentID: Self.documentID(document.documentID, digest), digest: digest, size: UInt64(content.count),
                subject: document.subject,
                number: document.number, notation: document.notation, promulgationDay: day,
                typeName: document.typeName, urgency: document.priority, kind: kind, hasPaper: document.hasPaper,
                signature: standing, signerKey: found.key?.digest ?? [])
            return .entry(
                Ledger.Entry(
                    submission: submission, content: content, signature: signature, policy: caller.policy,
                    system: caller.system?.number, act: DocumentAct(document)), inspection)
        }
        let problem = Problem("unreadable")
        return .problem(refuse(problem, by: inspection, content: content, at: time.instant))
    }

    /// The DocumentId of a message; where its sender does not know one, one of its own for these bytes: programs in the
    /// field write the same word then into every document.
    private static func documentID(_ text: String, _ digest: [UInt8]) -> String {
        Submission.isUnknown(text) ? "\(text),\(Hex.encode(Array(digest.prefix(8))))" : text
    }

    /// What the signatures amount to; nil where the message is refused. Under the `advisory` policy one that is missing or
    /// does not stand refuses nothing.
    private func standing(of inspection: Inspection) -> Submission.SignatureStatus? {
        guard let decisive = inspection.decisive else { return .valid }
        guard caller.policy == .advisory, [.signature, .binding].contains(decisive.name) else { return nil }
        return decisive.status == .absent ? .absent : .invalid
    }

    /// The answers of one request, made once the batch is on disk.
    private struct Answers {
        let services: Services
        let caller: Caller
        let trace: RequestTrace
        let isVietnamese: Bool

        func response(_ all: [Answer], isSingle: Bool) throws -> HTTPResponse {
            var shared = SharedReceiptText()
            if isSingle, let only = all.first {
                var json = JSONText(capacity: 1024)
                var status = 500
                try json.object { status = try write(only, to: &$0, &shared, false) }
                let type = status < 300 ? "application/json" : "application/problem+json"
                var response = HTTPResponse(status: status, contentType: type, body: json.bytes)
                if case .problem(let problem) = only { response.headers += problem.headers }
                return response
            }
            return try .json(200, capacity: 256 + all.count * 3072) { json in
                json.key("results")
                try json.array { json in
                    for answer in all { try json.object { _ = try write(answer, to: &$0, &shared, true) } }
                }
            }
        }

        private func write(
            _ answer: Answer, to json: inout JSONText, _ shared: inout SharedReceiptText, _ withStatus: Bool
        ) throws -> Int {
            switch answer {
            case .problem(let problem):
                problem.write(to: &json)
                // The router marks a problem document that is the whole answer; in a list each names the trace.
                if withStatus { json.member("trace_id", trace.id) }
                return problem.status
            case .status(let status):
                if withStatus { json.member("status", 201) }
                SendRoute.write(status, to: &json)
                warnings([status.warning].compactMap(\.self), to: &json)
                return 201
            case .document(.refused(let refusal, _)):
                return try write(.problem(Problem(refusal)), to: &json, &shared, withStatus)
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
                if accepted.submission.kind != .new { try acts(of: accepted.serial, to: &json) }
                json.receipt(receipt, &shared)
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
                if row.kind != 0 { try acts(of: row.serial, to: &json) }
                json.receipt(try services.ledger.receipt(of: row), &shared)
                return 200
            }
        }

        /// What it did to the documents that it names, as they stand now.
        private func acts(of document: Serial, to json: inout JSONText) throws {
            let life = try services.ledger.read { reader in
                try reader.document(document).map { try DocumentLifeView($0, reader, isWhole: true) }
            }
            life?.write(to: &json, for: caller, in: services.ledger.directory)
        }

        private func warnings(_ codes: [String], to json: inout JSONText) {
            json.key("warnings")
            json.array { json in
                for code in codes {
                    json.object { json in
                        json.member("code", code)
                        json.member("message", Catalogue.words(code, vietnamese: isVietnamese).title)
                    }
                }
            }
        }
    }
}

extension EdXMLMessage {
    var kind: Message.Kind {
        switch self {
        case .document: .document
        case .status: .status
        }
    }
}
