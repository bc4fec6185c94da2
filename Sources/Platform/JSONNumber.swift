/// Reads a number of JSON exactly, as it is spelt: nothing is rounded on the way through a floating-point number.
enum JSONNumber {
    /// The whole number that `spelling` (RFC 8259, section 6) stands for, such as `12`, `1.0` or `12e2`; nil where it has
    /// a fraction, or does not fit into the type.
    static func integer<Value: FixedWidthInteger>(_ spelling: String, as type: Value.Type = Value.self) -> Value? {
        if let plain = Value(spelling) { return plain }
        let parts = spelling.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
        let isNegative = spelling.first == "-"
        let halves = parts[0].drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        var digits = Array(halves.joined().utf8)
        let zeros = digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        guard zeros < digits.count else { return 0 }
        digits.removeLast(zeros)
        // Both counts are of characters of the spelling; an exponent beyond `Int` is beyond any type.
        guard let exponent = Int(parts.count > 1 ? parts[1] : "0") else { return nil }
        let (shift, overflows) = exponent.addingReportingOverflow(zeros - (halves.count > 1 ? halves[1].utf8.count : 0))
        guard !overflows, shift >= 0 else { return nil }
        var value: Value = 0
        func append(_ digit: UInt8) -> Bool {
            // Negative numbers are built below zero: the least has no counterpart.
            guard let digit = Value(exactly: digit), let ten = Value(exactly: 10) else { return false }
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: ten)
            let (sum, isOver) =
                isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            value = sum
            return !isTooLarge && !isOver
        }
        for byte in digits { guard append(byte - UInt8(ascii: "0")) else { return nil } }
        for _ in 0..<shift { guard append(0) else { return nil } }
        return value
    }
}
