internal import Exchange
internal import Ledger
internal import Platform
internal import Synchronization
internal import Trust

/// What the routes work with.
final class Services: Sendable {
    let ledger: Ledger
    let store: TrustStore
    let verifier: CMSVerifier
    let adminKey: [UInt8]
    let busKey: PublicKey
    let clock: @Sendable () -> Instant
    let waiters: MailboxWaiters
    let marks = SecrecyMarks()
    private let signers: Mutex<[Certificate]>
    /// Agencies' keys by the certificate's bytes: a connection's certificate is parsed once.
    private let callers = Mutex<[[UInt8]: [UInt8]]>([:])

    init(
        ledger: Ledger, store: TrustStore, verifier: CMSVerifier, signers: [Certificate], adminKey: [UInt8],
        busKey: PublicKey, waiters: MailboxWaiters,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.ledger = ledger
        self.store = store
        self.verifier = verifier
        self.signers = Mutex(signers)
        self.adminKey = adminKey
        self.busKey = busKey
        self.waiters = waiters
        self.clock = clock
    }

    /// Makes a bound certificate known to signatures that do not embed theirs.
    func addSigner(_ certificate: Certificate) {
        let all = signers.withLock { signers in
            signers.append(certificate)
            return signers
        }
        verifier.replaceSigners(SignerDirectory(all))
    }

    /// The caller behind a client certificate, judged now: chain, revocation and validity.
    func caller(_ der: [UInt8]?) throws -> Caller {
        guard let der else { throw Problem("certificate_needed") }
        let key = try key(of: der)
        if key == adminKey { return Caller(isAdmin: true, agencies: []) }
        let agencies = ledger.directory.agencies(key: key)
        guard !agencies.isEmpty else { throw Problem("certificate_unknown") }
        return Caller(isAdmin: false, agencies: agencies)
    }

    private func key(of der: [UInt8]) throws -> [UInt8] {
        let certificate: Certificate
        do { certificate = try Certificate(der: der) } catch { throw Problem("certificate_unknown") }
        let verdict = store.current.evaluate(certificate, purpose: .client, at: clock().milliseconds)
        guard verdict.status == .valid else {
            var problem = Problem(verdict.code?.rawValue ?? "certificate_unknown")
            problem.status = 403
            throw problem
        }
        let known = callers.withLock { $0[certificate.digest] }
        if let known { return known }
        let key = SHA256.digest(certificate.publicKey.encoding)
        callers.withLock { callers in
            if callers.count > 10_000 { callers.removeAll() }
            callers[certificate.digest] = key
        }
        return key
    }
}
