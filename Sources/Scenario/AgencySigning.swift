internal import Trust

/// Signs by Trust with one agency's key, at the time of a clock.
struct AgencySigning: Signing {
    private let detached: CMSSigner
    private let enveloped: XMLSigner?
    private let clock: @Sendable () -> Int64

    /// Signs with `key`, whose certificate is the first of `chain`.
    init(key: PrivateKey, chain: [Certificate], clock: @escaping @Sendable () -> Int64) throws(TrustError) {
        detached = try CMSSigner(key: key, chain: chain)
        enveloped = try chain.first.map { certificate throws(TrustError) in
            try XMLSigner(key: key, certificate: certificate)
        }
        self.clock = clock
    }

    func sign(_ content: [UInt8]) throws(ScenarioError) -> [UInt8] {
        do {
            return try detached.sign(content, at: clock())
        } catch {
            throw ScenarioError(.identityMissing, error.description)
        }
    }

    func envelop(_ document: [UInt8]) throws(ScenarioError) -> [UInt8] {
        guard let enveloped else { throw ScenarioError(.identityMissing, "there is no certificate to sign with") }
        do {
            return try enveloped.sign(document)
        } catch {
            throw ScenarioError(.identityMissing, error.description)
        }
    }
}
