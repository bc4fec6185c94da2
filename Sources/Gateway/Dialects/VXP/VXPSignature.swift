internal import Platform
internal import Trust

/// The signature over the header fields of a request: HMAC-SHA256 over a JSON text of the signed ones.
struct VXPSignature: Sendable {
    /// Led by this, every parameter is a header field.
    static let prefix = "XroadVnpt-"

    /// The names that are signed, in lower case.
    let names: Set<String>
    /// The secret that it was made with.
    let secret: String

    /// Checks the fields that `header` gives against `secrets`.
    ///
    /// The HMAC is over the text as sent; the text must name exactly the fields listed, in their order, each with the
    /// value that was sent. `systemid` and `timestamp` are among them always.
    init(header: (String) -> String?, secrets: [String]) throws(Problem) {
        guard let list = header(Self.prefix + "sign-header-key"), let text = header(Self.prefix + "sign-header"),
            let hash = header(Self.prefix + "hash-header"), let code = Hex.decode(hash.lowercased())
        else { throw Problem("request_signature_missing") }
        let bytes = [UInt8](text.utf8)
        var genuine: String?
        for secret in secrets {
            let expected = (try? HMACSHA256.code(of: bytes, key: [UInt8](secret.utf8))) ?? []
            if HMACSHA256.isSame(expected, code), !expected.isEmpty { genuine = secret }
        }
        guard let genuine else {
            // The Java client sends a letter as the low byte of its code, but signs its UTF-8: nobody can check that.
            let isPlain = bytes.allSatisfy { $0 < 0x80 }
            throw Problem(
                "request_signature_invalid",
                isPlain
                    ? "" : "sign-header has letters outside ASCII: header fields cannot carry them, e.g. in filePath."
            ).ofSecret
        }
        guard let root = try? JSONReader.read(bytes), case .object(let members) = root.value else {
            throw Problem("request_signature_invalid", "sign-header is not a JSON object.")
        }
        let names = list.split(separator: ";").map { $0.lowercased() }
        guard members.map({ $0.key.lowercased() }) == names.map({ (Self.prefix + $0).lowercased() }),
            Set(names).count == names.count
        else { throw Problem("request_signature_invalid", "sign-header does not hold the fields of sign-header-key.") }
        for member in members where !Self.isSame(member.value.string, header(member.key)) {
            throw Problem("request_signature_invalid", "A field is not what was signed.", found: member.key)
        }
        self.names = Set(names)
        secret = genuine
        for name in ["systemid", "timestamp"] { try require(name) }
    }

    /// Whether a field is what was signed; HTTP takes away the white space around it (RFC 9110, 5.5).
    private static func isSame(_ signed: String?, _ sent: String?) -> Bool {
        guard let signed, let sent else { return false }
        return signed == sent || trimmed(signed) == trimmed(sent)
    }

    private static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text.drop { $0 == " " || $0 == "\t" }
    }

    /// Whether a parameter that is acted on was signed.
    func require(_ name: String) throws(Problem) {
        guard names.contains(name.lowercased()) else {
            throw Problem("request_signature_incomplete", found: Self.prefix + name)
        }
    }
}
