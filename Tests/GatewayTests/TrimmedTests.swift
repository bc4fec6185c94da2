import Platform
import Testing

@testable import Gateway

/// Texts of JSON bodies, read like those of elements.
@Suite struct TrimmedTests {
    private struct Body: Decodable {
        @Trimmed var one: String
        @Trimmed var perhaps: String?
        @Trimmed var several: [String]
        @Trimmed var perhapsSeveral: [String]?
    }

    private static func read(_ text: String) throws -> Body {
        try JSONNodeDecoder.decode(Body.self, from: JSONReader.read(Array(text.utf8)))
    }

    @Test func whiteSpaceAtTheEndsIsNoPartOfIt() throws {
        let body = try Self.read(
            #"{"one":" a b\n","perhaps":"\u00a0x","several":["y ","z"],"perhapsSeveral":["\u3000"]}"#)
        #expect(body.one == "a b" && body.perhaps == "x" && body.several == ["y", "z"] && body.perhapsSeveral == [""])
    }

    @Test func whatIsOptionalMayBeLeftOut() throws {
        let body = try Self.read(#"{"one":"","several":[]}"#)
        #expect(body.one.isEmpty && body.perhaps == nil && body.several.isEmpty && body.perhapsSeveral == nil)
    }

    @Test(arguments: [
        #"{"several":[]}"#, #"{"one":"a"}"#, #"{"one":1,"several":[]}"#, #"{"one":"a","several":["b",1]}"#,
    ])
    func whatIsMissingOrNoTextIsRefused(text: String) {
        #expect(throws: DecodingError.self) { try Self.read(text) }
    }
}
