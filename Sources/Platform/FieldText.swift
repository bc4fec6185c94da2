/// How the text of a field is read, wherever it stands: in an element of edXML or a member of JSON.
///
/// What is trimmed and what is flagged concerns the field's value alone; the bytes are kept and handed on as they came.
public enum FieldText {
    /// `range` of `bytes`, which are UTF-8, without the white space at its ends: all of White_Space (UAX #44), such as
    /// tab, line feed, space, U+00A0 and U+3000. Characters that are not shown, such as U+200B, are not white space.
    public static func trimmed(_ range: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
        var range = range.clamped(to: 0..<bytes.count)
        while let length = leadingSpace(bytes[range]) { range = (range.lowerBound + length)..<range.upperBound }
        while let length = trailingSpace(bytes[range]) { range = range.lowerBound..<(range.upperBound - length) }
        return range
    }

    /// `text` without the white space at its ends; the same characters as in `trimmed(_:of:)`.
    public static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let range = trimmed(0..<bytes.count, of: bytes)
        return range.count == bytes.count ? text : String(decoding: bytes[range], as: UTF8.self)
    }

    /// Whether a character is not shown, or turns the text around it (Default_Ignorable_Code_Point, UAX #44).
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x7F && scalar.properties.isDefaultIgnorableCodePoint
    }

    /// Whether a letter looks like Đ or đ, and is another: Ð, ð, Ɖ, ɖ (Unicode confusables, UTS #39, and their other
    /// cases). Text that was converted from old fonts is full of the first two.
    public static func looksLikeD(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xD0, 0xF0, 0x189, 0x256: true
        default: false
        }
    }

    /// Whether a character is not what it seems: hidden, or like Đ.
    public static func isOdd(_ scalar: Unicode.Scalar) -> Bool { isHidden(scalar) || looksLikeD(scalar) }

    /// The first eight of `scalars`, as `U+0110 U+00AD`.
    public static func codePoints(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        scalars.prefix(8).map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        }.joined(separator: " ")
    }

    private static func leadingSpace(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        guard first > 0x20 else { return isSpace(first) ? 1 : nil }
        guard first > 0x7F else { return nil }
        for length in 2...3 where isSpace(bytes.prefix(length)) { return length }
        return nil
    }

    private static func trailingSpace(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let last = bytes.last else { return nil }
        guard last > 0x7F else { return isSpace(last) ? 1 : nil }
        for length in 2...3 where isSpace(bytes.suffix(length)) { return length }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether the bytes are one white space character of two or three bytes.
    private static func isSpace(_ character: ArraySlice<UInt8>) -> Bool {
        let start = character.startIndex
        switch character.count {
        // U+0085, U+00A0.
        case 2: return character[start] == 0xC2 && (character[start + 1] == 0x85 || character[start + 1] == 0xA0)
        case 3:
            switch (character[start], character[start + 1], character[start + 2]) {
            // U+1680; U+2000 to U+200A, U+2028, U+2029, U+202F; U+205F; U+3000.
            case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
                (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
                return true
            default: return false
            }
        default: return false
        }
    }
}
