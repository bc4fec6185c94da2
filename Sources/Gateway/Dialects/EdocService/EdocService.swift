internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The interface of provincial buses of the EdocService kind: an agency's code and a token in the header fields.
struct EdocService: Dialect {
    let services: Services

    static let root = "EdocService"

    private static let organ = APIParameter(
        name: "organid", kind: .text, summary: "The agency that is spoken for.", place: "header", isRequired: true)
    private static let document = APIParameter(
        name: "docid", kind: .text, summary: "The id of a delivery.", place: "header", isRequired: true)
    private static let type = APIParameter(
        name: "type", kind: .choice(["EDOC", "STATUS"]), summary: "Documents or statuses.", place: "header")

    static let routes = APIRoutes([
        APIOperation(
            method: "POST", path: "/sendDocument", id: "sendDocument", summary: "Sends an edXML message.",
            parameters: [organ, type], body: APIBody(types: ["application/octet-stream"])
        ) { try EdocService(services: $0.services).send($0) },
        APIOperation(
            method: "GET", path: "/getPendingDocIds", id: "getPendingDocIds", summary: "What is not confirmed yet.",
            parameters: [organ, type]
        ) { $0.responder.respond(try EdocService(services: $0.services).pending($0)) },
        APIOperation(
            method: "POST", path: "/getDocument", id: "getDocument", summary: "The bytes of a message.",
            parameters: [organ, document],
            answers: [(200, "application/octet-stream"), (200, "application/json")]
        ) { call in
            let content = try call.desk.content(try document(call.request))
            call.responder.respond(
                HTTPResponse(
                    status: 200, contentType: "application/octet-stream",
                    headers: [("docid", call.request.header("docid") ?? "")], body: content.bytes))
        },
        APIOperation(
            method: "POST", path: "/confirmReceived", id: "confirmReceived", summary: "Confirms a delivery.",
            parameters: [organ, document]
        ) { try EdocService(services: $0.services).confirm($0) },
        APIOperation(
            method: "GET", path: "/getOrganizations", id: "getOrganizations", summary: "The directory.",
            parameters: [organ]
        ) { $0.responder.respond(EdocService(services: $0.services).organizations()) },
        APIOperation(
            method: "POST", path: "/checkExistDocument", id: "checkExistDocument",
            summary: "Whether a DocumentId of the agency is here.", parameters: [organ, document]
        ) { $0.responder.respond(try EdocService(services: $0.services).exists($0.request, $0.caller)) },
    ])

    /// Its description, at `/EdocService/openapi.json`.
    var description: HTTPResponse? { Self.openAPI }

    private static let openAPI = HTTPResponse(
        status: 200, contentType: "application/json",
        body: OpenAPI.document(
            title: "EdocService", root: "/" + root, routes.operations,
            security: [
                (
                    "token",
                    { json in
                        json.member("type", "apiKey")
                        json.member("in", "header")
                        json.member("name", "authorization")
                    }
                )
            ], problems: "application/json"))

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
            caller = Caller(
                isAdmin: false, agencies: Succession.line(of: agency, in: services.ledger.directory),
                system: caller.system)
            return caller
        }
        throw owners.isEmpty
            ? Problem("token_invalid") : Problem("sender_not_of_system", found: organ)
    }

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        do {
            let (operation, arguments) = try Self.routes.find(request.method, path[...])
            let caller = try caller(operation: path, header: request.header)
            try operation.handle(
                APIOperation.Call(
                    services: services, caller: caller, trace: trace, arguments: arguments, request: request,
                    responder: responder))
        } catch {
            responder.respond(answer(to: Router.problem(of: error)))
        }
    }

    private func send(_ call: APIOperation.Call) throws {
        let kind = try Self.kind(call.request.header("type"))
        try call.desk.send(call.request.body, kind: kind, trace: call.trace, call.responder) { result in
            switch result {
            case .success(let id): Self.success(id.description)
            case .failure(let problem): self.answer(to: problem)
            }
        }
    }

    private func pending(_ call: APIOperation.Call) throws -> HTTPResponse {
        let kinds = try Self.kind(call.request.header("type")).map { [$0] } ?? [.document, .status]
        let ids = try kinds.flatMap { try call.desk.received($0, from: nil, to: nil).map(\.delivery.id) }
        return Self.success("") { json in
            json.key("docIds")
            json.array { json in for id in ids { json.string(id.description) } }
        }
    }

    private func confirm(_ call: APIOperation.Call) throws {
        let id = try Self.document(call.request)
        try call.desk.set(id, to: .done, reason: "", call.responder) { result in
            switch result {
            case .success: Self.success(id)
            case .failure(let problem): self.answer(to: problem)
            }
        }
    }

    private static func kind(_ name: String?) throws(Problem) -> Message.Kind? {
        switch name?.uppercased() {
        case nil, "": nil
        case "EDOC": .document
        case "STATUS": .status
        default: throw Problem("parameter_invalid", "type is EDOC or STATUS.", found: name)
        }
    }

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
        let isTransport = [401, 404, 405, 413, 429, 500, 503].contains(problem.status) && !problem.isOfDomain
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
        response.headers += problem.headers
        return response
    }

    /// The interface's codes: `N.` for what is missing, `R.` out of range, `M.` that does not fit, `T.` of a wrong type.
    static func code(of problem: Problem) -> String {
        switch problem.code {
        case "document_duplicate", "document_id_conflict": "ExistDoc"
        case "parameter_missing": "N.\(problem.found ?? problem.code)"
        case "signature_missing", "receiver_missing", "reason_missing", "missing_element", "envelope_missing",
            "business_target_missing", "withdrawal_unsigned":
            "N.\(problem.code)"
        case "parameter_invalid", "too_large", "size_exceeded", "receivers_exceeded", "invalid_value",
            "status_code_undefined", "reason_too_long", "quota_exceeded":
            "R.\(problem.code)"
        case "message_type_mismatch", "not_well_formed", "unreadable", "bytes_before_declaration", "invalid_utf8",
            "encoding_refused", "invalid_date", "broken_base64":
            "T.\(problem.code)"
        default: "M.\(problem.code)"
        }
    }
}
