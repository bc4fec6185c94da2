internal import Exchange

/// A moment as people write it on a command line (RFC 3339).
enum Moment {
    /// Milliseconds since 1970 of `yyyy-MM-dd`, or of it with `Thh:mm[:ss]` and `Z`, `+hh:mm` or nothing, which is
    /// Vietnam's time (UTC+7); nil for anything else.
    static func parse(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, let day = Day(String(decoding: bytes[..<10], as: UTF8.self)) else { return nil }
        var time = bytes[10...]
        var seconds = Int64(0)
        var zone = Int64(7 * 3600)
        if !time.isEmpty {
            guard let mark = time.popFirst(), [UInt8(ascii: "T"), UInt8(ascii: " ")].contains(mark) else { return nil }
            if time.last == UInt8(ascii: "Z") {
                time.removeLast()
                zone = 0
            } else if let sign = time.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
                guard let offset = clock(time[time.index(after: sign)...], parts: 2...2) else { return nil }
                zone = time[sign] == UInt8(ascii: "-") ? -offset : offset
                time = time[..<sign]
            }
            guard let clock = clock(time, parts: 2...3) else { return nil }
            seconds = clock
        }
        return (Int64(day.number) * 86_400 + seconds - zone) * 1000
    }

    private static func clock(_ bytes: ArraySlice<UInt8>, parts: ClosedRange<Int>) -> Int64? {
        let fields = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.contains(fields.count) else { return nil }
        var total = Int64(0)
        for (index, field) in fields.enumerated() {
            guard field.count == 2, let value = Int64(String(decoding: field, as: UTF8.self)),
                value < (index == 0 ? 24 : 60), value >= 0
            else { return nil }
            total = total * 60 + value
        }
        return fields.count == 2 ? total * 60 : total
    }
}
