/// Text of others as it is shown on a terminal or in a log: it can neither move the cursor, begin a line of its own, nor turn
/// the text around it. Data, such as JSON, is told as it is.
public enum ShownText {
    /// `text` on one line: what is no character of a line becomes a space, what turns direction U+FFFD.
    public static func line(_ text: String) -> String { neutral(text, keepsLines: false) }

    /// The same for a text of several lines, which line feeds end.
    public static func lines(_ text: String) -> String { neutral(text, keepsLines: true) }

    /// Whether a character is a control (C0, DEL, C1) or ends a line or paragraph (U+2028, U+2029).
    public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Whether a character turns the direction of the text around it (Bidi_Control, UAX #9).
    public static func turnsText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func neutral(_ text: String, keepsLines: Bool) -> String {
        func isKept(_ scalar: Unicode.Scalar) -> Bool { keepsLines && scalar == "\n" }
        guard text.unicodeScalars.contains(where: { isControl($0) && !isKept($0) || turnsText($0) }) else {
            return text
        }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let plain: Unicode.Scalar = isControl(scalar) && !isKept(scalar) ? " " : scalar
            shown.append(turnsText(scalar) ? "\u{FFFD}" : plain)
        }
        return String(shown)
    }
}
