/// Lower-case hexadecimal text of bytes, and back (RFC 4648, section 8).
public enum Hex {
    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        append(bytes.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends two lower-case digits for each byte to `text`.
    public static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { piece in
            var index = 0
            while index < bytes.count {
                var count = 0
                while index < bytes.count, count < 128 {
                    unsafe piece[count] = digit(bytes[index] >> 4)
                    unsafe piece[count + 1] = digit(bytes[index] & 15)
                    index += 1
                    count += 2
                }
                unsafe text.append(contentsOf: UnsafeBufferPointer(rebasing: piece[..<count]))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// The bytes that `text` spells, or nil where it is not an even number of hexadecimal digits of either case.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            let value: UInt8
            switch character {
            case 0x30...0x39: value = character - 0x30
            case 0x41...0x46: value = character - 0x41 + 10
            case 0x61...0x66: value = character - 0x61 + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
