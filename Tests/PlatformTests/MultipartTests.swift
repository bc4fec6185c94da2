import Platform
import Testing

@Suite struct MultipartTests {
    /// Bodies in Latin letters: `^` stands for a line break.
    @Test(arguments: [
        ("--b^X: 1^^abc^--b--^", ["abc"]), ("--b^^^--b--", [""]), ("--b^^a^--b^Y: 2^^b^--b--", ["a", "b"]),
        ("--b^^a^-b--b^--b--", ["a^-b--b"]), ("--b^^^^^--b--", ["^^"]), ("--b^^--b^--b--", ["--b"]),
        ("preamble^--b^^a^--b--", ["a"]), ("^--b^^a^--b--", ["a"]), ("--x^--b^^a^--b--^epilogue", ["a"]),
    ])
    func reads(text: String, bodies: [String]) throws {
        let parts = try #require(Multipart.parts(of: bytes(text), contentType: "multipart/mixed; boundary=b", limit: 2))
        #expect(parts.map(\.body) == bodies.map(bytes))
    }

    @Test(arguments: [
        "", "--b", "--b^", "--b^X: 1^^abc", "--b^X: 1^abc^--b--", "--b^X^^a^--b--", "preamble--b^^a^--c--",
        "--b^^a^--c--", "--b^^1^--b^^2^--b^^3^--b--",
    ])
    func refuses(text: String) {
        #expect(Multipart.parts(of: bytes(text), contentType: "multipart/mixed; boundary=b", limit: 2) == nil)
    }

    @Test(arguments: [
        ("multipart/mixed; boundary=abc", "abc"), ("multipart/mixed; charset=x; Boundary=\"a b;c\"", "a b;c"),
        ("application/json", nil), ("form-data; name=\"x\"", nil), ("multipart/mixed;boundary=", ""),
    ])
    func parameters(field: String, boundary: String?) {
        #expect(Multipart.parameter("boundary", of: field) == boundary)
    }

    @Test(arguments: ["text/plain; boundary=b", "multipart/mixed", "multipart/mixed; boundary=\"\""])
    func wantsABoundary(type: String) {
        #expect(Multipart.parts(of: bytes("--b^^a^--b--"), contentType: type, limit: 2) == nil)
    }

    @Test func findsHeadersOfAnyCase() throws {
        let body = bytes("--b^content-DISPOSITION:  form-data; name=\"tài liệu\"^^a^--b--")
        let part = try #require(
            Multipart.parts(of: body, contentType: "multipart/form-data; boundary=b", limit: 1)?.first)
        #expect(part.name == "tài liệu")
        #expect(part.header("Content-Type") == nil)
    }

    private func bytes(_ text: String) -> [UInt8] {
        Array(text.split(separator: "^", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
    }
}
