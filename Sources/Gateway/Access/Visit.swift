public import HTTP
internal import Exchange
internal import Ledger
public import Platform
internal import Trust

/// One visit of a page: who comes, and the one way to what the bus knows, its API, asked as that visitor.
public struct Visit: Sendable {
    /// Somebody known.
    public struct Visitor: Sendable {
        /// The name for people and the audit.
        public let name: String
        /// `admin`, `auditor` or `agency`.
        public let role: String
        /// The codes of its agencies.
        public let agencies: [String]
        /// The code of the hub that its rights end at; nil for the whole bus, and for an agency.
        public let hub: String?
        /// What its forms hold, so that no other site can send one.
        public let formKey: String
        /// Whether a form came with its key; takes the same time wherever it differs.
        public func holds(formKey given: String?) -> Bool {
            HMACSHA256.isSame(Array(formKey.utf8), Array((given ?? "").utf8))
        }
        /// Whether it came with a session's cookie, which it can end.
        public let isSession: Bool
    }

    /// An answer of the API that is no success.
    public struct Failure: Error, Sendable {
        /// The HTTP status.
        public let status: Int
        /// The stable code.
        public let code: String
        /// A sentence.
        public let detail: String
        /// What to do.
        public let hint: String
        /// Seconds after which it may be otherwise, where that is known.
        public let retryAfter: Int64?

        /// The failure with this code.
        public init(
            status: Int, code: String, detail: String = "", hint: String = "", retryAfter: Int64? = nil
        ) {
            self.status = status
            self.retryAfter = retryAfter
            self.code = code
            self.detail = detail
            self.hint = hint
        }
    }

    /// Who comes; nil for a stranger.
    public let visitor: Visitor?
    private let services: Services
    private let caller: Caller?
    private let router: Router
    private let place: WorkPlace
    /// What the page needs that is for a worker.
    private let large = Monitor<LargeWork?>(nil)
    private let source: HTTPSource
    private let isStillHere: @Sendable () -> Bool

    /// Whether the visitor may still know what it may know: its session lasts, its certificate stands.
    public var isCurrent: Bool { isStillHere() }

    /// Why the page has to be made on a worker; nil where it has not.
    var largeWork: LargeWork? { large.withLock { $0 } }
    /// Whose the work on the page is; a stranger's is nobody's in particular.
    var party: UInt64 { caller?.party ?? .max }

    /// The name of a session's cookie: bound to this host, sent over TLS only (RFC 6265bis, section 4.1.3.2).
    static let cookie = "__Host-lgsp"

    init(_ request: HTTPRequest, services: Services, router: Router, place: WorkPlace = .serving) {
        self.services = services
        self.place = place
        self.router = router
        source = request.source
        let directory = services.ledger.directory
        if let secret = request.cookie(Self.cookie), let session = services.session(secret, from: request.source),
            var caller = session.grant.caller(in: directory)
        {
            caller.origin = session.token
            self.caller = caller
            isStillHere = { services.session(secret, isSeen: false) != nil }
            visitor = Visitor(
                name: caller.name, role: session.grant.role.rawValue, agencies: session.grant.agencies,
                hub: session.grant.hub, formKey: session.formKey, isSession: true)
        } else if let certificate = request.peerCertificate, let caller = try? services.caller(certificate) {
            self.caller = caller
            isStillHere = { (try? services.caller(certificate)) != nil }
            let codes = caller.agencies.compactMap { directory.agency($0)?.code }
            visitor = Visitor(
                name: !caller.administers ? codes.joined(separator: ", ") : caller.name.isEmpty ? "admin" : caller.name,
                role: !caller.administers ? "agency" : caller.isAuditor ? "auditor" : "admin", agencies: codes,
                hub: caller.scope.map { directory.hubs[$0.hub].code },
                formKey: services.formKey(of: certificate), isSession: false)
        } else {
            caller = nil
            visitor = nil
            isStillHere = { false }
        }
    }

    // MARK: The API

    /// What the API answers to `GET path?query` as JSON.
    public func get(_ path: String, _ query: [(name: String, value: String)] = []) throws(Failure) -> JSONNode {
        try read(path, query).value
    }

    /// The same, and its text; its words in the language `language` where one is given.
    public func read(
        _ path: String, _ query: [(name: String, value: String)] = [], language: String? = nil
    ) throws(Failure) -> (value: JSONNode, text: [UInt8]) {
        let response = try answer(path, query, language: language)
        return (try Self.value(of: response), response.body)
    }

    /// The API's whole answer to `GET path?query`, such as a document's bytes.
    public func raw(
        _ path: String, _ query: [(name: String, value: String)] = []
    ) throws(Failure) -> HTTPResponse {
        let response = try answer(path, query)
        if response.status >= 300 { _ = try Self.value(of: response) }
        return response
    }

    /// Readings are answered before the call returns.
    private func answer(
        _ path: String, _ query: [(name: String, value: String)], language: String? = nil
    ) throws(Failure) -> HTTPResponse {
        let box = Monitor<HTTPResponse?>(nil)
        let responder = HTTPResponder { response in box.withLock { $0 = response } }
        do throws(LargeWork) { try ask("GET", path, query, [], language: language, responder) } catch {
            large.withLock { $0 = error }
            throw Failure(status: 503, code: "busy")
        }
        guard let response = box.withLock({ $0 }) else { throw Failure(status: 503, code: "busy") }
        return response
    }

    /// Has the API do something for the request that `responder` answers, and gives what it says to `completion`, from
    /// any thread.
    public func send(
        _ method: String, _ path: String, _ body: [UInt8], for responder: HTTPResponder,
        completion: @escaping @Sendable (Result<JSONNode, Failure>) -> Void
    ) {
        let taking = responder.handing { response in
            do throws(Failure) { completion(.success(try Self.value(of: response))) } catch {
                completion(.failure(error))
            }
        }
        // Nothing that pages change is large.
        do throws(LargeWork) { try ask(method, path, [], body, taking) } catch {
            taking.respond(Problem("busy").response)
        }
    }

    /// What happens, as it happens (Server-Sent Events), for as long as the visitor may know.
    public func events(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
        let (services, secret, certificate) = (services, request.cookie(Self.cookie), request.peerCertificate)
        guard caller != nil else { throw Failure(status: 401, code: "certificate_needed", detail: "", hint: "") }
        do {
            return try EventRoutes(services: services) {
                let session = secret.flatMap { services.session($0, isSeen: false) }
                return session?.grant.caller(in: services.ledger.directory) ?? (try? services.caller(certificate))
            }.listen(request)
        } catch { throw Self.failure(of: Router.problem(of: error)) }
    }

    private func ask(
        _ method: String, _ path: String, _ query: [(name: String, value: String)], _ body: [UInt8],
        language: String? = nil, _ responder: HTTPResponder
    ) throws(LargeWork) {
        var headers = body.isEmpty ? [] : [(name: "Content-Type", value: "application/json")]
        if let language { headers.append((name: "Accept-Language", value: language)) }
        let request = HTTPRequest(
            method: method, path: path.split(separator: "/").map { Percent.decode($0) ?? String($0) }, query: query,
            headers: headers, body: body)
        try router.answer(request, as: caller, at: place, responder)
    }

    private static func value(of response: HTTPResponse) throws(Failure) -> JSONNode {
        guard let node = try? JSONReader.read(response.body) else {
            throw Failure(status: max(500, response.status), code: "internal", detail: "", hint: "")
        }
        guard response.status >= 300 else { return node }
        throw Failure(
            status: response.status, code: node["code"]?.string ?? "internal",
            detail: node["detail"]?.string ?? node["title"]?.string ?? "", hint: node["hint"]?.string ?? "")
    }

    private static func failure(of problem: Problem) -> Failure {
        Failure(
            status: problem.status, code: problem.code, detail: problem.sentence,
            hint: Catalogue.entry(problem.code).hint, retryAfter: problem.retryAfter)
    }

    // MARK: Signing in

    /// Begins a session with a one-time link's secret, or an access token; gives the field `Set-Cookie`. Throws
    /// `token_unknown` where it is neither, `too_many_attempts` after many that were neither.
    public func signIn(link: String? = nil, token: String? = nil) throws(Failure) -> String {
        let attempt = (link ?? token).map {
            LoginAttempt(door: .console, name: LoginName(secret: $0), source: source)
        }
        let entry: (grant: Grant, token: [UInt8]?)
        do throws(Problem) {
            entry = try services.prove(attempt) { () throws(Problem) -> (grant: Grant, token: [UInt8]?) in
                let linked = link.flatMap { services.sessions.useLink($0) }
                let typed = token.flatMap { token in
                    services.accessTokens.grant(of: token).map { ($0, Optional(SHA256.digest(Array(token.utf8)))) }
                }
                guard let entry = linked ?? typed, entry.token.map(services.accessTokens.holds) ?? true,
                    entry.grant.caller(in: services.ledger.directory) != nil
                else { throw Problem("token_unknown").ofSecret }
                return entry
            }
        } catch { throw Self.failure(of: error) }
        let secret = Hex.encode(services.randomBytes())
        services.sessions.begin(
            secret, formKey: Hex.encode(services.randomBytes()), entry.grant, token: entry.token)
        return "\(Self.cookie)=\(secret); Path=/; Secure; HttpOnly; SameSite=Strict"
    }

    /// Ends the session that `request` came with; gives the field `Set-Cookie`.
    public func signOut(_ request: HTTPRequest) -> String {
        if let secret = request.cookie(Self.cookie) { services.sessions.end(secret) }
        return "\(Self.cookie)=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
    }
}
