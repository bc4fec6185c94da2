internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `POST /documents/{id}/statuses`: a business status about a document.
struct StatusRoute {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        @Trimmed var code: String
        @Trimmed var reason: String?
        @Trimmed var agency: String?
        @Trimmed var to: String?
    }

    func handle(_ name: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        let body = try json.read(Body.self)
        guard let status = BusinessStatus(code: body.code) else {
            throw Problem("status_code_undefined", found: body.code)
        }
        let row = try DocumentRoutes.find(name, services: services, caller: caller)
        let directory = services.ledger.directory
        let sender: AgencyNumber
        if let code = body.agency {
            sender = try DocumentRoutes.agency(code, in: directory)
        } else if let only = caller.agencies.first {
            sender = only
        } else {
            throw Problem("bad_request", "An admin names the agency it speaks for.")
        }
        guard caller.speaks(for: sender) else { throw Problem("not_permitted") }
        let receiver = try body.to.map { try DocumentRoutes.agency($0, in: directory) }
        try services.ledger.record(
            status, reason: body.reason ?? "", by: sender, about: receiver, document: row.serial
        ) { result in
            switch result {
            case .success(let recorded):
                responder.respond(
                    .json(201) { json in
                        json.member("id", recorded.id.description)
                        json.member("document", row.id.description)
                        json.member("code", recorded.status.code)
                        json.member("effect", "\(recorded.effect)")
                    })
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }
}
