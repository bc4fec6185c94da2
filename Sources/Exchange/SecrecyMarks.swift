/// The marks of a state secret, and where they are looked for: data, so that a rule's change is not a program's.
public struct SecrecyMarks: Sendable {
    /// The marks, highest first, as they are printed on documents.
    public var marks: [String] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"]

    /// Letters of other alphabets that are printed like a letter of the marks (Unicode confusables, UTS #39).
    ///
    /// Those of full width and the mathematical ones are told by their place.
    public var lookAlikes: [Unicode.Scalar: Unicode.Scalar] = Self.usualLookAlikes

    /// The usual marks.
    public init() {}

    /// Whether a field's text is a mark, or begins with one that stands apart: alone, in brackets, or before a colon.
    ///
    /// `fields` are the texts of the fields named in `domain`: subject, content, type and steering. A mark is known by
    /// what is seen: characters that are not shown count for nothing, all white space is a space, and look-alikes are
    /// the letters that they look like.
    public func isSecret(fields: [String]) -> Bool {
        fields.contains { field in
            guard !isHarmless(field.utf8) else { return false }
            let text = seenBeginning(of: field)
            return marks.contains { mark in
                guard text.hasPrefix(mark) else { return false }
                guard let next = text.dropFirst(mark.count).first else { return true }
                return "])}:.-–".contains(next)
            }
        }
    }

    /// Whether the first bytes show that no mark can stand there: most fields begin with a letter that no mark begins with,
    /// or go on in lower case. Beyond ASCII one may be written in several ways.
    private func isHarmless(_ field: String.UTF8View) -> Bool {
        guard let first = field.first else { return true }
        guard Self.isPlain(first) else { return false }
        if marks.allSatisfy({ $0.utf8.first.map { $0 < 0x80 && $0 != first } ?? false }) { return true }
        return field.dropFirst().first.map { (0x61...0x7A).contains($0) } ?? false
            && marks.allSatisfy { $0.unicodeScalars.dropFirst().first?.properties.isUppercase ?? false }
    }

    /// What is seen at the beginning of a text, without space and brackets before it.
    private func seenBeginning(of field: String) -> String {
        var seen = String.UnicodeScalarView()
        var isAfterSpace = false
        // Twice what the longest mark takes, its marks apart.
        var rest = 2 * (marks.map { $0.unicodeScalars.count }.max() ?? 0) + 8
        for scalar in field.unicodeScalars {
            if !scalar.isASCII, scalar.properties.isDefaultIgnorableCodePoint { continue }
            if scalar.properties.isWhitespace {
                isAfterSpace = !seen.isEmpty
                continue
            }
            if seen.isEmpty, scalar == "[" || scalar == "(" { continue }
            if rest == 0 { break }
            rest -= 1
            if isAfterSpace { seen.append(" ") }
            isAfterSpace = false
            seen.append(letter(scalar))
        }
        return String(seen)
    }

    /// The letter that a character looks like; itself where it is none of them.
    private func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x80: scalar
        // Fullwidth capital letters.
        case 0xFF21...0xFF3A: Unicode.Scalar(UInt8(scalar.value - 0xFF21 + 0x41))
        // Mathematical letters: thirteen alphabets of 26 capital and 26 small letters.
        case 0x1D400...0x1D6A3:
            (scalar.value - 0x1D400) % 52 < 26
                ? Unicode.Scalar(UInt8((scalar.value - 0x1D400) % 52 + 0x41)) : scalar
        default: lookAlikes[scalar] ?? scalar
        }
    }

    /// Greek, Cyrillic, Armenian, Cherokee, Canadian syllabics, Lisu, and numbers of Rome.
    private static let usualLookAlikes: [Unicode.Scalar: Unicode.Scalar] = {
        let letters: [(Unicode.Scalar, String)] = [
            ("A", "\u{391}\u{410}\u{13AA}\u{15C5}\u{A4EE}"), ("E", "\u{395}\u{415}\u{13AC}\u{A4F0}"),
            ("I", "\u{399}\u{406}\u{4C0}\u{2160}\u{A4F2}"),
            ("M", "\u{39C}\u{41C}\u{3FA}\u{13B7}\u{15F0}\u{216F}\u{A4DF}"),
            ("O", "\u{39F}\u{41E}\u{555}\u{A4F3}"), ("T", "\u{3A4}\u{422}\u{13A2}\u{A4D4}"),
            ("U", "\u{54D}\u{144C}\u{A4F4}"), ("Y", "\u{3A5}\u{423}\u{4AE}\u{3D2}\u{13BD}\u{A4EC}"),
        ]
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (letter, others) in letters { for other in others.unicodeScalars { table[other] = letter } }
        return table
    }()

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
