internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/dead-letters`: what receivers could not take, and what outlived its time.
struct DeadLetterRoutes {
    let services: Services
    let caller: Caller

    /// Of all dead letters so many are looked at for a page of those of one hub: it may hold few, and have a next one.
    private static let reach = 2_000

    /// An admin sees all, one of a hub those to and from its agencies, an agency those in its own mailbox.
    func list(_ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let agency = try request.parameter("agency").map { try DocumentRoutes.agency($0, in: directory) }
        guard agency == nil ? caller.administers : agency.map(caller.speaks) == true else {
            throw Problem("not_permitted", "Name an agency of yours.")
        }
        let limit = try request.limit(most: 500, usual: 100)
        let cursor = try request.cursor().map(Serial.init)
        let isFiltered = caller.scope != nil && agency == nil
        let page = isFiltered ? Self.reach : limit
        let found = try services.ledger.read { try $0.deadLetters(of: agency, before: cursor, limit: page + 1) }
        var rows = found.prefix(page).filter { row in
            !isFiltered || caller.speaks(for: row.delivery.recipient) || caller.speaks(for: row.document.issuer)
        }
        // Where the next page begins: behind the last that is shown, or behind all that were looked at.
        var next = found.count > page ? found[page - 1].delivery.serial : nil
        if rows.count > limit {
            rows.removeLast(rows.count - limit)
            next = rows.last?.delivery.serial
        }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for row in rows {
                    json.object { json in
                        json.member("delivery", row.delivery.id.description)
                        json.member("document", row.document.id.description)
                        json.member("document_id", row.document.documentID)
                        json.member("subject", row.document.subject)
                        json.member("from", directory.agency(row.document.issuer)?.code)
                        json.member("to", directory.agency(row.delivery.recipient)?.code)
                        json.member("delivered_at", row.delivery.deliveredAt.text)
                        json.member("failed_at", row.delivery.confirmedAt?.text)
                        json.member("reason", row.reason)
                    }
                }
            }
            json.key("cursor")
            if let next { json.string("\(next.value)") } else { json.null() }
        }
    }

    private struct Body: Decodable {
        @Trimmed var reason: String?
    }

    /// Puts a dead letter into its mailbox again, or gives it up; its issuer, its receiver and admins may.
    func settle(
        _ delivery: String, _ outcome: DeadLetterSettled.Outcome, _ json: JSONBody, _ responder: HTTPResponder
    ) throws {
        guard let id = Identifier(delivery) else { throw Problem("not_found", found: delivery) }
        let reason = try json.read(Body.self).reason ?? ""
        let caller = caller
        try services.ledger.settle(id, outcome, reason: reason, mayDo: { $0.contains(where: caller.speaks) }) {
            result in
            switch result {
            case .success:
                responder.respond(
                    .json(200) { json in
                        json.member("delivery", id.description)
                        json.member("outcome", "\(outcome)")
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }
}
