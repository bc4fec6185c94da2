internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The interface of provincial buses of the EdocService kind: an agency's code and a token in the header fields.
struct EdocService: Dialect {
    let services: Services

    static let root = "EdocService"

    func bodyLimit(of operation: [String]) -> Int { operation == ["sendDocument"] ? 128 << 20 : 64 << 10 }

    /// The token is a system's secret, alone or behind a word, or one of a login; the system must speak for `organid`,
    /// and does so for that agency alone.
    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller {
        guard let text = header("authorization"), !text.isEmpty else {
            throw Problem("parameter_missing", found: "authorization")
        }
        guard let organ = header("organid"), !organ.isEmpty else {
            throw Problem("parameter_missing", found: "organid")
        }
        let token = String(text.split(separator: " ").last ?? "")
        let now = services.clock()
        let owners =
            services.tokens.system(of: token, at: now).map { [$0] } ?? services.secrets.owners(of: token).sorted()
        for id in owners
        where services.tokens.system(of: token, at: now) == id
            || services.secrets.isValid(token, of: id, at: now)
        {
            guard var caller = try? services.system(id) else { continue }
            guard let agency = services.ledger.directory.agency(code: organ)?.number, caller.agencies.contains(agency)
            else { continue }
            caller = Caller(isAdmin: false, agencies: [agency], system: caller.system)
            return caller
        }
        throw owners.isEmpty
            ? Problem("token_invalid") : Problem("sender_not_of_system", found: organ)
    }

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        do {
            let caller = try caller(operation: path, header: request.header)
            let desk = DocumentDesk(services: services, caller: caller)
            switch (request.method, path) {
            case ("POST", ["sendDocument"]):
                try desk.send(request.body, kind: try Self.kind(request.header("type")), trace: trace, responder) {
                    result in
                    switch result {
                    case .success(let id): Self.success(id.description)
                    case .failure(let problem): self.answer(to: problem)
                    }
                }
            case ("GET", ["getPendingDocIds"]):
                let kinds: [Message.Kind] =
                    try request.header("type").map { [try Self.kind($0)] } ?? [.document, .status]
                let ids = try kinds.flatMap { try desk.received($0, from: nil, to: nil).map(\.delivery.id) }
                responder.respond(
                    Self.success("") { json in
                        json.key("docIds")
                        json.array { json in for id in ids { json.string(id.description) } }
                    })
            case ("POST", ["getDocument"]):
                let content = try desk.content(try Self.document(request))
                responder.respond(
                    HTTPResponse(
                        status: 200, contentType: "application/octet-stream",
                        headers: [("docid", request.header("docid") ?? "")], body: content.bytes))
            case ("POST", ["confirmReceived"]):
                let id = try Self.document(request)
                try desk.set(id, to: .done, reason: "", responder) { result in
                    switch result {
                    case .success: Self.success(id)
                    case .failure(let problem): self.answer(to: problem)
                    }
                }
            case ("GET", ["getOrganizations"]): responder.respond(organizations())
            case ("POST", ["checkExistDocument"]): responder.respond(try exists(request, caller))
            default: throw Problem("operation_unknown", found: path.joined(separator: "/"))
            }
        } catch {
            responder.respond(answer(to: Router.problem(of: error)))
        }
    }

    private static func kind(_ name: String?) throws(Problem) -> Message.Kind? {
        switch name?.uppercased() {
        case nil: nil
        case "EDOC": .document
        case "STATUS": .status
        default: throw Problem("parameter_invalid", "type is EDOC or STATUS.", found: name)
        }
    }

    private static func kind(_ name: String) throws(Problem) -> Message.Kind { try kind(Optional(name)) ?? .document }

    private static func document(_ request: HTTPRequest) throws(Problem) -> String {
        guard let id = request.header("docid"), !id.isEmpty else { throw Problem("parameter_missing", found: "docid") }
        return id
    }

    /// Whether a DocumentId of the agency's is here; those of new documents only can be duplicates.
    private func exists(_ request: HTTPRequest, _ caller: Caller) throws -> HTTPResponse {
        let name = try Self.document(request)
        let row = try services.ledger.read { reader in
            try reader.documents(documentID: name, issuers: caller.agencies).first { $0.kind == 0 }
        }
        guard let row else { return Self.success("") { $0.member("exist", false) } }
        return Self.success(row.id.description) { $0.member("exist", true) }
    }

    private func organizations() -> HTTPResponse {
        let directory = services.ledger.directory
        return Self.success("") { json in
            json.key("organizations")
            json.array { json in
                for agency in directory.agencies where agency.status == .active {
                    json.object { json in
                        json.member("organId", agency.code)
                        json.member("oldOrganId", agency.oldCode)
                        json.member("organName", agency.name)
                        json.member("parentId", agency.parent.flatMap { directory.agency($0)?.code } ?? "")
                    }
                }
            }
        }
    }

    private static func success(_ id: String, _ body: (inout JSONText) -> Void = { _ in }) -> HTTPResponse {
        .json(200) { json in
            json.member("status", "Success")
            json.member("code", "0")
            json.member("docId", id)
            json.key("errors")
            json.array { _ in }
            body(&json)
        }
    }

    func answer(to problem: Problem) -> HTTPResponse {
        let isTransport = [401, 404, 405, 413, 429, 500, 503].contains(problem.status) && problem.code != "not_found"
        var response = HTTPResponse.json(isTransport ? problem.status : 200) { json in
            json.member("status", problem.status >= 500 ? "Error" : "Fail")
            json.member("code", "9999")
            json.member("docId", "")
            json.key("errors")
            json.array { json in
                json.object { json in
                    json.member("code", Self.code(of: problem))
                    json.member("description", problem.sentence)
                }
            }
        }
        if response.status == 503 || response.status == 429 { response.headers.append(("Retry-After", "1")) }
        return response
    }

    /// The interface's codes: `N.` for what is missing, `R.` out of range, `M.` that does not fit, `T.` of a wrong type.
    static func code(of problem: Problem) -> String {
        switch problem.code {
        case "document_duplicate", "document_id_conflict": "ExistDoc"
        case "parameter_missing", "signature_missing", "receiver_missing", "reason_missing", "missing_element",
            "missing_text":
            "N.\(problem.found ?? problem.code)"
        case "parameter_invalid", "too_large", "field_too_long", "value_out_of_range", "reason_too_long":
            "R.\(problem.code)"
        case "message_type_mismatch", "not_well_formed", "unreadable", "bytes_before_declaration": "T.\(problem.code)"
        default: "M.\(problem.code)"
        }
    }
}
