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
        for block in try PEM.blocks(pem) where block.label.hasSuffix("PRIVATE KEY") {
            guard block.label != "ENCRYPTED PRIVATE KEY" else { throw TrustError("the private key is encrypted") }
            self = try PrivateKey(der: block.der)
            return
        }
        throw TrustError("no private key in the PEM text")
    }

    /// Whether `der` is a private key in PKCS #8, RSA or EC form; an encrypted one counts.
    static func isPrivateKey(_ der: [UInt8]) -> Bool {
        // PBES2, 1.2.840.113549.1.5.13, which encrypts a PKCS #8.
        let encrypted: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D]
        return der.prefix(40).firstRange(of: encrypted) != nil || (try? PrivateKey(der: der)) != nil
    }

    /// The key in `der`: PKCS #8, RSA or EC form, not encrypted.
    public init(der: [UInt8]) throws(TrustError) {
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
