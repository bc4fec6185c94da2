/// Text in ASCII alone, for clients that read answers as US-ASCII.
enum ASCIIText {
    /// `text` with letters of the Latin script as their base letters (`Đã gửi` → `Da gui`), typographic punctuation as
    /// plain, combining marks dropped, and a question mark for all else.
    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var plain = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                plain.unicodeScalars.append(scalar)
            } else {
                plain += letter(scalar)
            }
        }
        return plain
    }

    private static func letter(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\u{2013}", "\u{2014}", "\u{2212}": return "-"
        case "\u{2018}", "\u{2019}": return "'"
        case "\u{201C}", "\u{201D}", "\u{00AB}", "\u{00BB}": return "\""
        case "\u{2026}": return "..."
        case "\u{00A0}": return " "
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return ""
        default: break
        }
        // Such as LATIN SMALL LETTER O WITH HORN AND GRAVE: the name tells the base letter and its case.
        let words = (scalar.properties.name ?? "").split(separator: " ")
        guard words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].count == 1 else {
            return scalar == "\u{00D0}" ? "D" : scalar == "\u{00F0}" ? "d" : "?"
        }
        return words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
    }
}
