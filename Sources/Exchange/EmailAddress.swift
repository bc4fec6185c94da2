/// An e-mail address that is safe in a header field and in an SMTP command: `local@domain` in ASCII, the local part a
/// dot-string (RFC 5321, section 4.1.2); no quotes, no comments, no addresses in brackets.
public struct EmailAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The part before the `@`.
    public let local: String
    /// The domain, in small letters.
    public let domain: String

    /// The most bytes (RFC 5321, section 4.5.3.1.3, without the brackets of a path).
    public static let limit = 254

    /// The address that `text` spells; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.limit, parts.count == 2, Self.isLocal(parts[0]), Self.isDomain(parts[1]) else {
            return nil
        }
        local = String(parts[0])
        domain = parts[1].lowercased()
    }

    /// `local@domain`.
    public var description: String { "\(local)@\(domain)" }

    /// By domain, then by local part.
    public static func < (left: EmailAddress, right: EmailAddress) -> Bool {
        (left.domain, left.local) < (right.domain, right.local)
    }

    private static func isLocal(_ text: Substring) -> Bool {
        text.utf8.count <= 64
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty
                    && atom.utf8.allSatisfy { isAlphanumeric($0) || Array("!#$%&'*+-/=?^_`{|}~".utf8).contains($0) }
            }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
