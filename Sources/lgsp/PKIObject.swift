internal import Client
internal import Exchange
internal import Trust

/// What `lgsp pki inspect` says about one object of a file.
struct PKIObject {
    private var members: [JSONValue.Member]

    var json: JSONValue { .object(members) }

    /// Everything in PEM with any number of blocks, or in DER.
    static func all(in bytes: [UInt8]) throws(TrustError) -> [PKIObject] {
        var result: [PKIObject] = []
        for object in try PKIFile.objects(in: bytes) {
            switch object.kind {
            case .certificate: result.append(PKIObject(try Certificate(der: object.der)))
            case .crl: result.append(PKIObject(try RevocationList(der: object.der)))
            case .request: result.append(PKIObject(try CertificateRequest(object.der)))
            case .publicKey: result.append(PKIObject("public_key", try PublicKey(encoding: object.der)))
            case .privateKey: result.append(PKIObject("private_key", try PrivateKey(der: object.der).publicKey))
            case .cms, .pkcs12, .other: continue
            }
        }
        return result
    }

    private init(_ certificate: Certificate) {
        members = [
            .init("kind", .string(certificate.isAuthority ? "authority" : "certificate")),
            .init("subject", .string(certificate.subject)), .init("issuer", .string(certificate.issuer)),
            .init("serial", .string(certificate.serial)),
            .init("type", .string(certificate.publicKey.kind.description)),
            .init("not_before", .string(Self.time(certificate.notBefore))),
            .init("not_after", .string(Self.time(certificate.notAfter))),
            .init("usage", .string(certificate.usages.joined(separator: " "))),
            .init("key", .string(certificate.fingerprintOfKey)),
            .init("fingerprint", .string(certificate.fingerprint)),
        ]
    }

    private init(_ list: RevocationList) {
        members = [
            .init("kind", .string("crl")), .init("subject", .string("\(list.count) revoked")),
            .init("issuer", .string(list.issuer)), .init("serial", .string("")), .init("type", .string("")),
            .init("not_before", .string(Self.time(list.thisUpdate))),
            .init("not_after", list.nextUpdate.map { .string(Self.time($0)) } ?? .null),
            .init("usage", .string("")), .init("key", .string("")),
        ]
    }

    private init(_ request: CertificateRequest) {
        self.init("request", request.publicKey)
        members[1] = .init("subject", .string(request.subject))
    }

    private init(_ kind: String, _ key: PublicKey) {
        members = [
            .init("kind", .string(kind)), .init("subject", .string("")), .init("issuer", .string("")),
            .init("serial", .string("")), .init("type", .string(key.kind.description)),
            .init("not_before", .null), .init("not_after", .null), .init("usage", .string("")),
            .init("key", .string(key.fingerprint)),
        ]
    }

    private static func time(_ milliseconds: Int64) -> String { Instant(milliseconds: milliseconds).text }
}
