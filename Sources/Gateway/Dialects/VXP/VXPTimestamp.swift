internal import Exchange

/// The moment in a request: `ddMMyyyy'T'HHmmss+SSSS`, where the part after the sign is milliseconds, not a zone.
///
/// It is set once for a client object, in the client's zone, so it is read as UTC and as UTC+7 and may be a day old; see
/// `LongLivedTimestamps` for older ones.
struct VXPTimestamp {
    /// The moment, read as UTC.
    let utc: Instant

    /// How old or far ahead it may be, in milliseconds, unless the daemon is told otherwise.
    static let window: Int64 = 24 * 3_600_000

    init?(_ text: String) {
        let bytes = [UInt8](text.utf8)
        guard (17...20).contains(bytes.count), bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "+") else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let dayOfMonth = number(0..<2), let month = number(2..<4), let year = number(4..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            let millisecond = number(16..<bytes.count), hour < 24, minute < 60, second < 61, millisecond < 1000,
            let day = Day(year: year, month: month, day: dayOfMonth)
        else { return nil }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        utc = Instant(milliseconds: seconds * 1000 + Int64(millisecond))
    }

    /// How far it lies from `now`, in milliseconds, read as UTC or as Vietnam's time, whichever is nearer.
    func distance(from now: Instant) -> Int64 {
        let asUTC = abs(utc.milliseconds - now.milliseconds)
        return min(asUTC, abs(utc.milliseconds - 7 * 3_600_000 - now.milliseconds))
    }

    /// Whether it may lie in the past: read as Vietnam's time one that is ahead as UTC may be an old one.
    func isPast(at now: Instant) -> Bool { utc.milliseconds - 7 * 3_600_000 < now.milliseconds }
}
