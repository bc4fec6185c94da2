internal import Glibc
internal import Platform

extension DemoPKI {
    /// What becomes of an agency's identity that is there already.
    public enum Existing: Sendable {
        /// A new one takes its place.
        case replaced
        /// It stays, and its certificate is the answer.
        case kept
        /// Where there is a key, `PKIError` with `key_exists`.
        case refused
    }

    /// Issues a certificate for an agency, with a key of its own, into `agencies/CODE`.
    @discardableResult
    public func issueAgency(
        code: String, name: String, keyType: KeyType = .p256, options: Options = Options(),
        existing: Existing = .replaced, now: Int64
    ) throws -> Certificate {
        try locked { pki in
            let own = "\(directory)/agencies/\(code)"
            switch existing {
            case .kept: if let known = try pki.certificate(ofAgency: code) { return known }
            case .refused where Files.exists("\(own)/key.pem"):
                throw PKIError(.keyExists, "there is a key of \(code) in \(own) already")
            case .refused, .replaced: break
            }
            return try pki.put(
                into: "agencies/\(code)", name: code, organization: name, role: .agency, keyType: keyType,
                options: options, now: now)
        }
    }

    /// Issues a certificate with a key of its own into `folder` of the PKI's folder.
    @discardableResult
    public func issue(
        folder: String, name: String, organization: String, role: Role, keyType: KeyType = .p256,
        options: Options = Options(), now: Int64
    ) throws -> Certificate {
        try locked { pki in
            try pki.put(
                into: folder, name: name, organization: organization, role: role, keyType: keyType, options: options,
                now: now)
        }
    }

    /// Issues certificates with keys of their own to many agencies at once, and gives them in the same order.
    ///
    /// All are put on disk together, which for thousands costs seconds less than one after another, and only then moved
    /// to `agencies/CODE`. An agency that has an identity keeps that one.
    public func issueAgencies(_ agencies: [(code: String, name: String)], now: Int64) throws -> [Certificate] {
        try locked { pki in
            let workshop = workshop
            try Self.makeFolder(workshop, in: directory)
            defer { Files.removeFolder(workshop) }
            var certificates: [Certificate] = []
            certificates.reserveCapacity(agencies.count)
            var made: Set<String> = []
            for (code, name) in agencies {
                if !made.contains(code), let known = try pki.certificate(ofAgency: code) {
                    certificates.append(known)
                    continue
                }
                let key = try PrivateKey.generate(.p256)
                let certificate = try pki.issue(
                    to: key.publicKey, name: code, organization: name, role: .agency, now: now)
                try pki.stage(key, certificate, in: "\(workshop)/\(code)", isSynced: false)
                made.insert(code)
                certificates.append(certificate)
            }
            Files.syncAll()
            try Self.makeFolder("\(directory)/agencies", in: directory)
            for code in made { try pki.move("\(workshop)/\(code)", to: "\(directory)/agencies/\(code)") }
            try Files.sync("\(directory)/agencies")
            return certificates
        }
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
        return try locked { pki in
            guard ![pki.root.publicKey, pki.issuing.publicKey].contains(request.publicKey) else {
                throw TrustError("the request's key is an authority's")
            }
            let certificate = try pki.issue(
                to: request.publicKey, name: code, organization: name, role: .agency, now: now)
            let folder = "agencies/\(code)"
            for name in ["agencies", folder] { try Self.makeFolder("\(directory)/\(name)", in: directory) }
            let name = "\(folder)/certificate-\(certificate.serial).pem"
            try pki.write(Array((certificate.pem + pki.issuing.pem).utf8), to: name)
            return (certificate, "\(directory)/\(name)")
        }
    }

    /// The certificate in `agencies/CODE`, nil where there is none.
    private func certificate(ofAgency code: String) throws -> Certificate? {
        let path = "\(directory)/agencies/\(code)/certificate.pem"
        guard Files.exists(path) else { return nil }
        guard let known = try Certificate.all(in: Files.read(path)).first else {
            throw TrustError("\(path) holds no certificate")
        }
        return known
    }
}
