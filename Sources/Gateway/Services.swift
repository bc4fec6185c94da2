internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Platform
internal import Synchronization
internal import Trust

/// What the routes work with.
final class Services: Sendable {
    let ledger: Ledger
    /// What documents are found by.
    let search: SearchIndexer
    let store: TrustStore
    let verifier: CMSVerifier
    let xmlVerifier: XMLSignatureVerifier
    let adminKey: [UInt8]
    let busKey: PublicKey
    let clock: @Sendable () -> Instant
    private let entropy: @Sendable () -> UInt64
    let waiters: MailboxWaiters
    let network: Network
    let events: EventFeed
    let idempotency = IdempotencyKeys()
    let marks = SecrecyMarks()
    let refusals = RefusalBudget()
    /// Attempts without the right to them that the audit keeps: 20 of a caller at once, and ten a minute after that.
    let attempts = RefusalBudget(burst: 20, perSecond: 10.0 / 60)
    let explanations = Explanations()
    /// What inspecting large documents again found lately.
    let inspections = InspectionCache()
    /// Who does what grows with a document.
    let workers = Workers()
    /// The secrets of connected systems.
    let secrets: SecretStore
    /// The bearer tokens of logins.
    let tokens: LoginTokens
    /// The accounts that log in for several systems.
    let accounts: LoginAccounts
    /// The timestamps of the national axis's clients that live for weeks.
    let vxpTimestamps: LongLivedTimestamps
    /// The secrets of webhooks.
    let webhookSecrets: SecretStore
    /// Who tells webhooks.
    let webhooks: WebhookDispatcher
    /// What wakes it.
    let webhookSignals: WebhookSignals
    /// What looks after all else.
    let alerts: AlertWatch
    /// Whether the revocation lists could be taken.
    let revocations: RevocationStatus
    /// What the bus moved in the last minute.
    let traffic: TrafficWatch
    /// Who mails it; nil where no server is set up.
    let mailer: AlertMailer?
    /// Whether a mail is being tried.
    let mailTests = Atomic(false)
    /// How many webhooks are being tested.
    let webhookTests = Atomic(0)
    /// Tokens of people and programs without a certificate.
    let accessTokens: AccessTokens
    /// Who failed to prove who it is, and when it may try again.
    let logins = LoginWatch()
    /// Who is signed in to the console.
    let sessions = Sessions()
    private let formSeed: [UInt8]
    /// How old, in milliseconds, the moment in a request of the national axis's client may be; nil for any age.
    let vxpWindow: Int64?
    /// What the ratio of electronic to all documents should reach, in hundredths of a per cent.
    let ratioTarget: Int64
    /// Copies all that a restart needs.
    let backup: Backup
    /// Whether the ledger is being checked or copied.
    let isProving = Atomic(false)
    /// Certificates for signatures that don't embed theirs; they are read from the ledger when one names them.
    let signers: SignerDirectory
    private let lastBinding = Monitor<Int64>(0)
    private let callers = Monitor<[[UInt8]: Certificate]>([:])

    init(
        ledger: Ledger, search: SearchIndexer, store: TrustStore, adminKey: [UInt8], busKey: PublicKey,
        waiters: MailboxWaiters,
        network: Network, events: EventFeed, secrets: SecretStore, webhookSecrets: SecretStore,
        webhooks: WebhookDispatcher, webhookSignals: WebhookSignals, alerts: AlertWatch, revocations: RevocationStatus,
        mailer: AlertMailer?,
        traffic: TrafficWatch,
        accessTokens: AccessTokens, tokens: LoginTokens, accounts: LoginAccounts, vxpTimestamps: LongLivedTimestamps,
        vxpWindow: Int64?, ratioTarget: Int64, backup: Backup,
        clock: @escaping @Sendable () -> Instant, entropy: @escaping @Sendable () -> UInt64
    ) throws {
        self.ledger = ledger
        self.search = search
        self.store = store
        signers = SignerDirectory { place in try? ledger.read { try $0.boundCertificate(fact: place) } }
        verifier = CMSVerifier(store: store, signers: signers)
        xmlVerifier = XMLSignatureVerifier(store: store, signers: signers)
        self.adminKey = adminKey
        self.busKey = busKey
        self.waiters = waiters
        self.network = network
        self.events = events
        self.secrets = secrets
        self.webhookSecrets = webhookSecrets
        self.webhooks = webhooks
        self.webhookSignals = webhookSignals
        self.accessTokens = accessTokens
        self.tokens = tokens
        self.accounts = accounts
        self.vxpTimestamps = vxpTimestamps
        self.alerts = alerts
        self.revocations = revocations
        self.traffic = traffic
        self.mailer = mailer
        self.vxpWindow = vxpWindow
        self.ratioTarget = ratioTarget
        self.backup = backup
        self.clock = clock
        self.entropy = entropy
        formSeed = (0..<4).flatMap { _ in Array("\(entropy()),".utf8) }
        try learnSigners()
    }

    /// Makes certificates that were bound since the last call known to signatures that do not embed theirs.
    func learnSigners() throws {
        try lastBinding.withLock { last in
            let after = last
            last = try ledger.read { reader in
                var last = after
                try reader.boundCertificates(after: after) { number, agency, der in
                    signers.add(der, at: number, owner: agency.value)
                    last = number
                }
                return last
            }
        }
    }

    /// An inspector as the directory is now; without a `caller` nobody's right to send is judged.
    func inspector(for caller: Caller?, today: Day, goesOn: Bool = false) -> Inspector {
        let parties = DirectoryParties(self, ledger.directory, caller: caller, today: today)
        return Inspector(parties, marks: marks, goesOn: goesOn) { MonotonicTime.now.nanoseconds }
    }

    /// A secret of 256 bits, in base64.
    func newSecret() -> String {
        Base64.encode(randomBytes())
    }

    /// An id for something without a serial at `instant`.
    func newID(at instant: Instant) -> Identifier { Identifier(at: instant, entropy: (entropy(), entropy())) }

    /// An id for a refusal at `instant`.
    func newRefusal(at instant: Instant) -> Identifier { Identifier(at: instant, entropy: (entropy(), entropy())) }

    /// So many random bytes as no one guesses: 32.
    func randomBytes() -> [UInt8] {
        let words = (0..<4).map { _ in entropy() }
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }

    /// What the forms hold of somebody who comes with a certificate; another one after every start.
    func formKey(of certificate: [UInt8]) -> String { Hex.encode(SHA256.digest(formSeed + certificate)) }

    /// Who asks: known by an access token where there is one (RFC 6750), else by the client certificate.
    func caller(of request: HTTPRequest) throws -> Caller {
        guard let authorization = request.header("Authorization") else { return try caller(request.peerCertificate) }
        return try caller(authorization: authorization)
    }

    /// Who asks by the field `Authorization`, first: what is not known is counted, and may be held.
    func caller(authorization: String, from source: HTTPSource) throws(Problem) -> Caller {
        let attempt = Self.token(in: authorization).map {
            LoginAttempt(door: .api, name: LoginName(secret: $0), source: source)
        }
        return try prove(attempt) { () throws(Problem) in try caller(authorization: authorization) }
    }

    private func caller(authorization: String) throws(Problem) -> Caller {
        guard let token = Self.token(in: authorization) else { throw Problem("token_unknown") }
        guard let grant = accessTokens.grant(of: token) else { throw Problem("token_unknown").ofSecret }
        guard var caller = grant.caller(in: ledger.directory) else { throw Problem("token_unknown") }
        caller.origin = SHA256.digest(Array(token.utf8))
        return caller
    }

    private static func token(in authorization: String) -> String? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }

    /// The console's session with the cookie that came from `source`: what is none is counted, and may be held.
    func session(_ secret: String, from source: HTTPSource) -> Sessions.Session? {
        let attempt = LoginAttempt(door: .console, name: LoginName(secret: secret), source: source)
        return try? prove(attempt) { () throws(Problem) in
            guard let session = session(secret) else { throw Problem("token_unknown").ofSecret }
            return session
        }
    }

    /// The console's session with this cookie, where what it was begun with still stands.
    func session(_ secret: String, isSeen: Bool = true) -> Sessions.Session? {
        guard let session = sessions.session(secret, isSeen: isSeen) else { return nil }
        return session.token.map(accessTokens.holds) ?? true ? session : nil
    }

    /// The caller behind a client certificate, judged now: chain, revocation and validity.
    func caller(_ der: [UInt8]?) throws -> Caller {
        guard let der else { throw Problem("certificate_needed") }
        let key = try key(of: der)
        if key == adminKey { return Caller(isAdmin: true, agencies: []) }
        let agencies = ledger.directory.agencies(key: key)
        if agencies.isEmpty, var caller = accessTokens.grant(ofKey: key)?.caller(in: ledger.directory) {
            caller.origin = key
            return caller
        }
        guard !agencies.isEmpty else { throw Problem("certificate_unknown") }
        return Caller(isAdmin: false, agencies: Succession.lines(of: agencies, in: ledger.directory))
    }

    /// The connected system with this systemId, not yet known to be who it says.
    func system(_ id: String?) throws(Problem) -> Caller {
        let directory = ledger.directory
        guard let id, let number = directory.system(id: id) else { throw Problem("system_unknown", found: id) }
        let system = directory.systems[number]
        guard !system.isClosed else { throw Problem("system_closed", found: id) }
        return Caller(
            isAdmin: false, agencies: Succession.lines(of: system.agencies, in: directory), system: (number, system))
    }

    private func key(of der: [UInt8]) throws -> [UInt8] {
        let known = callers.withLock { $0[der] }
        let certificate: Certificate
        do { certificate = try known ?? Certificate(der: der) } catch { throw Problem("certificate_unknown") }
        let verdict = store.current.evaluate(certificate, purpose: .client, at: clock().milliseconds)
        guard verdict.status == .valid else {
            var problem = Problem(verdict.code?.rawValue ?? "certificate_unknown")
            problem.status = 403
            throw problem
        }
        // Decoding a certificate costs more than most requests; strangers' are not kept, there is no end of them.
        if known == nil {
            callers.withLock { callers in
                if callers.count >= 5_000 { callers.removeAll(keepingCapacity: true) }
                callers[der] = certificate
            }
        }
        return certificate.publicKey.digest
    }
}
