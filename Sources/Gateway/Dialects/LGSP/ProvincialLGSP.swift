internal import EdXML
internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Platform

/// The REST interface of provincial LGSPs: a token from a login, and a system's id and secret with every call.
struct ProvincialLGSP: Dialect {
    let services: Services

    static let root = "lgsp"

    private static let type = APIParameter(
        name: "messageType", kind: .choice(["edoc", "status"]), summary: "What is asked for.", isRequired: true)

    static let routes = APIRoutes([
        APIOperation(
            method: "POST", path: "/v1/auth/login", id: "login", summary: "A token, for half an hour.",
            parameters: [
                APIParameter(name: "allow_anonymous", kind: .choice(["true", "false"]), summary: "Means nothing here.")
            ],
            body: .json(
                APIBody.Member(name: "username", kind: .text, isRequired: true),
                APIBody.Member(name: "password", kind: .text, isRequired: true),
                APIBody.Member(name: "applicationCode", kind: .text), APIBody.Member(name: "otp", kind: .text),
                APIBody.Member(name: "twoFactorProvider", kind: .text)), isPublic: true
        ) { $0.responder.respond(try ProvincialLGSP(services: $0.services).login($0.request)) },
        APIOperation(
            method: "POST", path: "/v1/sendEdoc", id: "sendEdoc", summary: "Sends an edXML message.",
            body: APIBody(
                types: ["multipart/form-data"],
                members: [
                    APIBody.Member(name: "edocFile", kind: .text, isRequired: true),
                    APIBody.Member(name: "messageType", kind: .choice(["edoc", "status"]), isRequired: true),
                ])
        ) {
            try ProvincialLGSP(services: $0.services).send(
                $0.request, $0.desk, $0.trace, $0.responder)
        },
        APIOperation(
            method: "GET", path: "/v1/syncReceivedEdocList", id: "syncReceivedEdocList",
            summary: "What is not confirmed yet.",
            parameters: [
                type, APIParameter(name: "fromDate", kind: .day, summary: "The first day."),
                APIParameter(name: "toDate", kind: .day, summary: "The last day."),
            ]
        ) {
            $0.responder.respond(try ProvincialLGSP(services: $0.services).list($0.request, $0.desk))
        },
        APIOperation(
            method: "GET", path: "/v1/getEdoc", id: "getEdoc", summary: "A message with its attachments.",
            parameters: [
                APIParameter(name: "docId", kind: .text, summary: "As in the list.", isRequired: true)
            ]
        ) {
            $0.responder.respond(
                try ProvincialLGSP(services: $0.services).document($0.request.parameter("docId") ?? "", $0.desk))
        },
        APIOperation(
            method: "POST", path: "/v1/updateStatus", id: "updateStatus", summary: "Sets the transport state.",
            body: .json(
                APIBody.Member(name: "docId", kind: .text, isRequired: true),
                APIBody.Member(name: "status", kind: .choice(["done", "fail", "processing"]), isRequired: true))
        ) {
            try ProvincialLGSP(services: $0.services).update(
                $0.request, $0.desk, $0.responder)
        },
    ])

    /// Its description, at `/lgsp/openapi.json`.
    var description: HTTPResponse? { Self.openAPI }

    private static let openAPI = HTTPResponse(
        status: 200, contentType: "application/json",
        body: OpenAPI.document(
            title: "Provincial LGSP", root: "/" + root, routes.operations,
            security: [
                (
                    "token",
                    { json in
                        json.member("type", "http")
                        json.member("scheme", "bearer")
                        json.member("description", "The token of a login, beside X-SystemId and X-SecretKey.")
                    }
                )
            ], problems: "application/json"))

    func bodyLimit(of operation: [String]) -> Int {
        operation == ["v1", "sendEdoc"] ? 128 << 20 : 64 << 10
    }

    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller {
        let now = services.clock()
        let words = (header("Authorization") ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer",
            let owner = services.tokens.system(of: String(words[1]), at: now)
        else { throw Problem("token_invalid") }
        let id = header("X-SystemId") ?? ""
        guard let caller = try? services.system(id), owner == id,
            services.secrets.isValid(header("X-SecretKey") ?? "", of: id, at: now)
        else { throw Problem("system_credentials_invalid", found: id) }
        return caller
    }

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        do {
            let (operation, arguments) = try Self.routes.find(request.method, path[...])
            let caller =
                operation.isPublic
                ? Caller(isAdmin: false, agencies: []) : try caller(operation: path, header: request.header)
            try operation.handle(
                APIOperation.Call(
                    services: services, caller: caller, trace: trace, arguments: arguments, request: request,
                    responder: responder))
        } catch {
            responder.respond(answer(to: Router.problem(of: error)))
        }
    }

    private struct Login: Decodable {
        let username: String?
        let password: String?
    }

    /// A token for whoever knows a system's id and secret.
    private func login(_ request: HTTPRequest) throws -> HTTPResponse {
        let body = try JSONBody.read(Login.self, request.body)
        let (name, now) = (body.username ?? "", services.clock())
        guard (try? services.system(name)) != nil,
            services.secrets.isValid(body.password ?? "", of: name, at: now)
        else { throw Problem("token_invalid", "The user's name or password is wrong.") }
        let token = services.newSecret()
        services.tokens.add(token, of: name, at: now)
        return .json(200) { json in
            json.key("data")
            json.object { $0.member("token", token) }
        }
    }

    private func send(
        _ request: HTTPRequest, _ desk: DocumentDesk, _ trace: RequestTrace, _ responder: HTTPResponder
    ) throws {
        guard
            let parts = Multipart.parts(
                of: request.body, contentType: request.header("Content-Type") ?? "", limit: 20),
            let file = try Self.part("edocFile", of: parts)
        else { throw Problem("parameter_missing", "The form has no file named edocFile.", found: "edocFile") }
        let type = try Self.part("messageType", of: parts).map { String(decoding: $0.body, as: UTF8.self) }
        let kind = try Self.kind(type ?? request.parameter("messageType"))
        try desk.send(file.body, kind: kind, trace: trace, responder) { result in
            switch result {
            case .failure(let problem): self.answer(to: problem)
            case .success(let id): Self.success { $0.member("docId", id.description) }
            }
        }
    }

    /// The part called `name`, nil where there is none; of two nobody could say which is meant.
    private static func part(_ name: String, of parts: [Multipart.Part]) throws(Problem) -> Multipart.Part? {
        let found = parts.filter { $0.name == name }
        guard found.count < 2 else { throw Problem("parameter_invalid", "The form has \(name) more than once.") }
        return found.first
    }

    /// The kind that `messageType` says; some libraries end the text with a line break.
    private static func kind(_ text: String?) throws(Problem) -> Message.Kind {
        switch text.map({ $0.filter { !$0.isWhitespace } }) {
        case "edoc": .document
        case "status": .status
        default: throw Problem("parameter_invalid", "messageType is edoc or status.", found: text)
        }
    }

    private func list(_ request: HTTPRequest, _ desk: DocumentDesk) throws -> HTTPResponse {
        func day(_ name: String) throws(Problem) -> Day? {
            guard let text = request.parameter(name), !text.isEmpty else { return nil }
            guard let day = Day(String(text.prefix(10))) else {
                throw Problem("parameter_invalid", "\(name) is YYYY/MM/DD.", found: text)
            }
            return day
        }
        let kind = try Self.kind(request.parameter("messageType"))
        let items = try desk.received(kind, from: try day("fromDate"), to: try day("toDate"))
        let directory = services.ledger.directory
        return Self.success { json in
            json.member("count", items.count)
            json.key("data")
            json.array { json in
                for item in items {
                    json.object { json in
                        json.member("serviceType", "eDoc")
                        json.member("createdTime", item.delivery.deliveredAt.edXMLText)
                        json.member("updatedTime", item.delivery.deliveredAt.edXMLText)
                        json.member("messageType", kind == .document ? "edoc" : "status")
                        json.member("docId", item.delivery.id.description)
                        json.member("from", directory.agency(item.sender)?.code)
                        json.member("to", directory.agency(item.delivery.recipient)?.code)
                        json.member("status", item.delivery.state.name)
                        json.member("statusDesc", item.words)
                    }
                }
            }
        }
    }

    private func document(_ name: String, _ desk: DocumentDesk) throws -> HTTPResponse {
        let content = try desk.content(name)
        let attachments = try AttachmentReader.attachments(in: content.bytes)
        let sender = services.ledger.directory.agency(content.sender)
        return .json(200) { json in
            json.member("success", true)
            json.member("message", "")
            json.key("data")
            json.object { json in
                json.member("docId", name)
                json.member("from", sender?.code)
                json.member("fromName", sender?.name)
                json.member("edocCode", "\(content.document.number)/\(content.document.notation)")
                json.member("edocAbstract", content.document.subject)
                json.member("edxml", String(decoding: content.bytes, as: UTF8.self))
                json.key("attachments")
                json.array { json in
                    for attachment in attachments {
                        json.object { json in
                            json.member("fileName", attachment.name)
                            json.key("fileContent")
                            json.plain(attachment.base64)
                        }
                    }
                }
            }
        }
    }

    private struct Update: Decodable {
        let docId: String?
        let status: String?
    }

    private func update(_ request: HTTPRequest, _ desk: DocumentDesk, _ responder: HTTPResponder) throws {
        let body = try JSONBody.read(Update.self, request.body)
        guard let state = body.status.flatMap(DeliveryState.init(settable:)) else {
            throw Problem("parameter_invalid", "status is done, fail or processing.", found: body.status)
        }
        try desk.set(body.docId ?? "", to: state, reason: "", responder) { result in
            switch result {
            case .failure(let problem): self.answer(to: problem)
            case .success: Self.success { $0.member("docId", body.docId) }
            }
        }
    }

    private static func success(_ body: (inout JSONText) -> Void) -> HTTPResponse {
        .json(200) { json in
            json.member("success", true)
            json.member("message", "")
            body(&json)
        }
    }

    func answer(to problem: Problem) -> HTTPResponse {
        if problem.code == "token_invalid" {
            return .json(401) { json in
                json.member("success", false)
                json.member("message", "licenseInfo:invalid")
            }
        }
        let isTransport = [404, 405, 413, 429, 500, 503].contains(problem.status) && !problem.isOfDomain
        var response = HTTPResponse.json(isTransport ? problem.status : 200) { json in
            json.member("success", false)
            json.member("message", problem.sentence)
            json.key("data")
            json.object { json in
                json.key("docId")
                json.null()
                json.member("status", "error")
                json.member("errorCode", Self.number(of: problem))
                json.member("errorDesc", "\(problem.code): \(problem.sentence)")
            }
        }
        response.headers += problem.headers
        return response
    }

    /// The interface's own number for a problem.
    static func number(of problem: Problem) -> Int {
        switch problem.code {
        case "system_credentials_invalid", "system_closed", "system_unknown": 15
        case "unknown_receiver", "receiver_missing", "receiver_repeated": 18
        case "unknown_sender", "caller_not_sender", "sender_closed", "sender_not_of_system": 19
        case "internal", "busy": 20
        case "receiver_closed", "receiver_wants_signature", "send_rule_denies": 23
        default:
            switch problem.inspection?.decisive?.name {
            case .read: 10
            case .structure, .secrecy: 22
            default: 21
            }
        }
    }
}
