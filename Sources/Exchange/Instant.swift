/// A moment of business time: milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The moment `milliseconds` after 1970-01-01T00:00:00Z; beyond 280,000 years from then, the one that far away.
    public init(milliseconds: Int64) { self.milliseconds = max(-Self.limit, min(Self.limit, milliseconds)) }

    private static let limit: Int64 = 1 << 53

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
        var text = Self.form
        func write(_ value: Int, _ places: Range<Int>) {
            var value = value
            for place in places.reversed() {
                text[place] = 0x30 + UInt8(truncatingIfNeeded: value % 10)
                value /= 10
            }
        }
        write(parts.year, 0..<4)
        write(parts.month, 5..<7)
        write(parts.day, 8..<10)
        write(rest / 3_600_000, 11..<13)
        write(rest / 60_000 % 60, 14..<16)
        write(rest / 1000 % 60, 17..<19)
        write(rest % 1000, 20..<23)
        return String(decoding: text, as: UTF8.self)
    }

    private static let form = Array("0000-00-00T00:00:00.000+07:00".utf8)
}

func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
