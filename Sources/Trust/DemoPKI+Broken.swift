internal import Platform

/// What certificates that are broken in one way are made of.
extension DemoPKI {
    /// An authority that issues.
    package struct Authority: Sendable {
        /// Its certificate.
        package let certificate: Certificate
        let key: PrivateKey
    }

    /// What a certificate says; the usual is that of an agency's, valid for two years.
    package struct Contents: Sendable {
        /// The common name.
        package var name: String
        /// The organisation.
        package var organization: String
        /// The first moment of validity, milliseconds since 1970.
        package var notBefore: Int64
        /// The last moment of validity.
        package var notAfter: Int64
        /// Basic constraints in OpenSSL's notation.
        package var constraints = "critical,CA:FALSE"
        /// Key usage in OpenSSL's notation.
        package var keyUsage = "critical,digitalSignature"
        /// Extended key usage in OpenSSL's notation, nil for none.
        package var extendedKeyUsage: String? = "clientAuth,emailProtection"
        /// Whether it is signed with SHA-1.
        package var isWeak = false
        /// Whether it has a critical extension that nobody knows.
        package var hasUnknownExtension = false

        /// The usual contents.
        package init(name: String, organization: String, now: Int64) {
            self.name = name
            self.organization = organization
            notBefore = now - 3_600_000
            notAfter = now + 730 * DemoPKI.day
        }

        /// The usual contents of an authority's certificate.
        package static func authority(_ name: String, now: Int64) -> Contents {
            var contents = Contents(name: name, organization: "LGSP Bus Demo", now: now)
            contents.constraints = "critical,CA:TRUE"
            contents.keyUsage = "critical,keyCertSign,cRLSign"
            contents.extendedKeyUsage = nil
            return contents
        }
    }

    /// The root.
    package var rootAuthority: Authority { Authority(certificate: root, key: rootKey) }
    /// The issuing authority, below which there may be no other (its path length is 0).
    package var issuingAuthority: Authority { Authority(certificate: issuing, key: issuingKey) }

    /// A certificate for `key` that says `contents`.
    package static func certify(
        _ key: PublicKey, _ contents: Contents, by authority: Authority
    ) throws -> Certificate {
        try make(contents, key, issuer: authority.certificate, issuerKey: authority.key)
    }

    /// A certificate that is its own issuer's.
    package static func certifySelf(_ key: PrivateKey, _ contents: Contents) throws -> Certificate {
        try make(contents, key.publicKey, issuer: nil, issuerKey: key)
    }

    /// An authority with a key of its own below `parent`, or one that nobody trusts.
    package static func authority(_ contents: Contents, below parent: Authority?) throws -> Authority {
        let key = try PrivateKey.generate(.p256)
        let certificate =
            try parent.map { try certify(key.publicKey, contents, by: $0) } ?? certifySelf(key, contents)
        return Authority(certificate: certificate, key: key)
    }

    /// An empty CRL of `authority`, in force from one moment to another.
    package static func list(of authority: Authority, from first: Int64, until last: Int64) throws -> String {
        try crl(
            authority.certificate, authority.key, RevokedSerials(), number: UInt64(clamping: first), now: first,
            next: last)
    }

    /// Puts `lists`, PEM, beside the PKI's own in `crl.pem`, and revokes `authorities` below the root, in place of those
    /// that were there before.
    package func addLists(_ lists: [String], revoking authorities: [Authority], now: Int64) throws {
        var revoked = RevokedSerials()
        for authority in authorities {
            if let serial = UInt64(authority.certificate.serial, radix: 16) { revoked.add(serial, at: now / 1000) }
        }
        try locked { pki in
            let list = try pki.revoked()
            try pki.write(Array(lists.joined().utf8), to: Self.furtherLists)
            try pki.write(revoked.bytes, to: Self.revokedAuthorities)
            try pki.putCRL(of: list, now: now)
        }
    }

    private static func make(
        _ contents: Contents, _ key: PublicKey, issuer: Certificate?, issuerKey: PrivateKey
    ) throws -> Certificate {
        try make(
            name: contents.name, organization: contents.organization, key: key, issuer: issuer, issuerKey: issuerKey,
            notBefore: contents.notBefore, notAfter: contents.notAfter, constraints: contents.constraints,
            keyUsage: contents.keyUsage, extendedKeyUsage: contents.extendedKeyUsage, isWeak: contents.isWeak,
            hasUnknownExtension: contents.hasUnknownExtension)
    }
}
