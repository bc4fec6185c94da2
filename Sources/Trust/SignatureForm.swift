public import Platform

/// What bytes or text are that were sent in place of a detached CMS, and what to do about it.
public struct SignatureForm: Sendable, Hashable {
    /// What it is, such as `PEM, not DER`.
    public let found: String
    /// What to do; nil where the words of the code say it.
    public let hint: Hint?

    /// What `bytes` are, which OpenSSL does not read as one CMS in DER.
    static func of(bytes: [UInt8]) -> SignatureForm {
        let start = bytes.prefix(64)
        func begins(_ text: String) -> Bool { start.starts(with: text.utf8) }
        let trimmed = bytes.drop { [0x20, 9, 10, 13].contains($0) }
        if trimmed.starts(with: "-----BEGIN".utf8) { return pem(trimmed) }
        if begins("MIME-Version:") || begins("Content-Type:") { return mime }
        if trimmed.first == UInt8(ascii: "<") {
            return SignatureForm(found: "XML, not a CMS in DER", hint: xml)
        }
        if begins("PK\u{3}\u{4}") { return SignatureForm(found: "a zip archive, not a CMS in DER", hint: nil) }
        if begins("%PDF") { return SignatureForm(found: "a PDF file, not a CMS in DER", hint: nil) }
        if let other = der(bytes) { return other }
        if let decoded = Base64.decode(bytes.span),
            decoded.starts(with: [0x30, 0x80]) || decoded.starts(with: [0x30, 0x82])
        {
            return SignatureForm(found: "base64, not DER", hint: decode)
        }
        if let text = String(validating: trimmed, as: UTF8.self), let form = of(text: text) {
            return SignatureForm(found: "\(form.found), not DER", hint: form.hint)
        }
        return SignatureForm(found: "not one CMS in DER", hint: nil)
    }

    /// What `text` is, which is to be the base64 of a CMS in DER; nil where it is base64, or nothing that is known.
    public static func of(text: String) -> SignatureForm? {
        let all = Array(text.utf8)
        let bytes = all[FieldText.trimmed(0..<all.count, of: all)]
        if bytes.isEmpty { return SignatureForm(found: "nothing", hint: sendBase64) }
        if bytes.firstRange(of: "-----BEGIN".utf8) != nil { return pem(bytes) }
        // Hexadecimal digits are digits of base64 too.
        if bytes.count >= 16, bytes.starts(with: "30".utf8),
            String(decoding: bytes, as: UTF8.self).allSatisfy(\.isHexDigit)
        {
            return SignatureForm(found: "hexadecimal digits", hint: sendBase64)
        }
        if Base64.decode(Array(bytes).span) != nil {
            // The base64 of base64 or of PEM is told by what it holds.
            return bytes.starts(with: "TUlJ".utf8) ? SignatureForm(found: "base64 of base64", hint: encodeOnce) : nil
        }
        if bytes.firstRange(of: "\\n".utf8) != nil || bytes.firstRange(of: "\\r".utf8) != nil {
            return SignatureForm(found: "line ends written with a backslash", hint: bareBase64)
        }
        if isPath(bytes) { return SignatureForm(found: "the name of a file", hint: sendBase64) }
        if bytes.starts(with: "data:".utf8) {
            return SignatureForm(found: "a data: URL", hint: bareBase64)
        }
        if bytes.count > 1, let first = bytes.first, first == bytes.last {
            if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
                return SignatureForm(found: "text in quotes", hint: bareBase64)
            }
            if first == UInt8(ascii: ":") {
                return SignatureForm(found: "base64 between colons (RFC 8941)", hint: bareBase64)
            }
        }
        if bytes.contains(UInt8(ascii: "%")) { return SignatureForm(found: "percent-encoded text", hint: bareBase64) }
        let plain = bytes.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == UInt8(ascii: "_") ? 0x2F : $0 }
        let digits = plain.filter { ![0x20, 9, 10, 13].contains($0) }.reversed().drop { $0 == 0x3D }.reversed()
        let padded = Array(digits) + [UInt8](repeating: 0x3D, count: (4 - digits.count % 4) % 4)
        guard Base64.decode(padded.span) != nil else { return nil }
        return plain == Array(bytes)
            ? SignatureForm(found: "base64 without its padding", hint: padding)
            : SignatureForm(found: "base64url (RFC 4648, 5)", hint: alphabet)
    }

    /// The first sign of `text` that has no place in base64, in words; nil for none.
    public static func stranger(in text: String) -> String? {
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
        guard let place = text.firstIndex(where: { !digits.contains($0) && $0 != "\r\n" }) else { return nil }
        let count = text.distance(from: text.startIndex, to: place)
        return "\(text[place].debugDescription.prefix(20)) behind \(count) digits"
    }

    private static func isPath(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count < 300, !bytes.contains(10) else { return false }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return text.hasPrefix("@") || text.hasPrefix("./") || text.hasPrefix("~/") || text.hasPrefix("file:")
            || text.hasPrefix("\\\\") || text.dropFirst().hasPrefix(":\\")
            || [".p7s", ".p7m", ".p7b", ".der", ".pem", ".sig", ".cms", ".b64", ".bin", ".txt", ".edxml", ".xml"]
                .contains { text.hasSuffix($0) }
    }

    /// A PEM by its label (RFC 7468).
    private static func pem(_ text: ArraySlice<UInt8>) -> SignatureForm {
        let words = String(decoding: text.prefix(4096), as: UTF8.self)
        let label = words.split(separator: "-----").first { $0.hasPrefix("BEGIN ") }.map { String($0.dropFirst(6)) }
        switch label {
        case let label? where label.hasSuffix("PRIVATE KEY"):
            return SignatureForm(found: "a private key in PEM", hint: privateKey)
        case let label? where label.hasSuffix("CERTIFICATE"):
            return SignatureForm(found: "a certificate in PEM, no signature", hint: nil)
        default: return SignatureForm(found: "PEM, not DER", hint: outformDER)
        }
    }

    /// What else is a SEQUENCE in DER.
    private static func der(_ bytes: [UInt8]) -> SignatureForm? {
        if (try? Certificate(der: bytes)) != nil {
            return SignatureForm(found: "a certificate, no signature", hint: nil)
        }
        if SignatureLength.isDER(bytes) { return SignatureForm(found: "a bare ECDSA signature, no CMS", hint: bare) }
        let isRSA = [256, 384, 512].contains(bytes.count)
        if isRSA || bytes.count == 64 || bytes.count == 96, bytes.contains(where: { $0 >= 0x80 || $0 < 0x20 }) {
            return SignatureForm(found: "\(bytes.count) bytes, as a bare signature has, no CMS", hint: bare)
        }
        return nil
    }

    private static let decode = Hint(
        "Decode it first (base64 -d); a multipart part may say Content-Transfer-Encoding: base64 instead.",
        "Giải mã trước (base64 -d); hoặc phần multipart ghi Content-Transfer-Encoding: base64.")
    private static let mime = SignatureForm(found: "an S/MIME message, not DER", hint: outformDER)
    private static let outformDER = Hint(
        "Sign with openssl cms -sign -binary -outform DER; in a header field the DER goes as base64 (base64 -w0 FILE).",
        "Ký bằng openssl cms -sign -binary -outform DER; trong trường header, DER viết dạng base64 (base64 -w0 TỆP).")
    /// What to do with a field that is to hold base64.
    public static let sendBase64 = Hint(
        "Put the base64 of the DER into the field: base64 -w0 signature.p7s; leave the field out where there is no CMS.",
        "Đặt base64 của DER vào trường này: base64 -w0 signature.p7s; bỏ trường này nếu không có CMS.")
    private static let bareBase64 = Hint(
        "Put nothing but the base64 of the DER there: no quotes, colons or prefix, no percent-encoding, no \\n.",
        "Chỉ đặt base64 của DER: không dấu nháy, dấu hai chấm hay tiền tố, không mã hóa phần trăm, không \\n.")
    private static let encodeOnce = Hint(
        "Encode the DER once: base64 -w0 signature.p7s.", "Chỉ mã hóa base64 một lần: base64 -w0 signature.p7s.")
    private static let padding = Hint(
        "Add = until the length is a multiple of four (RFC 4648, 4).",
        "Thêm dấu = cho đến khi độ dài là bội của bốn (RFC 4648, 4).")
    private static let alphabet = Hint(
        "Use the alphabet with + and / and padding (RFC 4648, section 4), not that with - and _ (section 5).",
        "Dùng bảng chữ có + và / cùng dấu đệm = (RFC 4648, mục 4), không dùng bảng có - và _ (mục 5).")
    private static let bare = Hint(
        "Make a CMS, which holds certificate and attributes besides: openssl cms -sign -binary -outform DER, not openssl dgst.",
        "Tạo CMS, gồm cả chứng thư và thuộc tính: openssl cms -sign -binary -outform DER, không dùng openssl dgst.")
    private static let privateKey = Hint(
        "A private key was sent: it is no secret any more. Have its certificate revoked, and send the signature.",
        "Khóa riêng đã bị gửi đi và không còn bí mật: đề nghị thu hồi chứng thư, rồi gửi chữ ký.")
    private static let xml = Hint(
        "A signature in the document needs no CMS beside it; a CMS is the DER of openssl cms -sign -binary -outform DER.",
        "Chữ ký nằm trong văn bản thì không cần CMS kèm theo; CMS là DER của openssl cms -sign -binary -outform DER.")
}
