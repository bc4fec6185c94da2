/// Object identifiers of CMS (RFC 5652) and its algorithms, as DER with tag and length.
package enum ObjectIdentifiers {
    package static let data = pkcs9Family([1, 7, 1])
    package static let signedData = pkcs9Family([1, 7, 2])
    package static let contentType = pkcs9Family([1, 9, 3])
    package static let messageDigest = pkcs9Family([1, 9, 4])
    package static let signingTime = pkcs9Family([1, 9, 5])
    package static let smimeCapabilities = pkcs9Family([1, 9, 15])
    package static let signingCertificateV2: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F,
    ]
    package static let rsaEncryption = pkcs9Family([1, 1, 1])
    package static let sha256WithRSA = pkcs9Family([1, 1, 11])
    package static let sha384WithRSA = pkcs9Family([1, 1, 12])
    package static let sha512WithRSA = pkcs9Family([1, 1, 13])
    package static let ecdsaWithSHA256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
    package static let ecdsaWithSHA384: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03]
    package static let ecdsaWithSHA512: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04]
    package static let sha256: [UInt8] = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
    package static let sha384: [UInt8] = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]
    package static let sha512: [UInt8] = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]

    /// 1.2.840.113549 followed by the three given arcs.
    private static func pkcs9Family(_ tail: [UInt8]) -> [UInt8] {
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D] + tail
    }
}
