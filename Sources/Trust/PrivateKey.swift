internal import COpenSSL

/// A private key, shared read-only; its bytes leave it only through `pem`.
public struct PrivateKey: Sendable {
    let handle: KeyHandle
    /// The public half.
    public let publicKey: PublicKey

    private init(owning pointer: OpaquePointer) {
        handle = unsafe KeyHandle(owning: unsafe pointer)
        publicKey = PublicKey(handle)
    }

    /// A fresh key.
    public static func generate(_ type: KeyType = .p256) throws(TrustError) -> PrivateKey {
        OpenSSL.clear()
        let pointer =
            switch type {
            case .p256: unsafe lgsp_generate_ec("P-256")
            case .p384: unsafe lgsp_generate_ec("P-384")
            case .rsa2048: unsafe lgsp_generate_rsa(2048)
            case .rsa3072: unsafe lgsp_generate_rsa(3072)
            case .rsa1024: unsafe lgsp_generate_rsa(1024)
            }
        guard let pointer = unsafe pointer else { throw OpenSSL.failure("EVP_PKEY_Q_keygen") }
        return unsafe PrivateKey(owning: unsafe pointer)
    }

    /// The first private key in `pem`: PKCS #8, RSA or EC form, not encrypted.
    public init(pem: [UInt8]) throws(TrustError) {
        guard let block = try PEM.blocks(pem).first(where: { $0.label.hasSuffix("PRIVATE KEY") }) else {
            throw TrustError("no private key in the PEM text")
        }
        self = try PrivateKey(der: block.der)
    }

    /// Whether `der` is a private key in PKCS #8, RSA or EC form; an encrypted one counts.
    static func isPrivateKey(_ der: [UInt8]) -> Bool {
        isEncrypted(der) || (try? PrivateKey(der: der)) != nil
    }

    /// Whether `der` is an EncryptedPrivateKeyInfo (RFC 5958, section 3): a SEQUENCE of an AlgorithmIdentifier of PKCS #5
    /// or PKCS #12 (RFC 8018, RFC 7292), and an OCTET STRING.
    private static func isEncrypted(_ der: [UInt8]) -> Bool {
        var cursor = DERCursor(der, 0..<der.count)
        guard let outer = cursor.next(0x30) else { return false }
        var inside = DERCursor(der, outer.body)
        guard let algorithm = inside.next(0x30), inside.next(0x04) != nil, inside.isAtEnd else { return false }
        var identifier = DERCursor(der, algorithm.body)
        guard let name = identifier.next(0x06) else { return false }
        // 1.2.840.113549.1.5 and 1.2.840.113549.1.12.
        return [[0x05], [0x0C]].contains {
            der[name.body].starts(with: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01] + $0)
        }
    }

    /// The key in `der`: PKCS #8, RSA or EC form, not encrypted.
    public init(der: [UInt8]) throws(TrustError) {
        guard !Self.isEncrypted(der) else { throw TrustError("the private key is encrypted") }
        guard
            let key = unsafe OpenSSL.decoding(
                der, { unsafe d2i_AutoPrivateKey(nil, $0, $1) }, free: { unsafe EVP_PKEY_free($0) })
        else { throw TrustError("not a private key") }
        unsafe self.init(owning: unsafe key)
    }

    /// PKCS #8 in PEM, not encrypted.
    public var pem: String {
        guard let info = unsafe EVP_PKEY2PKCS8(handle.pointer) else { return "" }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
        return unsafe PEM.encode("PRIVATE KEY", OpenSSL.encoding { unsafe i2d_PKCS8_PRIV_KEY_INFO(info, $0) })
    }

    /// The signature over the SHA-256 of `bytes` (RSA: PKCS #1 v1.5; ECDSA: DER).
    public func sign(_ bytes: [UInt8]) throws(TrustError) -> [UInt8] {
        try handle.sign(digest: SHA256.digest(bytes), .sha256)
    }

    /// The signature over the digest of `bytes` by another algorithm.
    package func sign(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) throws(TrustError) -> [UInt8] {
        try handle.sign(digest: algorithm.digest(bytes.span), algorithm)
    }
}
