internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The REST interface of provincial LGSPs: a bearer token from a login, and a system's id and secret with every call.
struct ProvincialLGSP: Dialect {
    let services: Services

    static let roots = [["lgsp"]]

    /// The operation that the bearer token alone authorises.
    static let agencies = ["v1", "getAgenciesList"]
    /// The operation that looks at no header field.
    static let login = ["v1", "auth", "login"]

    var door: LoginDoor { .lgsp }

    /// The system's id; where the bearer token stands alone, what that is told by, unless it is one of the bus's own,
    /// which is no guess.
    func name(operation: [String], header: (String) -> String?) -> LoginName? {
        guard operation != Self.login, let token = bearer(header) else { return nil }
        if operation != Self.agencies, let id = DialectBody.present(header("X-SystemId")) { return LoginName(id) }
        return services.tokens.isGenuine(token) ? nil : LoginName(secret: token)
    }

    private func bearer(_ header: (String) -> String?) -> String? {
        let words = (header("Authorization") ?? "").split(separator: " ")
        return words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
    }

    func bodyLimit(of operation: [String]) -> Int {
        operation == ["v1", "sendEdoc"] ? 128 << 20 : 64 << 10
    }

    /// The system that `X-SystemId` and `X-SecretKey` name. One bearer token serves several systems, whoever logged in
    /// for it; alone it names nobody, and authorises the list of agencies only.
    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller {
        let now = services.clock()
        guard operation != Self.login, let token = bearer(header) else { throw Problem("token_invalid") }
        guard services.login(of: token) != nil else {
            // A token of the bus that is over is everyday, and tells nothing.
            throw services.tokens.isGenuine(token) ? Problem("token_invalid") : Problem("token_invalid").ofSecret
        }
        if operation == Self.agencies { return Caller(isAdmin: false, agencies: []) }
        let id = header("X-SystemId") ?? ""
        guard let caller = try? services.system(id),
            services.secrets.isValid(header("X-SecretKey") ?? "", of: id, at: now)
        else { throw Problem("system_credentials_invalid", found: id).ofSecret }
        return caller
    }

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        do {
            let (operation, arguments) = try Self.routes.find(request.method, path[...])
            let caller =
                operation.isPublic
                ? Caller(isAdmin: false, agencies: []) : try caller(path, of: request)
            carryOut(
                operation,
                APIOperation.Call(
                    services: services, caller: caller, trace: trace, arguments: arguments, request: request,
                    responder: responder), path)
        } catch {
            responder.respond(answer(to: Router.problem(of: error), operation: path))
        }
    }

    /// Its description, at `/lgsp/openapi.json`.
    var description: HTTPResponse? { Self.openAPI }

    private static let openAPI: HTTPResponse = document("Provincial LGSP", routes) { json in
        json.member("type", "http")
        json.member("scheme", "bearer")
        json.member("description", "The token of a login, beside X-SystemId and X-SecretKey.")
    }

    func answer(to problem: Problem, operation: [String]) -> HTTPResponse {
        let isStranger = problem.code == "token_invalid"
        // Programs whose token is good look for wrong credentials of a system in the body.
        let status =
            isStranger ? 401 : problem.code == "system_credentials_invalid" ? 200 : status(of: problem)
        var response = HTTPResponse.lgsp(problem, status: status, message: isStranger ? "licenseInfo:invalid" : nil)
        response.headers += problem.headers
        return response
    }
}
