/// The quoted-printable encoding of MIME (RFC 2045, section 6.7).
public enum QuotedPrintable {
    /// The bytes that `text` encodes, or nil where an equals sign leads to neither two hexadecimal digits nor a line
    /// break. White space at the end of a line was added on the way and is left out.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var at = 0
        func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 9 }
        /// The end of the white space that begins at `start`, and the place behind a line break there; nil if there is none.
        func space(_ start: Int) -> (end: Int, next: Int?) {
            var end = start
            while end < text.count, isSpace(text[end]) { end += 1 }
            if end + 1 < text.count, text[end] == 13, text[end + 1] == 10 { return (end, end + 2) }
            return (end, end == text.count ? end : nil)
        }
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "=") {
                if let next = space(at + 1).next {
                    at = next
                    continue
                }
                guard at + 2 < text.count, let high = Hex.digit(text[at + 1]), let low = Hex.digit(text[at + 2]) else {
                    return nil
                }
                bytes.append(high << 4 | low)
                at += 3
            } else if isSpace(byte) {
                let (end, next) = space(at)
                if let next {
                    if next > end { bytes += [13, 10] }
                } else {
                    for place in at..<end { bytes.append(text[place]) }
                }
                at = next ?? end
            } else {
                bytes.append(byte)
                at += 1
            }
        }
        return bytes
    }
}
