internal import COpenSSL
internal import Platform

/// A public key, shared read-only.
public struct PublicKey: Sendable, Equatable {
    let handle: KeyHandle
    /// The SubjectPublicKeyInfo in DER (RFC 5280, section 4.1.2.7).
    public let encoding: [UInt8]
    /// SHA-256 of the SubjectPublicKeyInfo, 32 bytes: what is bound to agencies.
    public let digest: [UInt8]
    /// SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits.
    public let fingerprint: String

    init(_ handle: KeyHandle) {
        self.handle = handle
        encoding = unsafe OpenSSL.encoding { unsafe i2d_PUBKEY(handle.pointer, $0) }
        digest = SHA256.digest(encoding)
        fingerprint = Hex.encode(digest)
    }

    /// The key whose SubjectPublicKeyInfo is `encoding`.
    public init(encoding: [UInt8]) throws(TrustError) {
        guard
            let key = unsafe OpenSSL.decoding(
                encoding, { unsafe d2i_PUBKEY(nil, $0, $1) }, free: { unsafe EVP_PKEY_free($0) })
        else { throw TrustError("not a SubjectPublicKeyInfo") }
        unsafe self.init(KeyHandle(owning: unsafe key))
    }

    /// RSA with its size, or the curve.
    public var kind: KeyKind { handle.kind }

    /// Whether signatures by such a key are accepted: RSA from 2048 bits, P-256 and P-384.
    public var isStrong: Bool {
        switch kind {
        case .rsa(let bits): bits >= 2048
        case .ec(let curve): curve == "prime256v1" || curve == "secp384r1"
        case .other: false
        }
    }

    /// Whether `signature` is this key's over the SHA-256 of `bytes` (RSA: PKCS #1 v1.5; ECDSA: DER).
    public func verify(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        handle.verify(signature.span, digest: SHA256.digest(bytes), .sha256)
    }

    /// Two keys are one where their encodings are.
    public static func == (left: Self, right: Self) -> Bool { left.encoding == right.encoding }
}
