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

    /// Its number (RFC 5280, section 5.2.3), nil where it has none that fits.
    var number: UInt64? {
        guard let value = unsafe X509_CRL_get_ext_d2i(handle.pointer, NID_crl_number, nil, nil) else { return nil }
        let integer = unsafe value.assumingMemoryBound(to: ASN1_INTEGER.self)
        defer { unsafe ASN1_INTEGER_free(integer) }
        return unsafe Self.number(integer)
    }

    /// The serial numbers that it lists, as far as they have 64 bits.
    var serials: [UInt64] {
        let revoked = unsafe X509_CRL_get_REVOKED(handle.pointer)
        return (0..<Int32(clamping: count)).compactMap { place in
            guard let entry = unsafe OPENSSL_sk_value(revoked, place) else { return nil }
            return unsafe Self.number(unsafe X509_REVOKED_get0_serialNumber(OpaquePointer(entry)))
        }
    }

    /// Whether `key` signed it.
    func isSigned(by key: PublicKey) -> Bool {
        defer { OpenSSL.clear() }
        return unsafe X509_CRL_verify(handle.pointer, key.handle.pointer) == 1
    }

    private static func number(_ integer: UnsafePointer<ASN1_INTEGER>?) -> UInt64? {
        var number: UInt64 = 0
        defer { OpenSSL.clear() }
        return unsafe ASN1_INTEGER_get_uint64(&number, integer) == 1 ? number : nil
    }

    /// The owner of an `X509_CRL`.
    @safe final class Handle: @unchecked Sendable {
        // Sendable: the list is only read once parsed; OpenSSL locks its own caches inside.
        let pointer: OpaquePointer

        init(owning pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

        deinit { unsafe X509_CRL_free(pointer) }
    }
}
