internal import CICU

extension FieldText {
    /// What `text` is looked up and compared by: without white space at its ends, in Normalization Form C.
    ///
    /// Canonically equivalent texts are the same text (The Unicode Standard, 3.7, D70): they have the same bytes here.
    /// What is stored and handed on stays as it came.
    public static func key(_ text: String) -> String { composed(isBare(text) ? text : trimmed(text)) }

    /// `text` in Normalization Form C (UAX #15).
    ///
    /// Text that is seen to be in it, such as ASCII and Vietnamese letters of one code point each, is given back as it is;
    /// so is text with more combining marks in a row than `markLimit`, which no reader of messages lets in.
    public static func composed(_ text: String) -> String {
        if isComposed(text) || excessOfMarks(in: Array(text.utf8)) != nil { return text }
        let units = Array(text.utf16)
        // No text grows to more than three times its code units (UAX #15, 9).
        guard let room = Int32(exactly: units.count * 3) else { return text }
        let composed = unsafe [UInt16](unsafeUninitializedCapacity: Int(room)) { buffer, count in
            let made = unsafe lgsp_nfc(units, Int32(units.count), buffer.baseAddress, room)
            count = max(0, Int(made))
        }
        // ICU gives up where memory ends only.
        return composed.isEmpty ? text : String(decoding: composed, as: UTF16.self)
    }

    /// Whether the text has no white space at its ends, as far as one look at each shows.
    private static func isBare(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return (0x21...0x7E).contains(first) && (0x21...0x7E).contains(last)
    }

    /// Whether every code point is one of those that stay as they are whatever stands beside them, and that are told by
    /// their bytes: U+0000–U+02FF, U+1E00–U+1EFF, U+2010–U+2027. No for all else, in the form or not.
    private static func isComposed(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case 0x00...0x7F: at += 1
            // The bytes are UTF-8: those that follow are there.
            case 0xC2...0xCB: at += 2
            case 0xE1:
                guard (0xB8...0xBB).contains(bytes[at + 1]) else { return false }
                at += 3
            case 0xE2:
                guard bytes[at + 1] == 0x80, (0x90...0xA7).contains(bytes[at + 2]) else { return false }
                at += 3
            default: return false
            }
        }
        return true
    }
}
