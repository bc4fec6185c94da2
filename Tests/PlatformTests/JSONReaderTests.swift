import Platform
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("{\"a\":1,}", 1, 8), ("[1,\n 2,\n ]", 3, 2), ("{\"a\":1,\"a\":2}", 1, 11),
        ("01", 1, 3),
        ("1.", 1, 3), ("\"\\x\"", 1, 3), ("\"\\\n\"", 1, 3), ("\"\\ud800\"", 1, 8), ("tru", 1, 1), ("[1] 2", 1, 5),
        ("\n\n  -", 3, 4),
        ("1e999", 1, 6), ("// only\n", 2, 1), ("/ 1", 1, 1), ("\"a\nb\"", 1, 3),
    ])
    func refusesWithThePlace(text: String, line: Int, column: Int) {
        do throws(JSONReader.Failure) {
            _ = try JSONReader.read(Array(text.utf8), comments: true)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.line == line)
            #expect(error.column == column)
        }
    }

    @Test func readsWithLinesAndComments() throws {
        let text = """
            // first
            { "name": "Xã \\u0110\\ud83d\\ude00 // no comment", // why
              "list": [1, -2.5e1, true, null] }
            """
        let node = try JSONReader.read(Array(text.utf8), comments: true)
        #expect(node["name"]?.string == "Xã Đ😀 // no comment")
        #expect(node["list"]?.line == 3)
        #expect(node["list"]?.elements.map(\.double) == [1, -25, nil, nil])
        #expect(node["list"]?.elements[2].bool == true)
    }

    @Test func commentsAreRefusedInPlainJSON() {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(Array("// x\n1".utf8)) }
    }

    /// A name is looked up, and that costs the square of the marks that follow each other in it.
    @Test(.timeLimit(.minutes(1)), arguments: [#"{"%":1}"#, #"{"a":"%"}"#, #"["\u0061%"]"#])
    func combiningMarksAreBounded(form: String) {
        let parts = form.split(separator: "%").map(String.init)
        for marks in [
            String(repeating: "\u{301}\u{323}", count: 20_000), String(repeating: #"\u0301\u0323"#, count: 20_000),
        ] {
            #expect(throws: JSONReader.Failure.self) { try JSONReader.read(Array((parts[0] + marks + parts[1]).utf8)) }
        }
        let few = String(repeating: "\u{301}", count: FieldText.markLimit)
        #expect(throws: Never.self) { try JSONReader.read(Array((parts[0] + few + parts[1]).utf8)) }
    }

    @Test func depthIsLimited() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(Array(deep.utf8)) }
    }
}
