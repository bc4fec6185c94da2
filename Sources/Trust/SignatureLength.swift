internal import Platform

/// What to say of a signature's value that cannot be the signer's for its length or its form alone.
enum SignatureLength {
    /// In an XML signature: r and s joined, each as long as the curve's order (XML Signature 1.1, 6.4.3), or as long as
    /// the RSA modulus (RFC 8017, 8.2.1).
    static func faultInXML(_ value: [UInt8], _ kind: KeyKind) -> (found: String, hint: Hint)? {
        if case .rsa(let bits) = kind { return rsa(value, bits) }
        guard let half = half(kind), !value.isEmpty else { return nil }
        let wanted = "r and s of \(kind) are \(half) each, \(half * 2) in all"
        // It may be as long by chance.
        if isDER(value) { return ("\(value.count) bytes in DER; \(wanted), not in DER", joined) }
        guard value.count != half * 2 else { return nil }
        return ("\(value.count) bytes; \(wanted)", value.count < half * 2 ? padded : unsigned)
    }

    /// In a CMS: r and s in DER (RFC 5753, 7.2), or as long as the RSA modulus.
    static func faultInCMS(_ value: [UInt8], _ kind: KeyKind) -> (found: String, hint: Hint)? {
        if case .rsa(let bits) = kind { return rsa(value, bits) }
        guard half(kind) != nil, !isDER(value) else { return nil }
        return ("\(value.count) bytes; an ECDSA signature in a CMS is a SEQUENCE of r and s in DER", sequence)
    }

    private static func rsa(_ value: [UInt8], _ bits: Int) -> (found: String, hint: Hint)? {
        let length = (bits + 7) / 8
        guard !value.isEmpty, value.count != length else { return nil }
        let found = "\(value.count) bytes; the signer's RSA key of \(bits) bits makes \(length)"
        return (found, value.count < length ? lengthened : value.count == length + 1 ? unsigned : wholeRSA)
    }

    /// How many bytes r and s have each.
    static func half(_ kind: KeyKind) -> Int? {
        switch kind {
        case .ec("prime256v1"): 32
        case .ec("secp384r1"): 48
        default: nil
        }
    }

    /// Whether it is a SEQUENCE of two INTEGERs.
    static func isDER(_ value: [UInt8]) -> Bool {
        var file = DERCursor(value, 0..<value.count)
        guard let outer = file.next(0x30), file.isAtEnd else { return false }
        var inside = DERCursor(value, outer.body)
        return inside.next(0x02) != nil && inside.next(0x02) != nil && inside.isAtEnd
    }

    private static let padded = Hint(
        "Fill r and s with zero bytes on the left to their whole length before joining them: a leading zero was lost.",
        "Thêm byte 0 bên trái r và s cho đủ độ dài trước khi ghép: một byte 0 ở đầu đã bị mất.")
    private static let unsigned = Hint(
        "Leave out the zero byte that big integers get before a first bit that is set (BigInteger.toByteArray).",
        "Bỏ byte 0 mà số nguyên lớn thêm vào trước bit đầu bằng 1 (BigInteger.toByteArray).")
    private static let joined = Hint(
        "Join r and s, each at its whole length, instead of their DER.",
        "Ghép r và s, mỗi số đủ độ dài, thay cho dạng DER.")
    private static let sequence = Hint(
        "Encode r and s as a SEQUENCE of two INTEGERs, as openssl does; joined they stand in XML signatures and JWS only.",
        "Mã hóa r và s thành SEQUENCE gồm hai INTEGER như openssl; dạng ghép chỉ dùng trong chữ ký XML và JWS.")
    private static let lengthened = Hint(
        "Fill the signature with zero bytes on the left to the length of the modulus (RFC 8017, 8.2.1), or send the whole of it.",
        "Thêm byte 0 bên trái chữ ký cho đủ độ dài của modulus (RFC 8017, 8.2.1), hoặc gửi đủ chữ ký.")
    private static let wholeRSA = Hint(
        "Send the bytes of the signature alone, by the key of the certificate.",
        "Chỉ gửi các byte của chữ ký, tạo bằng khóa của chứng thư.")
}
