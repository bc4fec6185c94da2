/// The keys that can be made here.
public enum KeyType: String, Sendable, CaseIterable {
    /// ECDSA on P-256, the default.
    case p256
    /// ECDSA on P-384.
    case p384
    /// RSA of 2048 bits.
    case rsa2048
    /// RSA of 3072 bits.
    case rsa3072
    /// RSA of 1024 bits: refused by every check, for tests of that refusal.
    case rsa1024
}

/// What kind of key a public key is.
public enum KeyKind: Sendable, Equatable, CustomStringConvertible {
    /// RSA with so many bits.
    case rsa(bits: Int)
    /// ECDSA on a named curve, such as `prime256v1`.
    case ec(curve: String)
    /// Any other kind.
    case other

    /// A short name, such as `RSA-2048` or `P-256`.
    public var description: String {
        switch self {
        case .rsa(let bits): "RSA-\(bits)"
        case .ec("prime256v1"): "P-256"
        case .ec("secp384r1"): "P-384"
        case .ec(let curve): curve
        case .other: "other"
        }
    }
}
