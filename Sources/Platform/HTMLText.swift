/// Makes text of others safe inside HTML: in an element, and in an attribute between quotation marks.
public enum HTMLText {
    /// `text` with every character that means something to HTML spelt out; control characters
    /// become U+FFFD, but for the ends of lines and tabs.
    public static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(isControl(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(escaped)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // Marks that turn the direction of the text around them are as harmful as controls.
        ShownText.isControl(scalar) && scalar != "\n" && scalar != "\t" || ShownText.turnsText(scalar)
    }
}
