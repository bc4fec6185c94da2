internal import COpenSSL
internal import Platform

/// A PKI for trying things out: a root, an issuing authority, and certificates for the bus and its agencies (RFC 5280).
///
/// Its files stand where `openssl`, `curl` and other programs find them; every key has the mode 0600 from the start.
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
    /// Serial numbers and seconds since 1970 of authorities below the root that are revoked.
    static let revokedAuthorities = "ca/revoked-authorities.tsv"
    /// CRLs of authorities below the root whose keys are gone: they stand in `crl.pem` as they are.
    static let furtherLists = "ca/further-crls.pem"
    private static let crlLife: Int64 = 7 * day

    private init(
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

    /// Makes root, issuing authority, CRLs, and the bus's own certificates in `directory`.
    ///
    /// `root.pem` comes last: where it is, all is there, and what a crash left without it can be made anew. The
    /// authorities, the server and the admin have keys of `keyType`; the receipts' key is P-256 whatever it is.
    ///
    /// `machine` is the machine's own time where `now` is a shifted one: certificates are valid at both, because other
    /// programs judge the connection by the machine's clock.
    public static func create(
        directory: String, keyType: KeyType = .p256, now: Int64, machine: Int64? = nil
    ) throws -> DemoPKI {
        let (first, last) = (min(now, machine ?? now), max(now, machine ?? now))
        try Files.makeFolder("\(directory)/ca", isSecret: false)
        let rootKey = try PrivateKey.generate(keyType)
        let issuingKey = try PrivateKey.generate(keyType)
        let authority = "critical,keyCertSign,cRLSign"
        let root = try make(
            name: "LGSP Bus Demo Root", organization: "LGSP Bus Demo", key: rootKey.publicKey, issuer: nil,
            issuerKey: rootKey, notBefore: first - day, notAfter: last + 3650 * day, constraints: "critical,CA:TRUE",
            keyUsage: authority)
        let issuing = try make(
            name: "LGSP Bus Demo Issuing CA", organization: "LGSP Bus Demo", key: issuingKey.publicKey, issuer: root,
            issuerKey: rootKey, notBefore: first - day, notAfter: last + 1825 * day,
            constraints: "critical,CA:TRUE,pathlen:0", keyUsage: authority)
        try Files.write(Array(rootKey.pem.utf8), to: "\(directory)/ca/root-key.pem", isSecret: true)
        try Files.write(Array(issuingKey.pem.utf8), to: "\(directory)/ca/issuing-key.pem", isSecret: true)
        try Files.write([], to: "\(directory)/ca/revoked.tsv")
        try Files.write(Array(issuing.pem.utf8), to: "\(directory)/issuing.pem")
        let pki = DemoPKI(
            directory: directory, root: root, rootKey: rootKey, issuing: issuing, issuingKey: issuingKey)
        try pki.writeCRL(now: now)
        for (folder, name, role) in [
            ("server", "localhost", Role.server), ("admin", "admin", .admin), ("bus", "LGSP Bus receipts", .receipts),
        ] {
            try pki.issue(
                folder: folder, name: name, organization: "LGSP Bus Demo", role: role,
                keyType: role == .receipts ? .p256 : keyType, options: Options(around: now, machine), now: now)
        }
        try Files.write(Array(root.pem.utf8), to: "\(directory)/root.pem")
        return pki
    }

    /// Issues a certificate for an agency, with a key of its own, into `agencies/CODE`.
    @discardableResult
    public func issueAgency(
        code: String, name: String, keyType: KeyType = .p256, options: Options = Options(), now: Int64
    ) throws -> Certificate {
        try issue(
            folder: "agencies/\(code)", name: code, organization: name, role: .agency, keyType: keyType,
            options: options,
            now: now)
    }

    /// Issues a certificate with a key of its own into `folder` of the PKI's folder.
    @discardableResult
    public func issue(
        folder: String, name: String, organization: String, role: Role, keyType: KeyType = .p256,
        options: Options = Options(), now: Int64
    ) throws -> Certificate {
        let key = try PrivateKey.generate(keyType)
        let certificate = try issue(
            to: key.publicKey, name: name, organization: organization, role: role, options: options, now: now)
        let path = "\(directory)/\(folder)"
        try Files.makeFolder(path)
        try Files.write(Array(key.pem.utf8), to: "\(path)/key.pem", isSecret: true)
        try Files.write(Array((certificate.pem + issuing.pem).utf8), to: "\(path)/certificate.pem")
        return certificate
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

    /// Issues a certificate for an agency's own key and puts it beside its others, as
    /// `agencies/CODE/certificate-SERIAL.pem`; the path is returned.
    ///
    /// Of the request only the key counts: names and usages are the same as of every agency's certificate.
    public func issueAgency(
        code: String, name: String, request: CertificateRequest, now: Int64
    ) throws -> (certificate: Certificate, path: String) {
        guard request.publicKey.isStrong else {
            throw TrustError("the request's key is \(request.publicKey.kind), not \(CheckName.keyStrength.expectation)")
        }
        guard ![root.publicKey, issuing.publicKey].contains(request.publicKey) else {
            throw TrustError("the request's key is an authority's")
        }
        let certificate = try issue(
            to: request.publicKey, name: code, organization: name, role: .agency, now: now)
        let folder = "\(directory)/agencies/\(code)"
        try Files.makeFolder(folder)
        let path = "\(folder)/certificate-\(certificate.serial).pem"
        try Files.write(Array((certificate.pem + issuing.pem).utf8), to: path)
        return (certificate, path)
    }

    /// Revokes a certificate of the issuing authority and writes the CRLs anew; one that is revoked stays so.
    public func revoke(_ certificate: Certificate, now: Int64) throws {
        guard certificate.issuer == issuing.subject, let serial = UInt64(certificate.serial, radix: 16) else {
            throw TrustError("the certificate was not issued by this PKI")
        }
        let path = "\(directory)/ca/revoked.tsv"
        let before = try Files.read(path)
        let isListed = String(decoding: before, as: UTF8.self).split(separator: "\n").contains {
            $0.hasPrefix("\(serial)\t")
        }
        if !isListed { try Files.write(before + Array("\(serial)\t\(now / 1000)\n".utf8), to: path) }
        try writeCRL(now: now)
    }

    /// Writes the CRLs of both authorities anew where `crl.pem` is past half its time, or can't be read; whether it did.
    @discardableResult
    public func renewCRL(now: Int64) throws -> Bool {
        let lists = try? TrustStore.crls(in: Files.read("\(directory)/crl.pem")).map { try RevocationList(der: $0) }
        // Lists of further authorities are not renewed here.
        let isFresh = lists.map { $0.filter { [root.subject, issuing.subject].contains($0.issuer) } }.map { lists in
            lists.count >= 2
                && lists.allSatisfy { list in
                    guard let next = list.nextUpdate else { return true }
                    return now >= list.thisUpdate && now - list.thisUpdate < (next - list.thisUpdate) / 2
                }
        }
        if isFresh == true { return false }
        try writeCRL(now: now)
        return true
    }

    /// Writes the CRLs of both authorities to `crl.pem`, good for a week.
    public func writeCRL(now: Int64) throws {
        // Another process may revoke meanwhile: what stands in the file must be what is revoked at the end.
        var written: [UInt8]?
        while true {
            let revoked = try Files.read("\(directory)/ca/revoked.tsv")
            if revoked == written { return }
            try writeCRL(of: revoked, now: now)
            written = revoked
        }
    }

    private func writeCRL(of revoked: [UInt8], now: Int64) throws {
        // Authorities below the root are revoked with the lists of the others, and with them only.
        let authorities = "\(directory)/\(Self.revokedAuthorities)"
        let ended = Files.exists(authorities) ? Self.revocations(try Files.read(authorities)) : ([], [])
        let (serials, times) = Self.revocations(revoked)
        let crls =
            try Self.crl(root, rootKey, serials: ended.0, times: ended.1, now: now)
            + Self.crl(issuing, issuingKey, serials: serials, times: times, now: now)
        let further = "\(directory)/\(Self.furtherLists)"
        let others = Files.exists(further) ? try Files.read(further) : []
        try Files.write(Array(crls.utf8) + others, to: "\(directory)/crl.pem")
    }

    /// The serial numbers and seconds since 1970 of a list of revocations.
    private static func revocations(_ list: [UInt8]) -> ([UInt64], [Int64]) {
        var serials: [UInt64] = []
        var times: [Int64] = []
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields.count == 2, let serial = UInt64(fields[0]), let time = Int64(fields[1]) else { continue }
            serials.append(serial)
            times.append(time)
        }
        return (serials, times)
    }

    static func crl(
        _ issuer: Certificate, _ key: PrivateKey, serials: [UInt64], times: [Int64], now: Int64, next: Int64? = nil
    ) throws -> String {
        OpenSSL.clear()
        guard
            let made = unsafe lgsp_make_crl(
                issuer.handle.pointer, key.handle.pointer, serials, times, serials.count, UInt64(now), now / 1000,
                (next ?? now + crlLife) / 1000)
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
        let random = try RandomBytes.make(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1
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
