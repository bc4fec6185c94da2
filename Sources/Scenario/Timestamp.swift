internal import Exchange

/// Reads the API's times (RFC 3339).
enum Timestamp {
    /// Milliseconds since 1970, UTC, of `text` such as `2026-11-24T09:15:00.123+07:00`; nil where it is no such time.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19])
        else { return nil }
        var position = 19
        var fraction: Int64 = 0
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            var scale: Int64 = 100
            while position < bytes.count, let digit = number(bytes[position...position]) {
                fraction += digit * scale
                scale /= 10
                position += 1
            }
        }
        var offset: Int64 = 0
        switch bytes.count - position {
        case 1 where bytes[position] == UInt8(ascii: "Z"): break
        case 6:
            guard let hours = number(bytes[(position + 1)..<(position + 3)]),
                let minutes = number(bytes[(position + 4)..<(position + 6)])
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[position] == UInt8(ascii: "-") ? -1 : 1)
        default: return nil
        }
        let seconds = Int64(day.number) * 86_400 + hour * 3600 + (minute - offset) * 60 + second
        return seconds * 1000 + fraction
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }
}
