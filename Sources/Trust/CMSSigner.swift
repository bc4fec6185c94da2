/// Makes detached CMS signatures (RFC 5652) like those of `openssl cms -sign -binary -outform DER`.
public final class CMSSigner: Sendable {
    private let key: PrivateKey
    private let identifier: [UInt8]
    private let certificates: [UInt8]
    private let signingAlgorithm: [UInt8]
    private static let digestAlgorithm = DER.element(0x30, ObjectIdentifiers.sha256)
    private static let contentType = DER.element(
        0x30, ObjectIdentifiers.contentType, DER.element(0x31, ObjectIdentifiers.data))

    /// A signer with `key`, whose certificate comes first in `chain`; the chain is embedded where asked for.
    public init(key: PrivateKey, chain: [Certificate], embedCertificates: Bool = true) throws(TrustError) {
        guard let leaf = chain.first, leaf.publicKey == key.publicKey else {
            throw TrustError("the first certificate is not the key's")
        }
        self.key = key
        identifier = DER.element(0x30, leaf.issuerAndSerial)
        certificates = embedCertificates ? DER.element(0xA0, chain.flatMap(\.der)) : []
        switch key.publicKey.kind {
        case .rsa: signingAlgorithm = DER.element(0x30, ObjectIdentifiers.rsaEncryption, [0x05, 0x00])
        case .ec: signingAlgorithm = DER.element(0x30, ObjectIdentifiers.ecdsaWithSHA256)
        case .other: throw TrustError("only RSA and ECDSA keys sign")
        }
    }

    /// The signature over `content`, claiming to be made at `time` (milliseconds since 1970).
    public func sign(_ content: [UInt8], at time: Int64) throws(TrustError) -> [UInt8] {
        let signingTime = DER.element(
            0x30, ObjectIdentifiers.signingTime, DER.element(0x31, DERTime.element(time)))
        let messageDigest = DER.element(
            0x30, ObjectIdentifiers.messageDigest, DER.element(0x31, DER.element(0x04, SHA256.digest(content))))
        // In the order of DER (X.690, 11.6): the three begin with their lengths, 0x18 < 0x1C (or 0x1E) < 0x2F.
        var attributes = DER.element(0x31, Self.contentType, signingTime, messageDigest)
        let signature = DER.element(0x04, try key.sign(attributes))
        attributes[0] = 0xA0
        let info = DER.element(
            0x30, [0x02, 0x01, 0x01], identifier, Self.digestAlgorithm, attributes, signingAlgorithm, signature)
        let data = DER.element(
            0x30, [0x02, 0x01, 0x01], DER.element(0x31, Self.digestAlgorithm),
            DER.element(0x30, ObjectIdentifiers.data), certificates, DER.element(0x31, info))
        return DER.element(0x30, ObjectIdentifiers.signedData, DER.element(0xA0, data))
    }
}
