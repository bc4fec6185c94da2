internal import Platform

/// How the standard writes values: dates, timestamps, numbers, codes.
enum Value {
    /// A whole number of up to nine digits, or nil.
    static func number(_ text: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(text.count) else { return nil }
        var value = 0
        for byte in text {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// Whether it is what programs in the field write for a value they do not know.
    static func isUnknown(_ text: ArraySlice<UInt8>) -> Bool {
        text.elementsEqual("N/A".utf8) || text.elementsEqual("n/a".utf8)
    }

    /// Whether it is a day of the calendar, `yyyy/MM/dd`.
    static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        let start = text.startIndex
        guard text.count == 10, text[start + 4] == UInt8(ascii: "/"), text[start + 7] == UInt8(ascii: "/"),
            let year = number(text[start..<start + 4]), let month = number(text[start + 5..<start + 7]),
            let day = number(text[start + 8..<start + 10])
        else { return false }
        guard year > 0, (1...12).contains(month), day >= 1 else { return false }
        switch month {
        case 2: return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
        case 4, 6, 9, 11: return day <= 30
        default: return day <= 31
        }
    }

    /// Whether it is `yyyy/MM/dd HH:mm:ss`.
    static func isTimestamp(_ text: ArraySlice<UInt8>) -> Bool {
        let start = text.startIndex
        guard text.count == 19, isDate(text[start..<start + 10]), text[start + 10] == 0x20,
            text[start + 13] == UInt8(ascii: ":"), text[start + 16] == UInt8(ascii: ":"),
            let hour = number(text[start + 11..<start + 13]), let minute = number(text[start + 14..<start + 16]),
            let second = number(text[start + 17..<start + 19])
        else { return false }
        return hour < 24 && minute < 60 && second < 60
    }

    /// Whether the codes of agencies are written with it.
    static func isCode(_ byte: UInt8) -> Bool { isDigit(byte) || (0x41...0x5A).contains(byte) || byte == 0x2E }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The statuses that are defined (QCVN 102:2016).
    static let statuses: Set<String> = ["01", "02", "03", "04", "05", "06", "13", "15", "16"]

    /// The code points of `text` that are not plain ASCII, as `U+0410`, so that a look-alike is seen.
    static func codePoints(_ text: String) -> String {
        FieldText.codePoints(text.unicodeScalars.filter { $0.value < 0x21 || $0.value > 0x7E })
    }

    /// Whether a name would lead out of a folder: an absolute path, a drive, a step up.
    static func isPathTrick(_ name: String) -> Bool {
        // Most names hold none of the bytes that any trick needs.
        let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x2F && $0 != 0x5C && $0 != 0x3A }
        guard !isPlain else { return name == ".." || name == "." }
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.first else { return false }
        if first == "/" || first == "\\" { return true }
        if scalars.count > 1, scalars[1] == ":", first.properties.isAlphabetic { return true }
        return name.split { $0 == "/" || $0 == "\\" }.contains { $0 == ".." || $0 == "." }
            || scalars.contains { $0.value < 0x20 }
    }
}
