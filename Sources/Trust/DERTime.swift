/// UTCTime and GeneralizedTime as RFC 5280, section 4.1.2.5, allows them: whole seconds, `Z`.
package enum DERTime {
    /// Milliseconds since 1970 of the element's content, or nil where it is not a moment in that form.
    static func parse(tag: UInt8, _ text: Span<UInt8>) -> Int64? {
        let yearDigits = tag == 0x17 ? 2 : tag == 0x18 ? 4 : 0
        guard yearDigits > 0, text.count == yearDigits + 11, text[text.count - 1] == UInt8(ascii: "Z") else {
            return nil
        }
        for index in 0..<(text.count - 1) where !(0x30...0x39).contains(text[index]) { return nil }
        func number(_ start: Int, _ count: Int) -> Int64 {
            var value: Int64 = 0
            for index in start..<(start + count) { value = value * 10 + Int64(text[index] - 0x30) }
            return value
        }
        var year = number(0, yearDigits)
        if yearDigits == 2 { year += year < 50 ? 2000 : 1900 }
        let month = number(yearDigits, 2)
        let day = number(yearDigits + 2, 2)
        let hour = number(yearDigits + 4, 2)
        let minute = number(yearDigits + 6, 2)
        let second = number(yearDigits + 8, 2)
        guard (1...12).contains(month), day >= 1, day <= days(in: month, of: year), hour < 24, minute < 60, second < 60
        else { return nil }
        return ((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000
    }

    /// The element that says the whole second of `milliseconds`: UTCTime until 2049, GeneralizedTime after it.
    package static func element(_ milliseconds: Int64) -> [UInt8] {
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - day * 86_400
        let (year, month, date) = civil(day)
        var text: [UInt8] = []
        func append(_ value: Int64) {
            text.append(0x30 + UInt8(value / 10 % 10))
            text.append(0x30 + UInt8(value % 10))
        }
        let short = (1950..<2050).contains(year)
        if !short { append(max(0, year) / 100) }
        for part in [max(0, year) % 100, month, date, rest / 3600, rest / 60 % 60, rest % 60] { append(part) }
        text.append(UInt8(ascii: "Z"))
        return DER.element(short ? 0x17 : 0x18, text)
    }

    /// The moment for people: date and time of day in UTC, to the second (RFC 3339).
    static func text(_ milliseconds: Int64) -> String {
        // Tag, length, the digits of the date, those of the time, Z.
        let digits = element(milliseconds).dropFirst(2).dropLast()
        guard digits.count >= 12 else { return "\(milliseconds)" }
        let parts = String(decoding: digits.suffix(10), as: UTF8.self)
        func two(_ index: Int) -> Substring { parts.dropFirst(index * 2).prefix(2) }
        let year = String(decoding: digits.dropLast(10), as: UTF8.self)
        let century = year.count == 4 ? "" : (Int(year) ?? 0) < 50 ? "20" : "19"
        return "\(century)\(year)-\(two(0))-\(two(1))T\(two(2)):\(two(3)):\(two(4))Z"
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted from a year that begins in March.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ dayNumber: Int64) -> (Int64, Int64, Int64) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let day = shifted - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (year + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
