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
            if field.isEmpty { return false }
            let text = field.drop { " \t\r\n[(".contains($0) }
            return marks.contains { mark in
                guard text.hasPrefix(mark) else { return false }
                guard let next = text.dropFirst(mark.count).first else { return true }
                return "])}:.-–".contains(next)
            }
        }
    }
}
