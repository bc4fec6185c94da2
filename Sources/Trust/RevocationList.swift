internal import COpenSSL

/// A certificate revocation list (RFC 5280, section 5), parsed once and shared read-only.
public struct RevocationList: Sendable {
    let handle: Handle
    /// The issuer's name as in RFC 4514.
    public let issuer: String
    /// The first moment for which it speaks, milliseconds since 1970.
    public let thisUpdate: Int64
    /// When the next one is due, milliseconds since 1970, where it says so.
    public let nextUpdate: Int64?
    /// How many certificates it lists.
    public let count: Int

    /// The CRL whose bytes are exactly `der`.
    public init(der: [UInt8]) throws(TrustError) {
        guard
            let pointer = unsafe OpenSSL.decoding(
                der, { unsafe d2i_X509_CRL(nil, $0, $1) }, free: { unsafe X509_CRL_free($0) })
        else { throw TrustError("not a CRL") }
        handle = unsafe Handle(owning: unsafe pointer)
        issuer = unsafe CertificateHandle.text(unsafe X509_CRL_get_issuer(pointer))
        guard let first = unsafe CertificateHandle.time(unsafe X509_CRL_get0_lastUpdate(pointer)) else {
            throw TrustError("the CRL's thisUpdate is not in the form of RFC 5280, 5.1.2.4")
        }
        thisUpdate = first
        if let next = unsafe X509_CRL_get0_nextUpdate(pointer) {
            guard let last = unsafe CertificateHandle.time(unsafe next) else {
                throw TrustError("the CRL's nextUpdate is not in the form of RFC 5280, 5.1.2.5")
            }
            nextUpdate = last
        } else {
            nextUpdate = nil
        }
        let revoked = unsafe X509_CRL_get_REVOKED(pointer)
        count = unsafe revoked.map { Int(max(0, unsafe OPENSSL_sk_num(unsafe $0))) } ?? 0
    }

    /// The owner of an `X509_CRL`.
    @safe final class Handle: @unchecked Sendable {
        // Sendable: the list is only read once parsed; OpenSSL locks its own caches inside.
        let pointer: OpaquePointer

        init(owning pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

        deinit { unsafe X509_CRL_free(pointer) }
    }
}
