import Platform
import Testing

/// Combining marks in a row (UAX #15, 13).
@Suite struct FieldMarksTests {
    private static let mark = "\u{0301}"

    @Test(arguments: [(30, false), (31, true), (5_000, true)])
    func thirtyMayFollowEachOther(count: Int, isExcess: Bool) {
        let text = "Quyết định a" + String(repeating: Self.mark, count: count) + "b"
        #expect((FieldText.excessOfMarks(in: Array(text.utf8)) != nil) == isExcess)
        #expect(FieldText.excessOfMarks(in: Array(text.utf8)) == (isExcess ? Array("Quyết định a".utf8).count : nil))
        // Text over the limit is nobody's name, and stays as it is.
        if isExcess { #expect(FieldText.key(text).utf8.elementsEqual(text.utf8)) }
    }

    @Test func marksApartAreCountedApart() {
        let text = String(repeating: "a" + String(repeating: Self.mark, count: 30), count: 100)
        #expect(FieldText.excessOfMarks(in: Array(text.utf8)) == nil)
        // Hebrew, Thai and musical marks are marks too; Vietnamese letters of one code point are none.
        for mark in ["\u{05B0}", "\u{0E38}", "\u{1D165}"] {
            let run = "a" + String(repeating: mark, count: 31)
            #expect(FieldText.excessOfMarks(in: Array(run.utf8)) == 1)
        }
        #expect(FieldText.excessOfMarks(in: Array(String(repeating: "ếựđĐ", count: 100).utf8)) == nil)
        #expect(FieldText.excessOfMarks(in: []) == nil)
        // What is cut off or no UTF-8 ends no process.
        #expect(FieldText.excessOfMarks(in: [0xCC]) == nil)
        #expect(FieldText.excessOfMarks(in: [0xF0, 0x9D]) == nil)
    }
}
