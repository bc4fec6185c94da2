/// Serial numbers as XML signatures write them: in decimal digits, of any length.
enum DecimalSerial {
    /// Whether `decimal` is the number that `hexadecimal` spells.
    static func isSame(_ decimal: String, hexadecimal: String) -> Bool {
        let text = decimal.utf8.filter { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) }
        guard !text.isEmpty, text.count <= 64, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        // Base 16, lowest digit first.
        var digits: [Int] = []
        for character in text {
            var carry = Int(character) - 0x30
            for index in digits.indices {
                carry += digits[index] * 10
                digits[index] = carry & 15
                carry >>= 4
            }
            while carry > 0 {
                digits.append(carry & 15)
                carry >>= 4
            }
        }
        let expected = hexadecimal.utf8.reversed().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return trimmed(digits) == trimmed(expected)
    }

    private static func trimmed(_ digits: [Int]) -> [Int] {
        Array(digits.reversed().drop { $0 == 0 })
    }
}
