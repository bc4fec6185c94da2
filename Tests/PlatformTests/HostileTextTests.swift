import Platform
import Testing

/// What others wrote, in each form that it goes out in.
@Suite struct HostileTextTests {
    /// Ends of lines of every kind, markup, quotation marks, escapes of terminals, marks that turn text, a boundary, a NUL.
    static let hostile =
        "a\r\nb\n--x--\r\u{0}\u{1B}[31m\u{9B}2J\u{7F}\u{85}\u{2028}\u{2029}\u{202E}\u{2066}\u{200F}\u{61C}<script>\"'&é"

    @Test func aLineOfALogOrATerminalStaysOne() {
        let shown = ShownText.line(Self.hostile)
        #expect(!shown.unicodeScalars.contains { ShownText.isControl($0) || ShownText.turnsText($0) })
        #expect(shown == "a  b --x--   [31m 2J    \u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}<script>\"'&é")
        #expect(ShownText.lines("a\tb\r\n\u{1B}c\n") == "a b \n c\n")
        #expect(ShownText.line("Sở Kế hoạch 👩‍👩‍👧") == "Sở Kế hoạch 👩‍👩‍👧")
    }

    @Test(
        arguments: [
            ("=1+1", "'=1+1"), ("+84", "+84"), ("-5.5", "-5.5"), ("-x", "'-x"), ("@a", "'@a"), ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""), ("\n=1", "\"'\n=1\""), ("＝1", "'＝1"), ("＠a", "'＠a"), ("a;=1", "\"a;=1\""),
            ("a,=1", "\"a,=1\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("Sở", "Sở"), ("", ""),
        ])
    func aCellIsNoFormula(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test func anObjectOfJSONStaysOnItsLineAndIsExact() throws {
        var json = JSONText()
        json.object { $0.member("x", Self.hostile) }
        #expect(!json.string.unicodeScalars.contains(where: ShownText.isControl))
        #expect(
            try JSONReader.read(json.bytes)["x"]?.string?.unicodeScalars.elementsEqual(Self.hostile.unicodeScalars)
                == true)
        var plain = JSONText()
        plain.string("\u{80}\u{9F}\u{A0}\u{2027}\u{202A}â€½")
        #expect(plain.string == "\"\\u0080\\u009f\u{A0}\u{2027}\u{202A}â€½\"")
    }

    @Test func markupOfOthersIsText() {
        let text = HTMLText.escape(Self.hostile)
        #expect(text.hasSuffix("&lt;script&gt;&quot;&#39;&amp;é"))
        #expect(!text.unicodeScalars.contains { $0 != "\n" && ShownText.isControl($0) || ShownText.turnsText($0) })
    }
}
