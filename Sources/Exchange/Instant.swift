/// A moment of business time: milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The moment `milliseconds` after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The earlier moment comes first.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The day it is in Vietnam (UTC+7, no summer time) at this moment.
    public var day: Day {
        let local = milliseconds + 7 * 3_600_000
        let (quotient, rest) = local.quotientAndRemainder(dividingBy: 86_400_000)
        return Day(number: Int32(clamping: rest < 0 ? quotient - 1 : quotient))
    }

    /// RFC 3339 with Vietnam's offset, such as `2026-11-24T09:15:00.123+07:00`.
    public var text: String {
        let parts = day.parts
        let rest = Int(milliseconds + 7 * 3_600_000 - Int64(day.number) * 86_400_000)
        let fields = [
            (parts.year, 1000, "-"), (parts.month, 10, "-"), (parts.day, 10, "T"), (rest / 3_600_000, 10, ":"),
            (rest / 60_000 % 60, 10, ":"), (rest / 1000 % 60, 10, "."), (rest % 1000, 100, "+"),
        ]
        var text: [UInt8] = []
        text.reserveCapacity(29)
        for (value, highest, mark) in fields {
            var place = highest
            while place > 0 {
                text.append(0x30 + UInt8(truncatingIfNeeded: value / place % 10))
                place /= 10
            }
            text.append(contentsOf: mark.utf8)
        }
        text.append(contentsOf: "07:00".utf8)
        return String(decoding: text, as: UTF8.self)
    }
}

func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
