/// The quoted-printable encoding of MIME (RFC 2045, section 6.7).
public enum QuotedPrintable {
    /// The bytes that `text` encodes, or nil where an equals sign leads to neither two hexadecimal digits nor a line
    /// break. White space at the end of a line was added on the way and is left out.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var at = 0
        func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 9 }
        /// The place behind spaces and a line break that begin at `start`; nil where there is none.
        func behindLineBreak(_ start: Int) -> Int? {
            var place = start
            while place < text.count, isSpace(text[place]) { place += 1 }
            if place + 1 < text.count, text[place] == 13, text[place + 1] == 10 { return place + 2 }
            return place == text.count ? place : nil
        }
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "=") {
                if let next = behindLineBreak(at + 1) {
                    at = next
                    continue
                }
                guard at + 2 < text.count, let high = Hex.digit(text[at + 1]), let low = Hex.digit(text[at + 2]) else {
                    return nil
                }
                bytes.append(high << 4 | low)
                at += 3
            } else if isSpace(byte), let next = behindLineBreak(at) {
                if next < text.count || text[next - 1] == 10 { bytes += [13, 10] }
                at = next
            } else {
                bytes.append(byte)
                at += 1
            }
        }
        return bytes
    }
}
