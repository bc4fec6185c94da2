/// A UUID (RFC 9562) as the bus gives it to documents, statuses and deliveries.
///
/// The bus makes version 8 UUIDs: milliseconds since 1970 in the first 48 bits, and the item's serial in the last 56 of
/// the 62 free bits. So the text sorts by time, and a lookup by id needs no index: the row is at the serial, and the
/// rest of the id must match.
public struct Identifier: Hashable, Sendable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// The id with these halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The id of the item `serial`, made at `instant`; `entropy` fills the bits left over.
    public init(serial: Serial, at instant: Instant, entropy: UInt64) {
        let time = UInt64(bitPattern: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x8000 | entropy & 0x0FFF
        low = 0x8000_0000_0000_0000 | (entropy >> 12 & 0x3F) << 56 | UInt64(bitPattern: serial.value) & Serial.mask
    }

    /// The id of something without a serial, made at `instant`: version 8 too, the rest of it `entropy`.
    public init(at instant: Instant, entropy: (UInt64, UInt64)) {
        let time = UInt64(bitPattern: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x8000 | entropy.0 & 0x0FFF
        low = 0x8000_0000_0000_0000 | entropy.1 & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// When an id made by the bus was made.
    public var instant: Instant { Instant(milliseconds: Int64(high >> 16)) }

    /// The serial that an id made by the bus holds; any other id holds a meaningless one.
    public var serial: Serial { Serial(Int64(low & Serial.mask)) }

    /// The id that `text` spells in the usual form of 36 characters, or nil.
    public init?(_ text: String) {
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var position = 0
        for character in text.utf8 {
            defer { position += 1 }
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            let value: UInt8
            switch character {
            case 0x30...0x39: value = character - 0x30
            case 0x41...0x46: value = character - 0x41 + 10
            case 0x61...0x66: value = character - 0x61 + 10
            default: return nil
            }
            guard digits < 32 else { return nil }
            if digits < 16 {
                halves.0 = halves.0 << 4 | UInt64(value)
            } else {
                halves.1 = halves.1 << 4 | UInt64(value)
            }
            digits += 1
        }
        guard position == 36, digits == 32 else { return nil }
        (high, low) = halves
    }

    /// The usual form of 36 lower-case characters.
    public var description: String {
        var text = Self.form
        func write(_ value: UInt64, _ places: Range<Int>) {
            var value = value
            for place in places.reversed() {
                let digit = UInt8(truncatingIfNeeded: value & 15)
                text[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
                value >>= 4
            }
        }
        write(high >> 32, 0..<8)
        write(high >> 16, 9..<13)
        write(high, 14..<18)
        write(low >> 48, 19..<23)
        write(low, 24..<36)
        return String(decoding: text, as: UTF8.self)
    }

    private static let form = Array("00000000-0000-0000-0000-000000000000".utf8)
}
