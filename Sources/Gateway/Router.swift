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
        method: String, target: String, source: HTTPSource, header: (String) -> String?,
        peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission {
        let path = target.prefix { $0 != "?" }.split(separator: "/")
        if let (dialect, operation) = dialects.find(target: target) {
            let caller: Caller
            do throws(Problem) {
                let name = dialect.name(operation: operation, header: header)
                let attempt = name.map { LoginAttempt(door: dialect.door, name: $0, source: source) }
                caller = try services.prove(attempt) { () throws(Problem) in
                    try dialect.caller(operation: operation, header: header)
                }
            } catch {
                var admission = HTTPAdmission(bodyLimit: Self.strangersLimit, party: nil)
                admission.refusal = dialect.answer(to: error, operation: operation)
                // Judged once: `handle` does not try again what failed, or was held, here.
                admission.finding = error
                return admission
            }
            // Who speaks for no agency is no party of its own.
            var admission = HTTPAdmission(
                bodyLimit: dialect.bodyLimit(of: operation), party: caller.agencies.isEmpty ? nil : caller.party)
            admission.agency = caller.agencies.first.map { UInt64($0.value) }
            admission.finding = caller.signature
            return admission
        }
        guard !isPlain else { return HTTPAdmission(bodyLimit: Self.strangersLimit, party: nil) }
        let caller: Caller
        do {
            // Elsewhere a field `Authorization` is nobody's to look at, and so nobody's to guess with.
            if path.first == "api" || path.first == "metrics", let authorization = header("Authorization") {
                caller = try services.caller(authorization: authorization, from: source)
            } else {
                caller = try services.caller(peerCertificate())
            }
        } catch {
            var admission = HTTPAdmission(bodyLimit: Self.strangersLimit, party: nil)
            let problem = Self.problem(of: error)
            if path.first == "api" { admission.refusal = problem.response }
            admission.finding = problem
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
            case .refused(let status): Self.refused(status)
            case .tlsNeeded: Problem("tls_needed")
            }
        guard let target, let (dialect, operation) = dialects.find(target: target) else { return problem.response }
        var response = dialect.answer(to: problem, operation: operation)
        response.status = problem.status
        return response
    }

    /// What HTTP itself refuses, whoever it is for.
    private static func refused(_ status: Int) -> Problem {
        var problem =
            switch status {
            case 413: Problem("too_large")
            case 414, 431: Problem("head_too_large")
            case 505: Problem("http_version")
            case 400..<500: Problem("bad_request", "The request is no HTTP/1.1 message.")
            default: Problem("internal")
            }
        problem.status = status
        return problem
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
            ], isClosed: true))

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
        let isOfAPI = path.first == "api"
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
        // The API's attempts are the audit's affair: it says so itself, once it knows who asks for what.
        if let coding, isPlain || !isOfAPI { throw coding }
        if isPlain { throw Problem("not_found") }
        try CrossSite.check(request)
        if let site, site.owns(path) {
            return show(request, site, responder)
        }
        if let refused = request.finding as? Problem { throw refused }
        let caller = try services.caller(of: request)
        try answer(request, as: caller, trace, responder) { [services] call, operation in
            services.workers.run(
                request.body.count, for: caller.party, call.responder,
                failure: { Self.problem(of: $0).response }
            ) { try operation.handle(call.running(at: $0)) }
        }
    }

    /// Has `site` answer, on a worker where what the page shows is large. It asks the API while it writes the page, so that
    /// the page as a whole is what moves there.
    private func show(_ request: HTTPRequest, _ site: any PageSite, _ responder: HTTPResponder) {
        let visit = Visit(request, services: services, router: self)
        let first = responder.handing { [self] response in
            guard let large = visit.largeWork else { return responder.respond(response) }
            services.workers.run(
                large.bytes, for: visit.party, responder, failure: { Self.problem(of: $0).response }
            ) { [self] _ in
                site.handle(request, Visit(request, services: services, router: self, place: .worker), responder)
            }
        }
        site.handle(request, visit, first)
    }

    /// Answers a request that was made inside the process, at `place`, for somebody who is known already; throws
    /// `LargeWork` where that is for a worker, and answers everything else itself.
    func answer(
        _ request: HTTPRequest, as caller: Caller?, at place: WorkPlace, _ responder: HTTPResponder
    ) throws(LargeWork) {
        let large = Monitor<LargeWork?>(nil)
        attempt(responder) {
            guard let caller else { throw Problem("certificate_needed") }
            try answer(request, as: caller, RequestTrace(of: request), responder) { call, operation in
                do { try operation.handle(call.running(at: place)) } catch let error as LargeWork {
                    large.withLock { $0 = error }
                } catch {
                    call.responder.respond(Self.problem(of: error).response)
                }
            }
        }
        if let large = large.withLock({ $0 }) { throw large }
    }

    private func answer(
        _ request: HTTPRequest, as caller: Caller, _ trace: RequestTrace, _ responder: HTTPResponder,
        carryOut: @escaping @Sendable (APIOperation.Call, APIOperation) -> Void
    ) throws {
        let (path, method) = (request.path, Self.method(request))
        if path == ["metrics"] {
            return responder.respond(try OperationRoutes(services: services).metrics(caller))
        }
        guard path.count >= 3, path[0] == "api", path[1] == "v1" else { throw Problem("not_found") }
        let (operation, arguments) = try NativeAPI.routes.find(method, path[2...])
        var call = APIOperation.Call(
            services: services, caller: caller, trace: trace, arguments: arguments, request: request,
            responder: responder)
        if let body = operation.body, body.isJSON { call.body = JSONBody(request.body, members: body.members) }
        let auditor = Auditor(services: services)
        do {
            try permit(operation, call)
            guard let responder = try services.idempotency.admit(request, responder) else { return }
            call.responder = responder
        } catch { return auditor.refuse(operation, call, Self.problem(of: error)) }
        attempt(call.responder) {
            try auditor.keep(operation, call) { call in carryOut(call, operation) }
        }
    }

    /// Throws where the operation is not for the caller at all, or its body not for the operation. An admin's is read at
    /// once, since the audit keeps what it says; anybody else's where the operation does.
    private func permit(_ operation: APIOperation, _ call: APIOperation.Call) throws(Problem) {
        let caller = call.caller
        if caller.isAuditor, operation.method != "GET", operation.id != "lint" { throw Problem("auditor_reads_only") }
        if caller.scope != nil, case .wholeBus = ScopeRule.of(operation.id) { throw Problem("hub_scope") }
        if let coding = ContentCoding.problem(of: call.request) { throw coding }
        guard let body = operation.body else { return }
        if call.request.body.isEmpty { throw Problem("bad_request", "There is no body.") }
        if body.isJSON, caller.administers { try call.body.check() }
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
