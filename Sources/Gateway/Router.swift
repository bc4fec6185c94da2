internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// Finds the route of a request and turns every error into a problem document.
final class Router: HTTPHandler {
    private let services: Services
    private let isPlain: Bool
    private let dialects: DialectMounts
    private let site: (any PageSite)?

    /// `isPlain` for the plain listener: health, the catalogue and the dialects, nothing else.
    init(services: Services, isPlain: Bool, site: (any PageSite)? = nil) {
        self.site = site
        self.services = services
        self.isPlain = isPlain
        dialects = DialectMounts(services: services)
    }

    /// How many bytes of body a stranger may bring.
    private static let strangersLimit = 64 << 10

    /// Large bodies are for those who are known: a stranger's is refused before it takes any memory.
    func admit(
        method: String, target: String, header: (String) -> String?, peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission {
        let path = target.prefix { $0 != "?" }.split(separator: "/")
        if let (dialect, operation) = dialects.find(target: target) {
            let caller: Caller
            do { caller = try dialect.caller(operation: operation, header: header) } catch {
                var admission = HTTPAdmission(bodyLimit: Self.strangersLimit, party: nil)
                admission.refusal = dialect.answer(to: error, operation: operation)
                return admission
            }
            // Who speaks for no agency is no party of its own.
            var admission = HTTPAdmission(
                bodyLimit: dialect.bodyLimit(of: operation), party: caller.agencies.isEmpty ? nil : caller.party)
            admission.finding = caller.signature
            return admission
        }
        guard !isPlain else { return HTTPAdmission(bodyLimit: Self.strangersLimit, party: nil) }
        let caller: Caller
        do {
            caller = try services.caller(authorization: header("Authorization"), certificate: peerCertificate())
        } catch {
            var admission = HTTPAdmission(bodyLimit: Self.strangersLimit, party: nil)
            if path.first == "api" { admission.refusal = Self.problem(of: error).response }
            return admission
        }
        let isMessage =
            path.count == 3 && path[0] == "api" && path[1] == "v1" && ["documents", "lint"].contains(path[2])
        return HTTPAdmission(bodyLimit: isMessage ? 128 << 20 : 1 << 20, party: caller.party)
    }

    func answer(to fault: HTTPFault, target: String?) -> HTTPResponse {
        let problem =
            switch fault {
            case .unreadable(let found): Problem("bad_request", "The request cannot be read: \(found).", found: found)
            case .tooLarge: Problem("too_large")
            case .noRoom: Problem("busy")
            case .tlsNeeded: Problem("tls_needed")
            }
        guard let target, let (dialect, operation) = dialects.find(target: target) else { return problem.response }
        var response = dialect.answer(to: problem, operation: operation)
        response.status = problem.status
        return response
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
        case let error as LedgerError: problem(of: error)
        case let error as SystemError where error.isNoRoom: Problem.storageFull
        default: internalProblem(error)
        }
    }

    private static func problem(of error: LedgerError) -> Problem {
        switch error {
        case .noRoom: .storageFull
        case .damaged(let damage): Problem("document_damaged", found: damage.id.description)
        case .corrupt: Problem("ledger_damaged")
        default: internalProblem(error)
        }
    }

    /// What failed inside is for the daemon's own log: paths and statements are nobody else's business.
    private static func internalProblem(_ error: any Error) -> Problem {
        StandardError.write("lgsp: internal: \(error)")
        return Problem("internal")
    }

    /// The native API's own description.
    private static let openAPI = HTTPResponse(
        status: 200, contentType: "application/json",
        body: OpenAPI.document(
            title: "LGSP Bus", root: NativeAPI.root, NativeAPI.routes.operations,
            security: [
                (
                    "certificate",
                    { json in
                        json.member("type", "mutualTLS")
                        json.member("description", "The certificate of an agency, or of an admin.")
                    }
                ),
                (
                    "token",
                    { json in
                        json.member("type", "http")
                        json.member("scheme", "bearer")
                        json.member("description", "An access token (RFC 6750): lgsp token add.")
                    }
                ),
            ]))

    private func route(_ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) throws {
        let path = request.path
        switch (Self.method(request), path.first, path.count) {
        case ("GET", "livez", 1), ("GET", "readyz", 1):
            return responder.respond(try OperationRoutes(services: services).health())
        case ("GET", "errors", 2):
            return responder.respond(try ErrorPage.answer(path[1], request))
        case ("GET", "openapi.json", 1): return responder.respond(Self.openAPI)
        default: break
        }
        let coding = ContentCoding.problem(of: request)
        if let (dialect, operation) = dialects.find(path) {
            if let coding {
                var answer = dialect.answer(to: coding, operation: operation)
                // A library that compressed on its own looks at the status, not into an envelope.
                answer.status = coding.status
                return responder.respond(answer)
            }
            if operation == ["openapi.json"], let description = dialect.description {
                return responder.respond(description)
            }
            return dialect.handle(operation, request, trace, responder)
        }
        if let coding { throw coding }
        if isPlain { throw Problem("not_found") }
        try CrossSite.check(request)
        if let site, site.owns(path) {
            return site.handle(request, Visit(request, services: services, router: self), responder)
        }
        let caller = try services.caller(of: request)
        try answer(request, as: caller, trace, responder)
    }

    /// Answers a request that was made inside the process, for somebody who is known already.
    func answer(_ request: HTTPRequest, as caller: Caller?, _ responder: HTTPResponder) {
        attempt(responder) {
            guard let caller else { throw Problem("certificate_needed") }
            try answer(request, as: caller, RequestTrace(of: request), responder)
        }
    }

    private func answer(
        _ request: HTTPRequest, as caller: Caller, _ trace: RequestTrace, _ responder: HTTPResponder
    ) throws {
        let (path, method) = (request.path, Self.method(request))
        if path == ["metrics"] {
            return responder.respond(try OperationRoutes(services: services).metrics(caller))
        }
        guard path.count >= 3, path[0] == "api", path[1] == "v1" else { throw Problem("not_found") }
        let (operation, arguments) = try NativeAPI.routes.find(method, path[2...])
        if caller.isAuditor, method != "GET", operation.id != "lint" { throw Problem("auditor_reads_only") }
        if caller.scope != nil, case .wholeBus = ScopeRule.of(operation.id) { throw Problem("hub_scope") }
        if operation.body != nil, request.body.isEmpty { throw Problem("bad_request", "There is no body.") }
        guard let responder = try services.idempotency.admit(request, responder) else { return }
        let call = APIOperation.Call(
            services: services, caller: caller, trace: trace, arguments: arguments, request: request,
            responder: responder)
        attempt(responder) {
            try Auditor(services: services).keep(operation, call) { [self] in
                attempt(call.responder) { try operation.handle(call) }
            }
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
