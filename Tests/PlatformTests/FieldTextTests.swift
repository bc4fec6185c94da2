import Platform
import Testing

/// What is trimmed and flagged of a field, held against the Unicode data of the standard library and of the standard.
@Suite struct FieldTextTests {
    static var scalars: [Unicode.Scalar] { (UInt32(0)...0x10_FFFF).compactMap(Unicode.Scalar.init) }

    @Test func allWhiteSpaceIsTrimmedAndNothingElse() {
        for scalar in Self.scalars {
            let text = "\(scalar)x\(scalar)"
            let isTrimmed = FieldText.trimmed(text).unicodeScalars.elementsEqual("x".unicodeScalars)
            #expect(isTrimmed == scalar.properties.isWhitespace, "\(scalar.value)")
        }
    }

    @Test(arguments: [
        ("", ""), (" \t\r\n", ""), ("\u{A0}\u{3000} a b \u{2003}\n", "a b"), ("\u{85}", ""),
        ("\u{200B}a\u{FEFF}", "\u{200B}a\u{FEFF}"), ("Đ\u{301}\u{A0}", "Đ\u{301}"), ("\u{A0}\u{301}", "\u{301}"),
        ("à", "à"), ("…", "…"),
    ])
    func endsAreTrimmed(_ text: String, _ expected: String) {
        #expect(FieldText.trimmed(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    /// A range that cuts a character, or lies outside, is no trap.
    @Test func anyRangeIsTaken() {
        let bytes = Array("\u{3000}a\u{A0}".utf8)
        #expect(FieldText.trimmed(0..<bytes.count, of: bytes) == 3..<4)
        #expect(FieldText.trimmed(0..<bytes.count - 1, of: bytes) == 3..<5)
        #expect(FieldText.trimmed(4..<99, of: bytes).isEmpty)
        #expect(FieldText.trimmed(0..<0, of: []).isEmpty)
    }

    /// Default_Ignorable_Code_Point of DerivedCoreProperties.txt (Unicode 15).
    @Test func hiddenCharactersAreThoseOfTheStandard() {
        let ranges: [ClosedRange<UInt32>] = [
            0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F,
            0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164...0x3164, 0xFE00...0xFE0F, 0xFEFF...0xFEFF,
            0xFFA0...0xFFA0, 0xFFF0...0xFFF8, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF,
        ]
        for scalar in Self.scalars {
            let isListed = ranges.contains { $0.contains(scalar.value) }
            #expect(FieldText.isHidden(scalar) == isListed, "\(scalar.value)")
        }
    }
}
