internal import Platform

/// The text form of keys and certificates (RFC 7468).
public enum PEM {
    /// The blocks of `text` in order, each with its label; a block that is not base64 is an error.
    public static func blocks(_ text: [UInt8]) throws(TrustError) -> [(label: String, der: [UInt8])] {
        var result: [(label: String, der: [UInt8])] = []
        var label: String?
        var body: [UInt8] = []
        let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for line in text[start...].split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let trimmed = FieldText.trimmed(String(decoding: line, as: UTF8.self))
            if trimmed.hasPrefix("-----BEGIN "), trimmed.hasSuffix("-----"), trimmed.utf8.count > 16 {
                label = String(trimmed.dropFirst(11).dropLast(5))
                body = []
            } else if trimmed.hasPrefix("-----END "), let name = label {
                guard let der = Base64.decode(body.span) else { throw TrustError("PEM: \(name) is not base64") }
                result.append((name, der))
                label = nil
            } else if label != nil {
                body.append(contentsOf: line)
            }
        }
        if let label { throw TrustError("PEM: \(label) has no end") }
        return result
    }

    /// One block of text around `der`.
    public static func encode(_ label: String, _ der: [UInt8]) -> String {
        let digits = Base64.encode(der.span)
        var text = "-----BEGIN \(label)-----\n"
        var index = 0
        while index < digits.count {
            let end = min(index + 64, digits.count)
            text += String(decoding: digits[index..<end], as: UTF8.self) + "\n"
            index = end
        }
        return text + "-----END \(label)-----\n"
    }
}
