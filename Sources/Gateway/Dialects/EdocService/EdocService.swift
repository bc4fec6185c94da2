internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The interface of provincial buses of the EdocService kind: an agency's code and a token in the header fields.
struct EdocService: Dialect {
    let services: Services

    static let roots = [["EdocService"]]

    var door: LoginDoor { .edocService }

    /// The token itself: it is looked for among those of all systems, whichever agency is named with it, so that no success
    /// under another may make up for a guess.
    func name(operation: [String], header: (String) -> String?) -> LoginName? {
        DialectBody.present(header("authorization")).map { LoginName(secret: $0) }
    }

    func bodyLimit(of operation: [String]) -> Int { operation == ["sendDocument"] ? 128 << 20 : 64 << 10 }

    /// The token is a system's secret, alone or behind a word, or a bearer token of its login. The system must speak for
    /// `organid`, and does so for that agency and, because a centre asks for its children with its own code, for those of
    /// its agencies that lie below it.
    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller {
        guard let text = header("authorization"), !text.isEmpty else {
            throw Problem("token_invalid", "The field Authorization is missing.")
        }
        guard let organ = header("organid"), !organ.isEmpty else {
            throw Problem("token_invalid", "The field organId is missing.")
        }
        let (directory, now) = (services.ledger.directory, services.clock())
        // A secret may have a space in it; a word before a token has one behind it.
        var owners = owners(of: text, at: now)
        if owners.isEmpty { owners = self.owners(of: String(text.split(separator: " ").last ?? ""), at: now) }
        guard !owners.isEmpty else {
            // A token of the bus that is over is everyday, and tells nothing.
            let isOver = text.split(separator: " ").contains { services.tokens.isGenuine(String($0)) }
            throw isOver ? Problem("token_invalid") : Problem("token_invalid").ofSecret
        }
        for id in owners {
            guard let caller = try? services.system(id), let agency = directory.agency(code: organ)?.number,
                caller.agencies.contains(agency)
            else { continue }
            let below = (caller.system?.1.agencies ?? []).filter { Self.isBelow($0, agency, in: directory) }
            return Caller(
                isAdmin: false, agencies: Succession.lines(of: [agency] + below, in: directory), system: caller.system)
        }
        throw Problem("sender_not_of_system", found: organ)
    }

    /// The systems that a token stands for: the one that logged in for it, or those whose secret it is.
    private func owners(of token: String, at now: Instant) -> [String] {
        if case .system(let id)? = services.login(of: token) { return [id] }
        return services.secrets.owners(of: token).sorted().filter { services.secrets.isValid(token, of: $0, at: now) }
    }

    /// Whether an agency lies below `centre` in the directory; below a connection hub lie all that hang on its hub.
    private static func isBelow(_ agency: AgencyNumber, _ centre: AgencyNumber, in directory: Directory) -> Bool {
        guard agency != centre, let above = directory.agency(centre), let one = directory.agency(agency) else {
            return false
        }
        return above.status == .connection ? one.hub == above.hub : directory.isAncestor(centre, of: one)
    }

    /// Programs in a browser come from pages elsewhere (Fetch standard, CORS protocol). Any may ask: who calls is told by
    /// the token in a header field alone, which no other page knows.
    static let origins: [(name: String, value: String)] = [
        ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "GET, POST"),
        ("Access-Control-Allow-Headers", "authorization, content-type, docid, hash-edoc, organid, type, user_agent"),
        ("Access-Control-Max-Age", "600"),
    ]

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        if request.method == "OPTIONS" {
            return responder.respond(HTTPResponse(status: 204, headers: Self.origins))
        }
        do {
            let (operation, arguments) = try Self.routes.find(request.method, path[...])
            let caller = try caller(path, of: request)
            carryOut(
                operation,
                APIOperation.Call(
                    services: services, caller: caller, trace: trace, arguments: arguments, request: request,
                    responder: responder), path)
        } catch {
            responder.respond(answer(to: Router.problem(of: error), operation: path))
        }
    }

    /// Its description, at `/EdocService/openapi.json`.
    var description: HTTPResponse? { Self.openAPI }

    private static let openAPI: HTTPResponse = document("EdocService", routes) { json in
        json.member("type", "apiKey")
        json.member("in", "header")
        json.member("name", "authorization")
    }

    func answer(to problem: Problem, operation: [String]) -> HTTPResponse {
        let areCredentials = ["token_invalid", "sender_not_of_system"].contains(problem.code)
        var response = HTTPResponse.edocService(
            problem, of: operation.first ?? "", status: areCredentials ? 401 : status(of: problem))
        response.headers += problem.headers
        return response
    }
}
