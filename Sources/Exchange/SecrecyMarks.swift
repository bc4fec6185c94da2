/// The marks of a state secret, and where they are looked for: data, so that a rule's change is not a program's.
public struct SecrecyMarks: Sendable {
    /// The marks, highest first, as they are printed on documents.
    public var marks: [String] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"]

    /// The usual marks.
    public init() {}

    /// Whether a field's text is a mark, or begins with one that stands apart: alone, in brackets, or before a colon.
    ///
    /// `fields` are the texts of the fields named in `domain`: subject, content, type and steering.
    public func isSecret(fields: [String]) -> Bool {
        fields.contains { field in
            guard let first = field.utf8.first else { return false }
            // Most fields begin with a letter that no mark begins with; beyond ASCII one may be written in several ways.
            if Self.isPlain(first), marks.allSatisfy({ $0.utf8.first.map { $0 < 0x80 && $0 != first } ?? false }) {
                return false
            }
            let text = field.drop { " \t\r\n[(".contains($0) }
            return marks.contains { mark in
                guard text.hasPrefix(mark) else { return false }
                guard let next = text.dropFirst(mark.count).first else { return true }
                return "])}:.-–".contains(next)
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
