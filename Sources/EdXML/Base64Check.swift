internal import Platform

/// Checks base64 text that comes in parts (RFC 4648, section 4), and keeps of it only what the checks of the content
/// need: its first bytes, and its end where that may be an archive's.
struct Base64Check {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 0–63 for a digit, 64 for white space, 65 for the pad, 255 for anything else.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(truncatingIfNeeded: value) }
        for space in [0x20, 0x09, 0x0A, 0x0D] { table[space] = 64 }
        table[Int(UInt8(ascii: "="))] = 65
        return table
    }()

    /// How many digits of the beginning are kept.
    private static let headDigits = 32
    /// How many digits are looked at together.
    private static let block = 64
    /// How much of the end of an archive is kept: its directory must lie in it.
    static let tailLimit = 1 << 20

    private(set) var digits = 0
    private var pads = 0
    private(set) var isBroken = false
    /// The first byte that has no place in base64, and how many digits stand before it.
    private(set) var stranger: (byte: UInt8, place: Int)?
    private var lastValue: UInt8 = 0
    /// The values of the first digits.
    private var head: [UInt8] = []
    /// The text, or its end, as it came, where an archive may be at the end.
    private var tail: [UInt8] = []
    /// Whether the first two bytes are those of every archive.
    private(set) var isArchive = false
    /// Whether an archive may be at the end: at that of what is none from its first byte, such as a program, too.
    private var keepsEnd = false

    /// How many bytes the text so far spells.
    var count: Int { digits * 3 / 4 }

    mutating func take(_ text: Span<UInt8>) {
        let known = digits
        let rest = digits < Self.headDigits ? takeHead(text) : 0
        takeRest(text, from: rest)
        guard keepsEnd else { return }
        if tail.isEmpty { tail = head[..<known].map { Self.alphabet[Int($0)] } }
        unsafe text.withUnsafeBufferPointer { unsafe tail.append(contentsOf: $0) }
        if tail.count > 2 * Self.tailLimit { tail.removeFirst(tail.count - Self.tailLimit) }
    }

    /// The beginning, digit by digit; gives the place behind it.
    private mutating func takeHead(_ text: Span<UInt8>) -> Int {
        var index = 0
        while index < text.count, digits < Self.headDigits {
            let value = Self.values[Int(text[index])]
            take(text[index])
            if value < 64 { head.append(value) }
            if value < 64, digits == 4 || digits == 8 { recognise() }
            index += 1
        }
        return index
    }

    private mutating func recognise() {
        let bytes = Self.bytes(of: head[...])
        isArchive = bytes.starts(with: [0x50, 0x4B])
        let kind = FileKind(bytes)
        keepsEnd = isArchive || digits == 8 && (!ContentKind.isBinary(kind) || kind == .executable)
    }

    private mutating func take(_ byte: UInt8) {
        let value = Self.values[Int(byte)]
        switch value {
        case 0..<64:
            if pads > 0 { refuse(byte) }
            digits += 1
            lastValue = value
        case 64: break
        case 65: pads += 1
        default: refuse(byte)
        }
    }

    private mutating func refuse(_ byte: UInt8) {
        if !isBroken { stranger = (byte, digits) }
        isBroken = true
    }

    /// Blocks of digits at once; whatever else stands in a block is looked at byte by byte.
    private mutating func takeRest(_ text: Span<UInt8>, from start: Int) {
        unsafe text.withUnsafeBufferPointer { text in
            var index = start
            while index < text.count {
                let end = min(index + Self.block, text.count)
                if end - index == Self.block, pads == 0 {
                    // Without a branch, so that the compiler makes vector instructions of it.
                    var bad: UInt8 = 0
                    for place in index..<end {
                        let byte = unsafe text[place]
                        // Upper and lower case letters differ in one bit.
                        let isLetter: UInt8 = (byte | 0x20) &- 0x61 < 26 ? 1 : 0
                        let isDigit: UInt8 = byte &- 0x30 < 10 ? 1 : 0
                        let isSign: UInt8 = (byte == 0x2B ? 1 : 0) | (byte == 0x2F ? 1 : 0)
                        bad |= (isLetter | isDigit | isSign) ^ 1
                    }
                    if bad == 0 {
                        digits += Self.block
                        lastValue = Self.values[Int(unsafe text[end - 1])]
                        index = end
                        continue
                    }
                }
                while index < end {
                    take(unsafe text[index])
                    index += 1
                }
            }
        }
    }

    /// Whether the whole was base64 with its padding, and no bit left over in the last digit.
    var isWhole: Bool {
        guard !isBroken else { return false }
        return switch (digits % 4, pads) {
        case (0, 0): true
        case (2, 2): lastValue & 15 == 0
        case (3, 1): lastValue & 3 == 0
        default: false
        }
    }

    /// What is wrong, in words; only where it is not whole.
    var fault: String {
        if let (byte, place) = stranger {
            return "\(Hex.name(of: byte)) behind \(place) digits"
        }
        return digits == 0 ? "nothing" : "an end without its padding, or with too much (\(digits) digits, \(pads) pads)"
    }

    /// The first bytes of the content.
    var firstBytes: [UInt8] { Self.bytes(of: head[...]) }

    /// The last bytes, about `limit` of them where there are more, and the place of the first in the whole; nil where
    /// the content is of a kind that is no archive.
    func end(last limit: Int) -> (end: [UInt8], offset: Int)? {
        guard keepsEnd else { return nil }
        var values: [UInt8] = []
        values.reserveCapacity(min(tail.count, limit * 4 / 3 + 8))
        for byte in tail.reversed() {
            let value = Self.values[Int(byte)]
            if value < 64 { values.append(value) }
            // Groups of four digits begin at every fourth digit of the whole.
            if values.count >= limit * 4 / 3, (digits - values.count) % 4 == 0 { break }
        }
        values.reverse()
        let skip = (4 - (digits - values.count) % 4) % 4
        return (Self.bytes(of: values.dropFirst(skip)), (digits - values.count + skip) / 4 * 3)
    }

    /// The bytes that whole groups of digits, and a last part of one, spell.
    private static func bytes(of values: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count / 4 * 3 + 2)
        var group: UInt32 = 0
        var count = 0
        for value in values {
            group = group << 6 | UInt32(value)
            count += 1
            if count == 4 {
                bytes.append(UInt8(truncatingIfNeeded: group >> 16))
                bytes.append(UInt8(truncatingIfNeeded: group >> 8))
                bytes.append(UInt8(truncatingIfNeeded: group))
                group = 0
                count = 0
            }
        }
        if count == 2 { bytes.append(UInt8(truncatingIfNeeded: group >> 4)) }
        if count == 3 {
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        }
        return bytes
    }
}
