internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// Finds the route of a request and turns every error into a problem document.
final class Router: HTTPHandler {
    private let services: Services
    private let isPlain: Bool
    private let dialects: [String: any Dialect]

    /// `isPlain` for the plain listener: health, the catalogue and the dialects, nothing else.
    init(services: Services, isPlain: Bool) {
        self.services = services
        self.isPlain = isPlain
        dialects = [
            VXP.root: VXP(services: services), ProvincialLGSP.root: ProvincialLGSP(services: services),
            EdocService.root: EdocService(services: services),
        ]
    }

    /// Large bodies are for those who are known: a stranger's is refused before it takes any memory.
    func admit(
        method: String, target: String, header: (String) -> String?, peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission {
        let path = target.prefix { $0 != "?" }.split(separator: "/")
        if let dialect = path.first.flatMap({ dialects[String($0)] }) {
            let operation = path.dropFirst().map(String.init)
            guard let caller = try? dialect.caller(operation: operation, header: header) else {
                return HTTPAdmission(bodyLimit: 64 << 10, party: nil)
            }
            return HTTPAdmission(bodyLimit: dialect.bodyLimit(of: operation), party: caller.party)
        }
        guard !isPlain, let caller = try? services.caller(peerCertificate()) else {
            return HTTPAdmission(bodyLimit: 64 << 10, party: nil)
        }
        let isMessage =
            path.count == 3 && path[0] == "api" && path[1] == "v1" && ["documents", "lint"].contains(path[2])
        return HTTPAdmission(bodyLimit: isMessage ? 128 << 20 : 1 << 20, party: caller.party)
    }

    func answer(to fault: HTTPFault) -> HTTPResponse {
        switch fault {
        case .unreadable(let found): Problem("bad_request", found: found).response
        case .tooLarge: Problem("too_large").response
        case .noRoom: Problem("busy").response
        case .tlsNeeded: Problem("tls_needed").response
        }
    }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
        let trace = RequestTrace(of: request)
        let responder = responder.changing { TraceContext.mark($0, with: trace) }
        attempt(responder) { try route(request, trace, responder) }
    }

    private func attempt(_ responder: HTTPResponder, _ body: () throws -> Void) {
        do { try body() } catch { responder.respond(Self.problem(of: error).response) }
    }

    /// The method as the routes know it: HEAD is a GET whose body the server leaves out (RFC 9110, section 9.3.2).
    private static func method(_ request: HTTPRequest) -> String { request.method == "HEAD" ? "GET" : request.method }

    static func problem(of error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let refusal as Refusal: Problem(refusal)
        case LedgerError.busy, LedgerError.closed: Problem("busy")
        default: internalProblem(error)
        }
    }

    /// What failed inside is for the daemon's own log: paths and statements are nobody else's business.
    private static func internalProblem(_ error: any Error) -> Problem {
        StandardError.write("lgsp: internal: \(error)")
        return Problem("internal")
    }

    private func route(_ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) throws {
        let path = request.path
        switch (Self.method(request), path.first, path.count) {
        case ("GET", "livez", 1), ("GET", "readyz", 1):
            return responder.respond(try OperationRoutes(services: services).health())
        case ("GET", "errors", 2):
            return responder.respond(try ErrorPage.answer(path[1], request))
        default: break
        }
        if let dialect = path.first.flatMap({ dialects[$0] }) {
            return dialect.handle(Array(path.dropFirst()), request, trace, responder)
        }
        if isPlain { throw Problem("not_found") }
        let caller = try services.caller(request.peerCertificate)
        if path == ["metrics"] {
            return responder.respond(try OperationRoutes(services: services).metrics(caller))
        }
        guard path.count >= 3, path[0] == "api", path[1] == "v1" else { throw Problem("not_found") }
        guard let responder = try services.idempotency.admit(request, responder) else { return }
        attempt(responder) { try serve(request, trace, caller, responder) }
    }

    /// The routes of the native API.
    private func serve(
        _ request: HTTPRequest, _ trace: RequestTrace, _ caller: Caller, _ responder: HTTPResponder
    ) throws {
        let path = request.path
        let rest = Array(path[3...])
        switch (Self.method(request), path[2], rest.count) {
        case ("POST", "documents", 0):
            try SendRoute(services: services, caller: caller, trace: trace).handle(request, responder)
        case ("POST", "lint", 0):
            responder.respond(try LintRoute(services: services, caller: caller).handle(request))
        case ("GET", "documents", 0):
            responder.respond(try DocumentRoutes(services: services, caller: caller).list(request))
        case ("GET", "documents", 2) where rest[1] == "explain":
            responder.respond(try ExplainRoute(services: services, caller: caller).handle(rest[0], request))
        case ("GET", "documents", 1), ("GET", "documents", 2):
            responder.respond(
                try DocumentRoutes(services: services, caller: caller).show(
                    rest[0], part: rest.count == 2 ? rest[1] : nil))
        case ("POST", "documents", 2) where rest[1] == "statuses":
            try StatusRoute(services: services, caller: caller).handle(rest[0], request, responder)
        case ("POST", "documents", 2) where rest[1] == "recall":
            try RecallRoute(services: services, caller: caller).handle(rest[0], request, responder)
        case ("GET", "inbox", 1):
            try MailboxRoutes(services: services, caller: caller).list(rest[0], request, responder)
        case ("POST", "inbox", 2) where rest[1] == "confirm":
            try MailboxRoutes(services: services, caller: caller).confirm(rest[0], request, responder)
        case ("GET", "events", 0):
            responder.respond(try EventRoutes(services: services, caller: caller).listen(request))
        case ("GET", "agencies", 0), ("GET", "agencies", 1):
            responder.respond(try DirectoryRoutes(services: services, caller: caller).agencies(rest.first, request))
        case ("POST", "agencies", 2) where rest[1] == "certificates":
            try DirectoryRoutes(services: services, caller: caller).bind(rest[0], request, responder)
        case ("POST", "agencies", 2) where rest[1] == "test":
            try DirectoryRoutes(services: services, caller: caller).mark(rest[0], request, responder)
        case ("GET", "routes", 0):
            responder.respond(try DirectoryRoutes(services: services, caller: caller).routes(request))
        case ("GET", "ratio", 0):
            responder.respond(try FigureRoutes(services: services, caller: caller).ratio(request))
        case ("GET", "statistics", 0), ("GET", "statistics", 1):
            responder.respond(try FigureRoutes(services: services, caller: caller).statistics(rest.first))
        case ("GET", "refusals", 0):
            responder.respond(try FigureRoutes(services: services, caller: caller).refusals(request))
        case ("GET", "paper-documents", 0):
            responder.respond(try PaperRoutes(services: services, caller: caller).list(request))
        case ("POST", "paper-documents", 0):
            try PaperRoutes(services: services, caller: caller).register(request, responder)
        case ("DELETE", "paper-documents", 1):
            try PaperRoutes(services: services, caller: caller).reverse(rest[0], responder)
        case ("GET", "systems", 0):
            responder.respond(try SystemRoutes(services: services, caller: caller).list())
        case ("POST", "systems", 0):
            try SystemRoutes(services: services, caller: caller).add(request, responder)
        case ("POST", "systems", 2) where rest[1] == "rotate":
            try SystemRoutes(services: services, caller: caller).rotate(rest[0], request, responder)
        case ("POST", "systems", 2) where rest[1] == "close":
            try SystemRoutes(services: services, caller: caller).close(rest[0], responder)
        case (_, "webhooks", _):
            try WebhookRoutes(services: services, caller: caller).handle(Self.method(request), rest, request, responder)
        case ("POST", "ledger", 1):
            try OperationRoutes(services: services).ledger(rest[0], caller, request, responder)
        default: throw Problem("not_found")
        }
    }
}

extension HTTPResponse {
    /// A JSON answer whose object `body` writes.
    static func json(
        _ status: Int, capacity: Int = 1024, _ body: (inout JSONText) throws -> Void
    ) rethrows -> HTTPResponse {
        var json = JSONText(capacity: capacity)
        try json.object(body)
        return HTTPResponse(status: status, contentType: "application/json", body: json.bytes)
    }
}
