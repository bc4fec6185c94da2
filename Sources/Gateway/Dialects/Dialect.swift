internal import Exchange
internal import HTTP
internal import Platform

/// A protocol that programs of the field already speak, served beside the native API.
///
/// It knows how its callers authenticate, what its operations are called and how answers look. No rule of the domain
/// lives in it: those are asked of `DocumentDesk`.
protocol Dialect: Sendable {
    /// The paths it is served under, each as its parts.
    static var roots: [[String]] { get }
    /// What it is called in metrics and in the audit.
    var door: LoginDoor { get }
    /// The name under which a request with these header fields tries to prove who it is; nil where it brings nothing that
    /// could be a guess.
    func name(operation: [String], header: (String) -> String?) -> LoginName?
    /// The caller of a request with these header fields, or why there is none. Asked before the body is read, too.
    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller
    /// How many bytes of body an operation may bring.
    func bodyLimit(of operation: [String]) -> Int
    /// Answers a request; `operation` is the path below the root.
    func handle(_ operation: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder)
    /// Its OpenAPI document, where it is a REST interface.
    var description: HTTPResponse? { get }
    /// A problem in the dialect's own form: its clients understand no other, whatever went wrong.
    func answer(to problem: Problem, operation: [String]) -> HTTPResponse
}

extension Dialect {
    var description: HTTPResponse? { nil }

    /// The caller of a request whose head was judged when it came: what failed then is not tried again.
    func caller(_ operation: [String], of request: HTTPRequest) throws(Problem) -> Caller {
        if let refused = request.finding as? Problem { throw refused }
        return try caller(operation: operation, header: request.header)
    }

    /// Carries out an operation of a REST interface, on a worker where what it brings or reads is large.
    func carryOut(_ operation: APIOperation, _ call: APIOperation.Call, _ path: [String]) {
        call.services.workers.run(
            call.request.body.count, for: call.caller.party, call.responder,
            failure: { answer(to: Router.problem(of: $0), operation: path) }
        ) { try operation.handle(call.running(at: $0)) }
    }

    /// The OpenAPI document of a REST interface whose callers bring a token, which `token` describes.
    static func document(
        _ title: String, _ routes: APIRoutes, token: @escaping (inout JSONText) -> Void
    ) -> HTTPResponse {
        HTTPResponse(
            status: 200, contentType: "application/json",
            body: OpenAPI.document(
                title: title, root: "/" + roots[0].joined(separator: "/"), routes.operations,
                security: [("token", token)], problems: "application/json"))
    }

    /// The HTTP status of a failure: the problem's own where it is about the connection, else 200, because the field's
    /// clients look for failures of the domain in the body.
    func status(of problem: Problem) -> Int {
        let isOfConnection = [401, 404, 405, 413, 415, 429, 500, 503].contains(problem.status) && !problem.isOfDomain
        return isOfConnection ? problem.status : 200
    }
}

extension APIOperation.Call {
    /// The desk of its caller.
    var desk: DocumentDesk { DocumentDesk(services: services, caller: caller, place: place) }
}
