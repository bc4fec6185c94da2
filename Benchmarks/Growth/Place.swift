internal import Exchange
internal import Glibc
internal import Ledger
internal import Platform
internal import Trust

/// Where a ledger, its PKI and the tables of its first directory are.
struct Place {
    let data: String
    let certificates: String
    let topology: String

    static var now: Int64 { Int64(time(nil)) * 1000 }

    /// The tables in `topology`, with rows added.
    func topology(hubs: String = "", agencies: String = "") throws -> Topology {
        func table(_ name: String) throws -> String {
            String(decoding: try Files.read("\(self.topology)/\(name).tsv"), as: UTF8.self)
        }
        let tables = Topology(
            tiers: try table("tiers"), hubs: try table("hubs") + hubs, agencies: try table("agencies") + agencies)
        if let fault = tables.faults.first { throw GrowthError(description: fault.description) }
        return tables
    }

    /// The ledger, whose clock is `clock`; makes the PKI whose key signs its batches, where there is none.
    func ledger(
        clock: @escaping @Sendable () -> Int64, onCommit: @escaping @Sendable (Ledger.Commit) -> Void = { _ in }
    ) throws -> Ledger {
        if !Files.exists("\(certificates)/root.pem") {
            _ = try DemoPKI.create(directory: certificates, now: Self.now)
        }
        try Files.makeFolder(data, isSecret: true)
        let key = try PrivateKey(pem: Files.read("\(certificates)/bus/key.pem"))
        // Seeded: the same facts every time.
        let random = Monitor(UInt64(20_210_624))
        var configuration = Ledger.Configuration(
            directory: data, clock: { Instant(milliseconds: clock()) },
            entropy: {
                random.withLock {
                    $0 &+= 0x9E37_79B9_7F4A_7C15
                    return $0
                }
            })
        configuration.batchLimit = 8192
        return try Ledger(configuration: configuration, sealer: KeySealer(privateKey: key), onCommit: onCommit)
    }

    /// A certificate for each of `agencies`, as the daemon makes them at its first start.
    func bindings(_ agencies: [Agency]) throws -> [CertificateBinding] {
        let pki = try DemoPKI(directory: certificates)
        return try agencies.map { agency in
            let path = "\(certificates)/agencies/\(agency.code)/certificate.pem"
            let known = Files.exists(path) ? try Certificate.all(in: Files.read(path)).first : nil
            let certificate = try known ?? pki.issueAgency(code: agency.code, name: agency.name, now: Self.now)
            return CertificateBinding(
                agency: agency.number, key: certificate.publicKey.digest, certificate: certificate.der)
        }
    }

    /// Appends facts that are decided already, and waits until they are on disk.
    static func append(_ facts: [Fact], to ledger: Ledger) throws {
        let answer = Monitor<Result<Void, any Error>?>(nil)
        try ledger.append(facts) { result in answer.notify { $0 = result } }
        try answer.wait { $0 }?.get()
    }
}

/// Signs as the daemon does.
private struct KeySealer: Sealer {
    let privateKey: PrivateKey

    var key: [UInt8] { privateKey.publicKey.digest }

    func digest(_ bytes: [UInt8]) -> [UInt8] { SHA256.digest(bytes) }

    func sign(_ checkpoint: [UInt8]) throws -> [UInt8] { try privateKey.sign(checkpoint) }
}
