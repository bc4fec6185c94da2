@testable import Trust

/// Makes signatures whose arithmetic is right and whose signed attributes are not as RFC 5652 has them.
struct Forger {
    private let key: PrivateKey
    private let certificate: Certificate
    private let contentType = DER.element(
        0x30, ObjectIdentifiers.contentType, DER.element(0x31, ObjectIdentifiers.data))
    private let digest: [UInt8]

    init(_ gallery: Gallery) throws {
        key = try gallery.key("p256")
        certificate = try gallery.certificate("p256")
        digest = DER.element(0x04, SHA256.digest(gallery.bytes("doc")))
    }

    private func messageDigest(_ values: [UInt8]...) -> [UInt8] {
        DER.element(0x30, ObjectIdentifiers.messageDigest, DER.element(0x31, values.flatMap { $0 }))
    }

    func usual() throws -> [UInt8] { try sign([contentType, messageDigest(digest)]) }

    func repeatingDigest() throws -> [UInt8] {
        try sign([contentType, messageDigest(digest), messageDigest(digest)])
    }

    func withTwoDigestValues() throws -> [UInt8] { try sign([contentType, messageDigest(digest, digest)]) }

    func withoutContentType() throws -> [UInt8] { try sign([messageDigest(digest)]) }

    func withOtherContentType() throws -> [UInt8] {
        let other = DER.element(
            0x30, ObjectIdentifiers.contentType, DER.element(0x31, ObjectIdentifiers.signedData))
        return try sign([other, messageDigest(digest)])
    }

    func repeatingUnknown() throws -> [UInt8] {
        let unknown = DER.element(0x30, [0x06, 0x03, 0x2A, 0x03, 0x04], DER.element(0x31, [0x05, 0x00]))
        return try sign([unknown, unknown, contentType, messageDigest(digest)])
    }

    func withoutDigest() throws -> [UInt8] { try sign([contentType]) }

    func withBrokenTime() throws -> [UInt8] { try withTime(0x17, "209913010000Z") }

    func withTime(_ tag: UInt8, _ text: String) throws -> [UInt8] {
        let time = DER.element(tag, Array(text.utf8))
        return try sign([
            contentType, DER.element(0x30, ObjectIdentifiers.signingTime, DER.element(0x31, time)),
            messageDigest(digest),
        ])
    }

    private func sign(_ attributes: [[UInt8]]) throws -> [UInt8] {
        var set = DER.element(0x31, attributes.flatMap { $0 })
        let value = DER.element(0x04, try key.sign(set))
        set[0] = 0xA0
        let sha256 = DER.element(0x30, ObjectIdentifiers.sha256)
        let info = DER.element(
            0x30, [0x02, 0x01, 0x01], DER.element(0x30, certificate.issuerAndSerial), sha256, set,
            DER.element(0x30, ObjectIdentifiers.ecdsaWithSHA256), value)
        let data = DER.element(
            0x30, [0x02, 0x01, 0x01], DER.element(0x31, sha256), DER.element(0x30, ObjectIdentifiers.data),
            DER.element(0xA0, certificate.der), DER.element(0x31, info))
        return DER.element(0x30, ObjectIdentifiers.signedData, DER.element(0xA0, data))
    }
}
