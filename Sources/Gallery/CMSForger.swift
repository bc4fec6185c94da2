internal import Trust

/// Makes CMS signatures (RFC 5652) any part of which can be other than it should.
struct CMSForger {
    /// The digest of the content and the signature.
    enum Digest { case sha1, sha256 }

    let key: PrivateKey
    let certificate: Certificate
    /// What is embedded.
    var embedded: [Certificate]
    /// The claimed time, milliseconds since 1970; nil for none.
    var time: Int64?
    var digest = Digest.sha256
    /// The content's type.
    var type = ObjectIdentifiers.data
    /// Whether the content is in it.
    var isAttached = false
    /// The signed attributes, made of the usual ones by their names.
    var change: ([String: [UInt8]]) -> [[UInt8]] = { Array($0.values) }
    /// The identifier of the signature's algorithm; nil for the one that fits.
    var algorithm: [UInt8]?

    init(_ party: Party, at time: Int64?) {
        key = party.key
        certificate = party.certificate
        embedded = party.chain
        self.time = time
    }

    /// A signer with the party's key and another certificate.
    init(key: PrivateKey, chain: [Certificate], at time: Int64?) throws {
        guard let first = chain.first else { throw TrustError("no certificate") }
        self.key = key
        certificate = first
        embedded = chain
        self.time = time
    }

    static let sha1 = DER.element(0x30, [0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A])
    private static let sha256 = DER.element(0x30, ObjectIdentifiers.sha256)
    private static let ecdsaWithSHA1: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]

    static func attribute(_ name: [UInt8], _ values: [UInt8]...) -> [UInt8] {
        DER.element(0x30, name, DER.element(0x31, values.flatMap { $0 }))
    }

    private var digestAlgorithm: [UInt8] { digest == .sha1 ? Self.sha1 : Self.sha256 }

    func sign(_ content: [UInt8]) throws -> [UInt8] { wrap(content, [try signer(content)]) }

    /// One SignerInfo.
    func signer(_ content: [UInt8]) throws -> [UInt8] {
        let value = digest == .sha1 ? try WeakAlgorithms.sha1(content) : SHA256.digest(content)
        var usual = [
            "contentType": Self.attribute(ObjectIdentifiers.contentType, type),
            "messageDigest": Self.attribute(ObjectIdentifiers.messageDigest, DER.element(0x04, value)),
        ]
        if let time {
            usual["signingTime"] = Self.attribute(ObjectIdentifiers.signingTime, DERTime.element(time))
        }
        // X.690, 11.6: the members of a SET OF in the order of their encodings.
        let sorted = change(usual).sorted { $0.lexicographicallyPrecedes($1) }
        var attributes = DER.element(0x31, sorted.flatMap { $0 })
        let signature = digest == .sha1 ? try WeakAlgorithms.sign(attributes, key) : try key.sign(attributes)
        attributes[0] = 0xA0
        return DER.element(
            0x30, [0x02, 0x01, 0x01], DER.element(0x30, certificate.issuerAndSerial), digestAlgorithm, attributes,
            algorithm ?? fitting, DER.element(0x04, signature))
    }

    /// SignedData around SignerInfos.
    func wrap(_ content: [UInt8], _ signers: [[UInt8]]) -> [UInt8] {
        let inside = isAttached ? DER.element(0xA0, DER.element(0x04, content)) : []
        let data = DER.element(
            0x30, [0x02, 0x01, type == ObjectIdentifiers.data ? 0x01 : 0x03], DER.element(0x31, digestAlgorithm),
            DER.element(0x30, type, inside),
            embedded.isEmpty ? [] : DER.element(0xA0, embedded.flatMap(\.der)),
            DER.element(0x31, signers.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }))
        return DER.element(0x30, ObjectIdentifiers.signedData, DER.element(0xA0, data))
    }

    static let rsaEncryption = DER.element(0x30, ObjectIdentifiers.rsaEncryption, [0x05, 0x00])
    static let ecdsaWithSHA256 = DER.element(0x30, ObjectIdentifiers.ecdsaWithSHA256)

    private var fitting: [UInt8] {
        if case .rsa = key.publicKey.kind { return Self.rsaEncryption }
        return digest == .sha1 ? DER.element(0x30, Self.ecdsaWithSHA1) : Self.ecdsaWithSHA256
    }
}
