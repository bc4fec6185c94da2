internal import Trust

/// Certificates that are broken in one way; each is for the sender's own key, so that the signer speaks for the sender.
extension Workshop {
    private typealias Contents = DemoPKI.Contents
    private static let day: Int64 = 86_400_000

    private var usual: Contents { Contents(name: from.code, organization: "Cơ quan gửi", now: now) }

    func addCertificates() throws {
        try addValidity()
        try addUsages()
        try addIssuers()
        try addAuthorities()
    }

    private func addValidity() throws {
        var contents = usual
        (contents.notBefore, contents.notAfter) = (now - 30 * Self.day, now - Self.day)
        try issued(
            "certificate_expired", .certificateExpired, "The signer's certificate expired yesterday.",
            "Chứng thư của người ký đã hết hạn hôm qua.", contents)
        contents = usual
        contents.notBefore = now + Self.day
        try issued(
            "certificate_not_yet_valid", .certificateNotYetValid, "The signer's certificate is valid from tomorrow.",
            "Chứng thư của người ký có hiệu lực từ ngày mai.", contents)
        let revoked = try DemoPKI.certify(from.key.publicKey, usual, by: pki.issuingAuthority)
        try pki.revoke(revoked, now: now)
        try signed(
            "certificate_revoked", .certificateRevoked, "The CRL of the issuing authority lists the certificate.",
            "Chứng thư nằm trong CRL của tổ chức cấp.", [revoked, pki.issuingAuthority.certificate])
    }

    private func addUsages() throws {
        var contents = usual
        contents.keyUsage = "critical,keyEncipherment"
        try issued(
            "certificate_wrong_key_usage", .certificateWrongUsage,
            "The certificate's key may encipher keys, not sign (keyUsage).",
            "Khóa của chứng thư chỉ để mã hóa khóa, không để ký (keyUsage).", contents)
        contents = usual
        contents.extendedKeyUsage = "serverAuth"
        try issued(
            "certificate_wrong_extended_usage", .certificateWrongUsage,
            "The certificate is for TLS servers only (extendedKeyUsage).",
            "Chứng thư chỉ dùng cho máy chủ TLS (extendedKeyUsage).", contents)
        contents = usual
        contents.hasUnknownExtension = true
        try issued(
            "certificate_unknown_critical_extension", .chainInvalid,
            "The certificate has a critical extension that nobody knows (2.999.1).",
            "Chứng thư có phần mở rộng quan trọng không ai biết (2.999.1).", contents)
        contents = usual
        contents.isWeak = true
        try issued(
            "certificate_signed_with_sha1", .signatureAlgorithmRefused,
            "The authority signed the certificate with SHA-1.", "Tổ chức cấp ký chứng thư bằng SHA-1.", contents)
        let weak = try PrivateKey.generate(.rsa1024)
        let certificate = try DemoPKI.certify(weak.publicKey, usual, by: pki.issuingAuthority)
        try signed(
            "key_too_weak", .keyTooWeak, "The signer's key is RSA of 1024 bits.", "Khóa của người ký là RSA 1024 bit.",
            [certificate, pki.issuingAuthority.certificate], key: weak)
    }

    private func addIssuers() throws {
        let selfSigned = try DemoPKI.certifySelf(from.key, usual)
        try signed(
            "certificate_self_signed", .issuerUnknown, "The certificate is signed by its own key, not by an authority.",
            "Chứng thư tự ký, không do tổ chức nào cấp.", [selfSigned])
        let stranger = try DemoPKI.authority(.authority("Unknown Authority", now: now), below: nil)
        let strange = try DemoPKI.certify(from.key.publicKey, usual, by: stranger)
        try signed(
            "issuer_unknown", .issuerUnknown, "The certificate comes from an authority that nobody trusts.",
            "Chứng thư do tổ chức không được tin cậy cấp.", [strange, stranger.certificate])
        let genuine = try DemoPKI.certify(from.key.publicKey, usual, by: pki.issuingAuthority)
        var der = genuine.der
        der[der.count - 1] ^= 1
        try signed(
            "certificate_forged", .chainInvalid,
            "The authority's signature on the certificate is false: its last bit was turned.",
            "Chữ ký của tổ chức cấp trên chứng thư sai: bit cuối bị đảo.",
            [Certificate(der: der), pki.issuingAuthority.certificate])
        let absent = try DemoPKI.certify(from.key.publicKey, usual, by: pki.issuingAuthority)
        try signed(
            "signer_unknown", .signerUnknown, "The certificate is neither embedded in the CMS nor registered.",
            "Chứng thư không nhúng trong CMS và cũng chưa đăng ký.", [absent, pki.issuingAuthority.certificate],
            embedded: [])
    }

    /// Authorities of one certificate: their keys are gone once it is issued, their CRLs lie with the PKI's own.
    private func addAuthorities() throws {
        var lists: [String] = []
        let root = pki.rootAuthority
        let last = now + 700 * Self.day

        var contents = Contents.authority("Demo Authority without CRL", now: now)
        let silent = try DemoPKI.authority(contents, below: root)
        try below(
            silent, "crl_missing", .crlMissing, "There is no CRL of the authority that issued the certificate.",
            "Không có CRL của tổ chức cấp chứng thư.")

        contents = .authority("Demo Authority with an old CRL", now: now)
        contents.notBefore = now - 30 * Self.day
        let late = try DemoPKI.authority(contents, below: root)
        lists.append(try DemoPKI.list(of: late, from: now - 8 * Self.day, until: now - Self.day))
        try below(
            late, "crl_expired", .crlExpired, "The CRL of the authority that issued the certificate is a day too old.",
            "CRL của tổ chức cấp chứng thư đã quá hạn một ngày.")

        let early = try DemoPKI.authority(.authority("Demo Authority with a future CRL", now: now), below: root)
        lists.append(try DemoPKI.list(of: early, from: now + Self.day, until: last))
        try below(
            early, "crl_not_yet_valid", .crlNotYetValid,
            "The CRL of the authority that issued the certificate begins tomorrow.",
            "CRL của tổ chức cấp chứng thư có hiệu lực từ ngày mai.")

        contents = .authority("Demo Authority that expired", now: now)
        (contents.notBefore, contents.notAfter) = (now - 30 * Self.day, now - Self.day)
        let over = try DemoPKI.authority(contents, below: root)
        lists.append(try DemoPKI.list(of: over, from: now - 3_600_000, until: last))
        try below(
            over, "authority_expired", .certificateExpired, "The certificate of the issuing authority has expired.",
            "Chứng thư của tổ chức cấp đã hết hạn.")

        let ended = try DemoPKI.authority(.authority("Demo Authority that is revoked", now: now), below: root)
        lists.append(try DemoPKI.list(of: ended, from: now - 3_600_000, until: last))
        try below(
            ended, "authority_revoked", .certificateRevoked, "The root revoked the issuing authority.",
            "Tổ chức gốc đã thu hồi tổ chức cấp.")

        contents = .authority("Demo Agency that issues", now: now)
        contents.constraints = "critical,CA:FALSE"
        let none = try DemoPKI.authority(contents, below: root)
        lists.append(try DemoPKI.list(of: none, from: now - 3_600_000, until: last))
        try below(
            none, "issuer_is_no_authority", .chainInvalid,
            "The issuer is no authority (basicConstraints CA:FALSE).",
            "Bên cấp không phải tổ chức chứng thực (basicConstraints CA:FALSE).")

        let deep = try DemoPKI.authority(
            .authority("Demo Authority too deep", now: now), below: pki.issuingAuthority)
        lists.append(try DemoPKI.list(of: deep, from: now - 3_600_000, until: last))
        try below(
            deep, "path_length_exceeded", .pathLengthExceeded,
            "An authority below the issuing one, which allows none (pathLenConstraint 0).",
            "Có tổ chức dưới tổ chức cấp trong khi không được phép (pathLenConstraint 0).",
            above: [pki.issuingAuthority.certificate])
        try pki.addLists(lists, revoking: [ended], now: now)
    }

    // MARK: Parts

    private func issued(
        _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, _ contents: Contents
    ) throws {
        let certificate = try DemoPKI.certify(from.key.publicKey, contents, by: pki.issuingAuthority)
        try signed(name, code, what, whatVI, [certificate, pki.issuingAuthority.certificate])
    }

    private func below(
        _ authority: DemoPKI.Authority, _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String,
        above: [Certificate] = []
    ) throws {
        let certificate = try DemoPKI.certify(from.key.publicKey, usual, by: authority)
        try signed(name, code, what, whatVI, [certificate, authority.certificate] + above)
    }

    /// A document that the sender's key signed under another certificate; without a claimed time, which would have to
    /// lie in the certificate's validity.
    private func signed(
        _ name: String, _ code: TrustCode, _ what: String, _ whatVI: String, _ chain: [Certificate],
        key: PrivateKey? = nil, embedded: [Certificate]? = nil
    ) throws {
        var forger = try CMSForger(key: key ?? from.key, chain: chain, at: nil)
        if let embedded { forger.embedded = embedded }
        let message = try document(name).bytes
        add(
            name, what, whatVI, code: code.rawValue, at: .verify, message: message,
            signature: try forger.sign(message), certificate: chain.map(\.pem).joined())
    }
}
