internal import COpenSSL

/// The owner of an `X509`.
@safe final class CertificateHandle: @unchecked Sendable {
    // Sendable: the certificate is only read once parsed; OpenSSL locks its own caches inside.
    let pointer: OpaquePointer

    /// Takes over `pointer`.
    init(owning pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe X509_free(pointer) }

    /// Milliseconds since 1970.
    static func time(_ value: UnsafePointer<ASN1_TIME>?) -> Int64? {
        guard let value = unsafe value, let data = unsafe ASN1_STRING_get0_data(value) else { return nil }
        let length = Int(unsafe ASN1_STRING_length(value))
        let text = unsafe Array(UnsafeBufferPointer(start: data, count: length))
        return DERTime.parse(tag: UInt8(truncatingIfNeeded: unsafe ASN1_STRING_type(value)), text.span)
    }

    /// The name as in RFC 4514, letters beyond ASCII as they are.
    static func text(_ name: OpaquePointer?) -> String {
        guard let name = unsafe name, let output = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(output) }
        let flags = lgsp_name_flags()
        guard unsafe X509_NAME_print_ex(output, name, 0, flags) >= 0 else { return "" }
        let length = unsafe BIO_ctrl_pending(output)
        var bytes = [UInt8](repeating: 0, count: length)
        let read = unsafe BIO_read(output, &bytes, Int32(clamping: length))
        return String(decoding: bytes.prefix(max(0, Int(read))), as: UTF8.self)
    }

    /// The bytes of an octet string.
    static func bytes(_ value: UnsafePointer<ASN1_OCTET_STRING>?) -> [UInt8]? {
        guard let value = unsafe value, let data = unsafe ASN1_STRING_get0_data(value) else { return nil }
        return unsafe Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(value))))
    }
}
