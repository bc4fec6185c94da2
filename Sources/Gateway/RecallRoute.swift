internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `POST /documents/{id}/recall`: the issuer asks for a document back (status 13), a receiver agrees or refuses (15, 16).
struct RecallRoute {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        @Trimmed var reason: String?
        @Trimmed var to: [String]?
        @Trimmed var answer: String?
        @Trimmed var agency: String?
    }

    func handle(_ name: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        let body = try json.read(Body.self)
        let row = try DocumentRoutes.find(name, services: services, caller: caller)
        let directory = services.ledger.directory
        let status: BusinessStatus
        switch body.answer {
        case nil: status = .recallRequested
        case "agree": status = .recallAgreed
        case "refuse": status = .recallRefused
        default: throw Problem("bad_request", "answer is agree or refuse.", found: body.answer)
        }
        let sender: AgencyNumber
        if let code = body.agency {
            sender = try DocumentRoutes.agency(code, in: directory)
        } else if status == .recallRequested {
            let heir = Succession.mailbox(of: row.issuer, in: directory)
            sender = caller.speaks(for: heir) ? heir : row.issuer
        } else if let only = caller.agencies.first {
            sender = only
        } else {
            throw Problem("bad_request", "An admin names the agency it speaks for.")
        }
        guard caller.speaks(for: sender) else { throw Problem("not_permitted") }
        let receivers = status == .recallRequested ? try asked(row, body.to) : [nil]
        let entries = receivers.map {
            Ledger.StatusEntry(status, reason: body.reason ?? "", by: sender, about: $0, document: row.serial)
        }
        try services.ledger.record(entries) { result in
            responder.perform {
                do { responder.respond(try answer(result.get())) } catch {
                    responder.respond(Router.problem(of: error).response)
                }
            }
        }

        /// Refused as a whole where it is refused for all; else each receiver is answered on its own.
        @Sendable func answer(_ results: [Result<StatusRecorded, Refusal>]) throws -> HTTPResponse {
            if !results.contains(where: { if case .success = $0 { true } else { false } }), let first = results.first {
                _ = try first.get()
            }
            return .json(201) { json in
                json.member("document", row.id.description)
                json.member("code", status.code)
                json.key("results")
                json.array { json in
                    for (receiver, result) in zip(receivers, results) {
                        json.object { json in
                            json.member("to", directory.agency(receiver ?? row.issuer)?.code)
                            switch result {
                            case .success(let recorded):
                                json.member("id", recorded.id.description)
                                json.member("effect", "\(recorded.effect)")
                            case .failure(let refusal): Problem(refusal).write(to: &json)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Who is asked: all who have the document, unless some are named.
    private func asked(_ row: DocumentRow, _ codes: [String]?) throws -> [AgencyNumber?] {
        let directory = services.ledger.directory
        if let codes {
            var seen: Set<AgencyNumber> = []
            return try codes.map { try DocumentRoutes.agency($0, in: directory) }.filter { seen.insert($0).inserted }
        }
        let receivers = try services.ledger.read { reader in
            try reader.deliveries(of: row.serial).filter { $0.message.kind == .document }.map(\.recipient)
        }
        guard !receivers.isEmpty else { throw Problem("recall_nobody", found: row.documentID) }
        return receivers
    }
}
