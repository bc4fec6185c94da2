internal import Platform

/// Revocations and the CRLs made from them.
extension DemoPKI {
    /// What the issuing authority revoked: see `RevokedSerials`.
    static let revokedCertificates = "ca/revoked.tsv"
    /// Authorities below the root that are revoked, in the same form.
    static let revokedAuthorities = "ca/revoked-authorities.tsv"
    /// CRLs of authorities below the root whose keys are gone: they stand in `crl.pem` as they are.
    static let furtherLists = "ca/further-crls.pem"
    /// The number of the latest CRLs, so that the next is greater whatever became of them (RFC 5280, section 5.2.3).
    private static let crlNumber = "ca/crl-number"

    /// Revokes a certificate of the issuing authority and writes the CRLs anew; one that is revoked stays so.
    ///
    /// When it returns both are on disk. Where only the CRLs could not be written, the revocation stands in the next ones.
    /// Throws `TrustError` for another's certificate, and `PKIError` where the list of revocations cannot be relied on.
    public func revoke(_ certificate: Certificate, now: Int64) throws {
        try locked { pki in
            guard certificate.issuer == pki.issuing.subject, let serial = UInt64(certificate.serial, radix: 16) else {
                throw TrustError("the certificate was not issued by this PKI")
            }
            var list = try pki.revoked()
            if !list.contains(serial) {
                list.add(serial, at: now / 1000)
                try pki.write(list.bytes, to: Self.revokedCertificates)
            }
            try pki.putCRL(of: list, now: now)
        }
    }

    /// Writes the CRLs of both authorities to `crl.pem`, good for a week.
    public func writeCRL(now: Int64) throws {
        try locked { pki in try pki.putCRL(of: pki.revoked(), now: now) }
    }

    /// Writes the CRLs of both authorities anew where `crl.pem` is past half its time, lacks a revocation, or can't be read;
    /// whether it did.
    ///
    /// Throws `PKIError` where another process is at work on the folder for all of `milliseconds`.
    @discardableResult
    public func renewCRL(now: Int64, waiting milliseconds: Int64 = patience) throws -> Bool {
        if isFresh(at: now) { return false }
        return try locked(waiting: milliseconds) { pki in
            if pki.isFresh(at: now) { return false }
            try pki.putCRL(of: pki.revoked(), now: now)
            return true
        }
    }

    private func isFresh(at now: Int64) -> Bool {
        // Lists of further authorities are not renewed here.
        let lists = ownLists()
        guard lists.count >= 2, let revoked = try? Self.list("\(directory)/\(Self.revokedCertificates)") else {
            return false
        }
        let named = Set(lists.filter { $0.issuer == issuing.subject }.flatMap(\.serials))
        return revoked.serials.allSatisfy(named.contains)
            && lists.allSatisfy { list in
                guard let next = list.nextUpdate else { return true }
                return now >= list.thisUpdate && now - list.thisUpdate < (next - list.thisUpdate) / 2
            }
    }

    /// The lists of both authorities in `crl.pem`; none where it is missing or cannot be read.
    private func ownLists() -> [RevocationList] {
        let lists = try? TrustStore.crls(in: Files.read("\(directory)/crl.pem")).map { try RevocationList(der: $0) }
        return (lists ?? []).filter { [root.subject, issuing.subject].contains($0.issuer) }
    }

    // MARK: Under the lock

    /// What is revoked. The list is the truth, but where `crl.pem` knows more, the list has lost it: then nothing may be
    /// made from it.
    func revoked() throws -> RevokedSerials {
        let path = "\(directory)/\(Self.revokedCertificates)"
        let list = try Self.list(path)
        for crl in ownLists() where crl.issuer == issuing.subject && crl.isSigned(by: issuing.publicKey) {
            let lost = crl.serials.filter { !list.contains($0) }
            if let first = lost.first {
                throw PKIError(
                    .revocationsDamaged,
                    "the list \(path) lacks \(lost.count) serial numbers that \(directory)/crl.pem lists, \(first) first"
                )
            }
        }
        return list
    }

    private static func list(_ path: String) throws -> RevokedSerials {
        guard Files.exists(path) else { throw PKIError(.revocationsDamaged, "the list \(path) is missing") }
        let bytes = try Files.read(path)
        do { return try RevokedSerials(bytes) } catch {
            throw PKIError(
                .revocationsDamaged,
                "line \(error.line) of \(path) is not a serial number, a tab, seconds since 1970 and a line feed")
        }
    }

    /// Writes the CRLs of both authorities, of which the issuing one revoked `list`.
    func putCRL(of list: RevokedSerials, now: Int64) throws {
        try putCRL(of: list, number: nextNumber(now: now), now: now)
    }

    /// Writes the CRLs under a number that is greater than every one before.
    func putCRL(of list: RevokedSerials, number: UInt64, now: Int64) throws {
        // Authorities below the root are revoked with the lists of the others, and with them only.
        let authorities = "\(directory)/\(Self.revokedAuthorities)"
        let ended = Files.exists(authorities) ? try Self.list(authorities) : RevokedSerials()
        let further = "\(directory)/\(Self.furtherLists)"
        let others = Files.exists(further) ? try Files.read(further) : []
        for der in try TrustStore.crls(in: others) { _ = try RevocationList(der: der) }
        let crls =
            try Self.crl(root, rootKey, ended, number: number, now: now)
            + Self.crl(issuing, issuingKey, list, number: number, now: now)
        try write(Array("\(number)\n".utf8), to: Self.crlNumber)
        try write(Array(crls.utf8) + others, to: "crl.pem")
    }

    /// Greater than every number that was given, and by the clock where that is greater still.
    func nextNumber(now: Int64) -> UInt64 {
        let text = (try? Files.read("\(directory)/\(Self.crlNumber)")).map { String(decoding: $0, as: UTF8.self) }
        let noted = text?.split(separator: "\n").first.flatMap { UInt64($0) }
        // What no clock and no count comes to is not ours.
        let known = (ownLists().map(\.number) + [noted]).compactMap(\.self).filter { $0 < 1 << 62 }
        return max(UInt64(clamping: now), (known.max() ?? 0) + 1)
    }
}
