/// Base64 text of bytes, and back (RFC 4648, section 4).
public enum Base64 {
    private static let alphabet: [UInt8] = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let pad = UInt8(ascii: "=")

    /// 0–63 for a digit of the alphabet, 64 for white space, 65 for the pad, 255 for anything else.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        for space in [0x20, 0x09, 0x0A, 0x0D] { table[space] = 64 }
        table[Int(pad)] = 65
        return table
    }()

    /// The padded text of `bytes`, without line breaks.
    public static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text)
        return text
    }

    /// The padded text of `bytes`, without line breaks.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: encode(bytes.span), as: UTF8.self)
    }

    /// Both digits of each twelve bits, the first one lowest.
    private static let pairs: [UInt16] = (0..<4096).map { UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8 }

    /// Appends the padded text of `bytes` to `text`.
    public static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        let whole = bytes.count / 3 * 3
        let digits = alphabet.span
        // Every index is below a count that was looked at before.
        text.append(addingCapacity: (bytes.count + 2) / 3 * 4) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                let room = UnsafeMutableRawBufferPointer(buffer)
                unsafe bytes.withUnsafeBufferPointer { bytes in
                    unsafe pairs.withUnsafeBufferPointer { pairs in
                        for index in stride(from: 0, to: whole, by: 3) {
                            let group =
                                unsafe Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
                            unsafe room.storeBytes(
                                of: pairs[group >> 12].littleEndian, toByteOffset: count, as: UInt16.self)
                            unsafe room.storeBytes(
                                of: pairs[group & 4095].littleEndian, toByteOffset: count + 2, as: UInt16.self)
                            count += 4
                        }
                    }
                }
            }
        }
        switch bytes.count - whole {
        case 1:
            let group = UInt32(bytes[whole])
            text.append(digits[Int(group >> 2)])
            text.append(digits[Int(group << 4 & 63)])
            text.append(pad)
            text.append(pad)
        case 2:
            let group = UInt32(bytes[whole]) << 8 | UInt32(bytes[whole + 1])
            text.append(digits[Int(group >> 10)])
            text.append(digits[Int(group >> 4 & 63)])
            text.append(digits[Int(group << 2 & 63)])
            text.append(pad)
        default: break
        }
    }

    /// The bytes that `text` spells, or nil where it is not base64.
    ///
    /// White space is passed over, as in XML and PEM; padding is demanded, and nothing may follow it. Bits left over
    /// in the last digit must be zero, so that two texts never spell the same bytes but for white space.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        let values = values.span
        var group: UInt32 = 0
        var digits = 0
        var pads = 0
        let start = appendWhole(text, to: &bytes)
        for index in start..<text.count {
            let value = values[Int(text[index])]
            switch value {
            case 0..<64:
                guard pads == 0 else { return nil }
                group = group << 6 | UInt32(value)
                digits += 1
                if digits == 4 {
                    bytes.append(UInt8(truncatingIfNeeded: group >> 16))
                    bytes.append(UInt8(truncatingIfNeeded: group >> 8))
                    bytes.append(UInt8(truncatingIfNeeded: group))
                    group = 0
                    digits = 0
                }
            case 64: continue
            case 65: pads += 1
            default: return nil
            }
        }
        switch (digits, pads) {
        case (0, 0): return bytes
        case (2, 2):
            guard group & 15 == 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: group >> 4))
            return bytes
        case (3, 1):
            guard group & 3 == 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
            return bytes
        default: return nil
        }
    }

    /// Appends what the groups of four digits at the beginning of `text` spell, up to the first that is broken by a line
    /// break, padding or anything else; how many bytes of text those are.
    private static func appendWhole(_ text: Span<UInt8>, to bytes: inout [UInt8]) -> Int {
        let values = values.span
        var place = 0
        bytes.append(addingCapacity: text.count / 4 * 3) { output in
            while place + 4 <= text.count {
                let (first, second) = (values[Int(text[place])], values[Int(text[place + 1])])
                let (third, fourth) = (values[Int(text[place + 2])], values[Int(text[place + 3])])
                guard first | second | third | fourth < 64 else { break }
                output.append(first << 2 | second >> 4)
                output.append(second << 4 | third >> 2)
                output.append(third << 6 | fourth)
                place += 4
            }
        }
        return place
    }

    /// The bytes that `text` spells, or nil where it is not base64.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(Array(text.utf8).span)
    }
}
