/// Lower-case hexadecimal text of bytes, and back (RFC 4648, section 8).
public enum Hex {
    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        append(bytes.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// One or two lower-case digits for each byte, none of them a leading zero: a habit of programs that print numbers.
    public static func encodeUnpadded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            let two = digits(UInt32(byte))
            if byte > 15 { text.append(UInt8(truncatingIfNeeded: two)) }
            text.append(UInt8(truncatingIfNeeded: two >> 8))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends two lower-case digits for each byte to `text`.
    public static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        text.append(addingCapacity: bytes.count * 2) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                let room = UnsafeMutableRawBufferPointer(buffer)
                unsafe bytes.withUnsafeBytes { bytes in
                    let whole = bytes.count & ~3
                    for index in stride(from: 0, to: whole, by: 4) {
                        let four = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                        unsafe room.storeBytes(
                            of: digits(UInt32(littleEndian: four)).littleEndian, toByteOffset: index * 2,
                            as: UInt64.self)
                    }
                    for index in whole..<bytes.count {
                        let two = digits(UInt32(unsafe bytes[index]))
                        unsafe room[index * 2] = UInt8(truncatingIfNeeded: two)
                        unsafe room[index * 2 + 1] = UInt8(truncatingIfNeeded: two >> 8)
                    }
                }
                count = bytes.count * 2
            }
        }
    }

    /// The eight digits of four bytes, the first of each lowest.
    private static func digits(_ four: UInt32) -> UInt64 {
        var spread = UInt64(four)
        spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
        spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
        let values = spread >> 4 & 0x000F_000F_000F_000F | (spread & 0x000F_000F_000F_000F) << 8
        // Six more than nine reaches the next half of a byte: there the letters begin, 39 signs behind the digits.
        let letters = (values &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return values &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }

    /// The bytes that `text` spells, or nil where it is not an even number of hexadecimal digits of either case.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            guard let value = digit(character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }

    /// A byte in words: `'x'` for a visible sign of ASCII, else `the byte 0x1F`.
    public static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte)
            ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte 0x\(String(byte, radix: 16, uppercase: true))"
    }

    /// The value of a hexadecimal digit of either case, nil for anything else.
    static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x41 + 10
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }
}
