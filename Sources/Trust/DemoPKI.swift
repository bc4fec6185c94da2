internal import COpenSSL
internal import Platform

/// A PKI for trying things out: a root, an issuing authority, and certificates for the bus and its agencies (RFC 5280).
///
/// Its files stand where `openssl`, `curl` and other programs find them; every key has the mode 0600 from the start.
/// Whatever changes the folder does so under its lock (`locked`), on what it holds by then, and replaces what it changes in
/// one step: a process that ends at any moment leaves the old or the new state.
public struct DemoPKI: Sendable {
    /// What a certificate is for.
    public enum Role: Sendable {
        /// An agency: TLS client and signer.
        case agency
        /// An admin: TLS client.
        case admin
        /// The bus: TLS server at localhost, 127.0.0.1 and ::1.
        case server
        /// The bus's receipts.
        case receipts
    }

    /// What may differ from the usual, for certificates that are broken in one way.
    public struct Options: Sendable {
        /// The first moment of validity, milliseconds since 1970; nil for an hour ago.
        public var notBefore: Int64?
        /// The last moment of validity; nil for two years from now.
        public var notAfter: Int64?
        /// Key usage in OpenSSL's notation; nil for the role's own.
        public var keyUsage: String?
        /// Extended key usage in OpenSSL's notation; nil for the role's own.
        public var extendedKeyUsage: String?

        /// The usual.
        public init() {}

        /// The usual, valid at both moments; see `create`.
        public init(around now: Int64, _ machine: Int64?) {
            guard let machine, machine != now else { return }
            notBefore = min(now, machine) - 3_600_000
            notAfter = max(now, machine) + 730 * DemoPKI.day
        }
    }

    /// The folder.
    public let directory: String
    let root: Certificate
    let rootKey: PrivateKey
    let issuing: Certificate
    let issuingKey: PrivateKey

    static let day: Int64 = 86_400_000
    private static let crlLife: Int64 = 7 * day

    init(
        directory: String, root: Certificate, rootKey: PrivateKey, issuing: Certificate, issuingKey: PrivateKey
    ) {
        (self.directory, self.root, self.rootKey) = (directory, root, rootKey)
        (self.issuing, self.issuingKey) = (issuing, issuingKey)
    }

    /// The PKI in `directory`, which `create` made.
    public init(directory: String) throws {
        func certificate(_ name: String) throws -> Certificate {
            guard let first = try Certificate.all(in: Files.read("\(directory)/\(name)")).first else {
                throw TrustError("\(name) holds no certificate")
            }
            return first
        }
        self.directory = directory
        root = try certificate("root.pem")
        issuing = try certificate("issuing.pem")
        rootKey = try PrivateKey(pem: Files.read("\(directory)/ca/root-key.pem"))
        issuingKey = try PrivateKey(pem: Files.read("\(directory)/ca/issuing-key.pem"))
    }

    /// Issues a certificate for a key that its owner keeps.
    public func issue(
        to key: PublicKey, name: String, organization: String, role: Role, options: Options = Options(), now: Int64
    ) throws -> Certificate {
        let usage: (key: String, extended: String, names: String?) =
            switch role {
            case .agency: ("critical,digitalSignature", "clientAuth,emailProtection", nil)
            case .admin: ("critical,digitalSignature", "clientAuth", nil)
            case .server:
                ("critical,digitalSignature", "serverAuth", "DNS:localhost,IP:127.0.0.1,IP:::1")
            case .receipts: ("critical,digitalSignature", "emailProtection", nil)
            }
        return try Self.make(
            name: name, organization: organization, key: key, issuer: issuing, issuerKey: issuingKey,
            notBefore: options.notBefore ?? now - 3_600_000, notAfter: options.notAfter ?? now + 730 * Self.day,
            constraints: "critical,CA:FALSE", keyUsage: options.keyUsage ?? usage.key,
            extendedKeyUsage: options.extendedKeyUsage ?? usage.extended, names: usage.names)
    }

    static func crl(
        _ issuer: Certificate, _ key: PrivateKey, _ revoked: RevokedSerials, number: UInt64, now: Int64,
        next: Int64? = nil
    ) throws -> String {
        OpenSSL.clear()
        guard
            let made = unsafe lgsp_make_crl(
                issuer.handle.pointer, key.handle.pointer, revoked.serials, revoked.times, revoked.serials.count,
                number,
                now / 1000, (next ?? now + crlLife) / 1000)
        else { throw OpenSSL.failure("X509_CRL_sign") }
        defer { unsafe X509_CRL_free(made) }
        return PEM.encode("X509 CRL", unsafe OpenSSL.encoding { unsafe i2d_X509_CRL(made, $0) })
    }

    static func make(
        name: String, organization: String, key: PublicKey, issuer: Certificate?, issuerKey: PrivateKey,
        notBefore: Int64, notAfter: Int64, constraints: String, keyUsage: String, extendedKeyUsage: String? = nil,
        names: String? = nil, isWeak: Bool = false, hasUnknownExtension: Bool = false
    ) throws -> Certificate {
        // 63 random bits: never negative, and never the same twice in a PKI of this size.
        let random = try max(1, RandomBytes.make(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1)
        OpenSSL.clear()
        // RFC 5280, appendix A: a common name and an organisation's name have at most 64 characters.
        let texts = [
            String(name.prefix(64)), String(organization.prefix(64)), constraints, keyUsage, extendedKeyUsage, names,
        ]
        let made = unsafe Text.with(texts) { texts in
            var text = unsafe lgsp_certificate_text(
                common_name: texts[0], organization: texts[1], not_before: notBefore / 1000, not_after: notAfter / 1000,
                serial: random, basic_constraints: texts[2], key_usage: texts[3], extended_key_usage: texts[4],
                alternative_names: texts[5], is_weak: isWeak ? 1 : 0,
                has_unknown_extension: hasUnknownExtension ? 1 : 0)
            return unsafe lgsp_make_certificate(
                &text, key.handle.pointer, issuer?.handle.pointer, issuerKey.handle.pointer)
        }
        guard let made = unsafe made else { throw OpenSSL.failure("X509_sign") }
        defer { unsafe X509_free(made) }
        return try Certificate(der: unsafe OpenSSL.encoding { unsafe i2d_X509(made, $0) })
    }

    /// C strings that live as long as a call.
    private enum Text {
        static func with<Result>(
            _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result
        ) -> Result {
            let buffers = texts.map { $0.map { text in Array(text.utf8CString) } }
            let pointers = unsafe buffers.map { buffer -> UnsafeMutablePointer<CChar>? in
                guard let buffer else { return nil }
                let copy = UnsafeMutablePointer<CChar>.allocate(capacity: buffer.count)
                unsafe copy.initialize(from: buffer, count: buffer.count)
                return unsafe copy
            }
            defer { for index in texts.indices { unsafe pointers[index]?.deallocate() } }
            return unsafe body(pointers.map { unsafe UnsafePointer($0) })
        }
    }
}
