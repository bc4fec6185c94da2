internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/paper-documents`: what issuers sent on paper.
struct PaperRoutes {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        @Trimmed var issuer: String
        @Trimmed var recipients: [String]
        @Trimmed var number: String
        @Trimmed var notation: String
        @Trimmed var promulgation_date: String
        @Trimmed var type: String
        let secret: Bool?
    }

    func register(_ json: JSONBody, _ responder: HTTPResponder) throws {
        let body = try json.read(Body.self)
        let directory = services.ledger.directory
        let issuer = try DocumentRoutes.agency(body.issuer, in: directory)
        guard caller.speaks(for: issuer) else { throw Problem("caller_not_sender", found: body.issuer) }
        guard let day = Day(body.promulgation_date) else {
            throw Problem("invalid_date", found: body.promulgation_date)
        }
        let paper = PaperDocument(
            issuer: body.issuer, recipients: body.recipients, number: body.number, notation: body.notation,
            promulgationDay: day, typeName: body.type, isSecret: body.secret ?? false)
        try services.ledger.register(paper) { result in
            switch result {
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            case .success(let registered):
                responder.respond(
                    .json(201) { json in
                        json.member("id", registered.id.description)
                        json.key("effects")
                        Self.write(registered.entries.map { ($0.recipient, $0.effect) }, to: &json, directory)
                    })
            }
        }
    }

    private static func write(
        _ recipients: [(agency: AgencyNumber, effect: PaperRegistered.Effect)], to json: inout JSONText,
        _ directory: Directory
    ) {
        json.array { json in
            for (agency, effect) in recipients {
                json.object { json in
                    json.member("to", directory.agency(agency)?.code)
                    switch effect {
                    case .paper: json.member("effect", "P")
                    case .both: json.member("effect", "EP")
                    case .already: json.member("effect", "already")
                    }
                }
            }
        }
    }

    func reverse(_ name: String, _ responder: HTTPResponder) throws {
        guard let id = Identifier(name), let row = try services.ledger.read({ try $0.paper(id) }), !row.isReversed,
            caller.speaks(for: row.issuer)
        else { throw Problem("not_found", found: name) }
        try services.ledger.reverse(paper: row.serial) { result in
            switch result {
            case .success: responder.respond(.json(200) { $0.member("id", name) })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    func list(_ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let filter = try PaperFilter(request, directory, caller)
        let limit = try request.limit()
        let cursor = try request.cursor().map(Serial.init)
        let (rows, next) = try services.ledger.read { try filter.page(of: $0, before: cursor, limit: limit) }
        return .json(200) { json in
            json.key("items")
            json.array { json in
                for row in rows {
                    json.object { json in
                        json.member("id", row.id.description)
                        json.member("at", row.at.text)
                        json.agency("issuer", row.issuer, in: directory)
                        json.member("number", row.number)
                        json.member("notation", row.notation)
                        json.member("type", row.typeName)
                        json.member("secret", row.isSecret)
                        json.member("reversed", row.isReversed)
                        json.key("recipients")
                        Self.write(row.recipients, to: &json, directory)
                    }
                }
            }
            json.key("cursor")
            if let next { json.string(String(next.value)) } else { json.null() }
        }
    }
}
