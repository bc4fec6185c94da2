/// Finds the lines and columns of byte offsets; offsets that rise cost one pass in all.
public struct XMLPlaces {
    private var offset = 0
    private var line = 1
    private var column = 1

    /// At the beginning.
    public init() {}

    /// The line and the column in characters, both from 1, of the byte at `target`.
    public mutating func place(at target: Int, in bytes: Span<UInt8>) -> (line: Int, column: Int) {
        if target < offset { self = XMLPlaces() }
        if offset == 0, bytes.count > 2, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
        let end = min(target, bytes.count)
        while offset < end {
            let byte = bytes[offset]
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
            offset += 1
        }
        return (line, column)
    }
}
