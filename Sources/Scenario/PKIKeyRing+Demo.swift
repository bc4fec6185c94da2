internal import Trust

extension PKIKeyRing {
    private static let day: Int64 = 86_400_000

    /// The keys of the demo PKI in `directory`, whose own issuing authority makes the certificates a run needs beside.
    public init(
        demo directory: String, clock: @escaping @Sendable () -> Int64 = PKIKeyRing.now
    ) throws(ScenarioError) {
        try self.init(directory: directory, clock: clock) { kind, code in
            let pki = try DemoPKI(directory: directory)
            let issuing = try Certificate.all(in: FileBytes.read(directory + "/issuing.pem", limit: 1 << 20))
            var options = DemoPKI.Options()
            let now = clock()
            if kind == .expired {
                options.notBefore = now - 60 * Self.day
                options.notAfter = now - 30 * Self.day
            }
            let key = try PrivateKey.generate(kind == .rsa2048 ? .rsa2048 : .p256)
            let certificate = try pki.issue(
                to: key.publicKey, name: code, organization: code, role: .agency, options: options, now: now)
            return (key, [certificate] + issuing)
        }
    }
}
