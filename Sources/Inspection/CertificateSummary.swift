public import Trust

/// What is told of a certificate; it holds nothing of the certificate's bytes.
public struct CertificateSummary: Equatable, Sendable {
    /// The subject's name (RFC 4514).
    public let subject: String
    /// The issuer's name (RFC 4514).
    public let issuer: String
    /// The serial number, hexadecimal digits.
    public let serial: String
    /// The first moment of its validity, milliseconds since 1970.
    public let notBefore: Int64
    /// The last moment of its validity, milliseconds since 1970.
    public let notAfter: Int64
    /// SHA-256 of the certificate.
    public let digest: [UInt8]
    /// The key's kind, such as RSA-2048.
    public let key: KeyKind

    /// The summary of `certificate`.
    public init(_ certificate: Certificate) {
        subject = certificate.subject
        issuer = certificate.issuer
        serial = certificate.serial
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
        digest = certificate.digest
        key = certificate.publicKey.kind
    }
}
