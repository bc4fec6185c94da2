internal import Glibc
internal import Platform
public import Trust

/// The demo PKI's keys from their files, and the receivers' check with its roots and CRL.
public struct PKIKeyRing: KeyRing {
    /// Issues a certificate of this kind to an agency: its key, and the chain with the agency's certificate first.
    public typealias Issuer =
        @Sendable (_ kind: IssuedKind, _ code: String) throws -> (key: PrivateKey, chain: [Certificate])

    private let directory: String
    private let clock: @Sendable () -> Int64
    private let issuer: Issuer
    private let verifier: CMSVerifier

    /// The keys in `directory` (`root.pem`, `issuing.pem`, `crl.pem`, `agencies/CODE/`).
    ///
    /// `clock` gives the time to sign and check at, in milliseconds since 1970; `issuer` makes the certificates that
    /// a run needs beside those.
    public init(
        directory: String, clock: @escaping @Sendable () -> Int64 = PKIKeyRing.now, issuer: @escaping Issuer
    ) throws(ScenarioError) {
        self.directory = directory
        self.clock = clock
        self.issuer = issuer
        let roots = try Self.read(directory + "/root.pem")
        let issuing = try Self.read(directory + "/issuing.pem")
        let crls = try Self.read(directory + "/crl.pem")
        do {
            let store = try TrustStore(
                roots: try Certificate.all(in: roots), intermediates: try Certificate.all(in: issuing),
                crls: try TrustStore.crls(in: crls))
            verifier = CMSVerifier(store: store)
        } catch {
            throw ScenarioError(.identityMissing, path: directory, "\(error)")
        }
    }

    /// The system's clock, in milliseconds since 1970.
    public static let now: @Sendable () -> Int64 = {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The signer of the agency `code`, by the files in `agencies/CODE`.
    public func signer(of code: String) throws(ScenarioError) -> any Signing {
        let directory = directory + "/agencies/" + code
        let certificates = try Self.read(directory + "/certificate.pem")
        let key = try Self.read(directory + "/key.pem")
        do {
            return try AgencySigning(
                key: try PrivateKey(pem: key), chain: try Certificate.all(in: certificates), clock: clock)
        } catch {
            throw ScenarioError(.identityMissing, path: directory, "\(error)")
        }
    }

    /// A signer with a certificate that `issuer` makes now.
    public func issue(
        _ kind: IssuedKind, to code: String
    ) throws(ScenarioError) -> (signer: any Signing, pem: [UInt8]) {
        do {
            let (key, chain) = try issuer(kind, code)
            let signing = try AgencySigning(key: key, chain: chain, clock: clock)
            return (signing, Array(chain.map(\.pem).joined().utf8))
        } catch {
            throw ScenarioError(.identityMissing, "no certificate could be issued to \(code): \(error)")
        }
    }

    /// Whether the key of the issuing authority lies here.
    public var issues: Bool { Files.exists(directory + "/ca/issuing-key.pem") }

    /// Identities of the demo PKI, in `agencies/CODE`.
    public func makeIdentities(of parties: [Party]) throws(ScenarioError) -> [[UInt8]] {
        do {
            return try DemoPKI(directory: directory)
                .issueAgencies(parties.map { ($0.code, $0.name) }, now: clock())
                .map { Array($0.pem.utf8) }
        } catch {
            throw ScenarioError(.identityMissing, path: directory, "no certificates could be issued: \(error)")
        }
    }

    /// Whether `signature` is valid over `content`, by the whole check of the receivers' own.
    public func verify(_ content: [UInt8], signature: [UInt8]) -> Bool {
        verifier.verify(signature: signature, content: content, at: clock()).status == .valid
    }

    private static func read(_ path: String) throws(ScenarioError) -> [UInt8] {
        do {
            return try FileBytes.read(path, limit: 16 << 20)
        } catch {
            throw ScenarioError(.identityMissing, path: path, error.description)
        }
    }
}
