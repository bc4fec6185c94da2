import Platform
import Testing

@Suite struct MultipartTests {
    /// Bodies in Latin letters: `^` stands for a line break.
    @Test(arguments: [
        ("--b^X: 1^^abc^--b--^", ["abc"]), ("--b^^^--b--", [""]), ("--b^^a^--b^Y: 2^^b^--b--", ["a", "b"]),
        ("--b^^a^-b--b^--b--", ["a^-b--b"]), ("--b^^^^^--b--", ["^^"]), ("--b^^--b^^a^--b--", ["", "a"]),
        ("--b^X: 1^^--b--", [""]),
        ("--b \t^^a^--b\t^^b^--b--  ^", ["a", "b"]), ("--b^^--bx^--b--", ["--bx"]),
        ("preamble^--b^^a^--b--", ["a"]), ("^--b^^a^--b--", ["a"]), ("--x^--b^^a^--b--^epilogue", ["a"]),
    ])
    func reads(text: String, bodies: [String]) throws {
        let parts = try #require(Multipart.parts(of: bytes(text), contentType: "multipart/mixed; boundary=b", limit: 2))
        #expect(parts.map(\.body) == bodies.map(bytes))
    }

    @Test(arguments: [
        "", "--b", "--b^", "--b^X: 1^^abc", "--b^X: 1^abc^--b--", "--b^X^^a^--b--", "preamble--b^^a^--c--",
        "--b^^a^--c--", "--b^^--b^--b--", "--b^X: 1^--b--", "--b^ X: 1^^a^--b--", "--b^: 1^^a^--b--",
        "--b^^1^--b^^2^--b^^3^--b--",
    ])
    func refuses(text: String) {
        #expect(Multipart.parts(of: bytes(text), contentType: "multipart/mixed; boundary=b", limit: 2) == nil)
    }

    @Test(arguments: [
        ("multipart/mixed; boundary=abc", "abc"), ("multipart/mixed; charset=x; Boundary=\"a b;c\"", "a b;c"),
        ("multipart/mixed;\t boundary=abc ; x=y", "abc"),
        ("multipart/mixed; x=\"a\\\"; boundary=no\"; boundary=\"a\\\"b\"", "a\"b"),
        ("multipart/mixed; x; boundary = \"a\\\\b\"", "a\\b"), ("multipart/mixed; boundary=\"abc", "abc"),
        ("application/json", nil), ("form-data; name=\"x\"", nil), ("multipart/mixed;boundary=", ""),
    ])
    func parameters(field: String, boundary: String?) {
        #expect(Multipart.parameter("boundary", of: field) == boundary)
    }

    @Test(arguments: [
        "text/plain; boundary=b", "multipart/mixed", "multipart/mixed; boundary=\"\"",
        "multipart/mixed; boundary=\"b \"",
    ])
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

    /// A folded field is one field (RFC 5322, 2.2.3); white space around names and values says nothing.
    @Test(arguments: [
        ("Content-Disposition: form-data;^ name=\"document\"", "document"),
        ("Content-Disposition:^\tform-data^ ;^ \tname=document \t", "document"),
        ("Content-Disposition : form-data; name = document", "document"),
        ("Content-Disposition: form-data;\tfilename=\"a; name=x\";\tNAME=\"docu\\ment\"", "document"),
        ("X: 1^Content-Disposition: form-data; name*=UTF-8''t%C3%A0i%20li%E1%BB%87u; filename=x", "tài liệu"),
        ("Content-Disposition: form-data; name*=utf-8'vi'document", "document"),
        ("Content-Disposition: form-data; name*=latin-7''document", nil),
        ("Content-Disposition: form-data", nil), ("X-Content-Disposition: form-data; name=a", nil),
    ])
    func namesOfParts(head: String, name: String?) throws {
        let body = bytes("--b^\(head)^^a^--b--")
        let part = try #require(
            Multipart.parts(of: body, contentType: "multipart/form-data; boundary=b", limit: 1)?.first)
        #expect(part.name == name)
        #expect(part.body == bytes("a"))
    }

    /// Each refusal says in which part, where, what was wanted and what stands there.
    @Test(arguments: [
        ("--b^^a^--c--", 1, 15, "--b-- behind the last part", "the end of the body"), ("", 0, 0, "--b at", "nothing"),
        ("what^--c^", 1, 0, "--b at the beginning of a line", "\"what\""),
        ("--b\n\na\n--b--", 1, 3, "CR LF behind the boundary", "LF alone"),
        ("--b^^a\n--b--", 1, 8, "CR LF before the boundary", "LF alone"),
        ("x\n--b^^a^--b--", 1, 1, "CR LF before the boundary", "LF alone"),
        ("--b^^a^--bx^", 2, 13, "CR LF behind the boundary", "'x'"),
        ("--b^X: 1\nY: 2^^a^--b--", 1, 5, "CR LF at the end of each line", "LF or CR alone"),
        ("--b^^a^--b^X 1^^b^--b--", 2, 15, "Name: value", "\"X 1\""),
        ("--b^X: 1", 1, 5, "an empty line", "the end of the body"),
        ("--b^^1^--b^^2^--b^^3^--b--", 3, 23, "at most 2 parts", "more"),
    ])
    func saysWhereAndWhy(text: String, part: Int, offset: Int, expected: String, found: String) {
        do {
            _ = try Multipart.read(bytes(text), contentType: "multipart/form-data; boundary=b", limit: 2)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.part == part && error.offset == offset && error.found == found, "\(error)")
            #expect(error.expected.hasPrefix(expected), "\(error)")
        }
    }

    /// What Python's own `quopri` and `base64` make (RFC 2045, 6.7 and 6.8).
    @Test(arguments: [
        ("", "a=3D", "a=3D"), ("8bit", "ệ", "ệ"), ("BINARY", "a", "a"), ("7bit", "a", "a"), ("base64", "4buH", "ệ"),
        ("Base64", "4b^uH^", "ệ"), ("quoted-printable", "=E1=BB=87", "ệ"), ("quoted-printable", "=e1=bb=^=87", "ệ"),
        ("quoted-printable", "a=20^b \t^c= ^d", "a ^b^cd"), ("quoted-printable", "a  ", "a"),
        ("quoted-printable", "a=3D^", "a=^"),
    ])
    func contentsAreDecoded(encoding: String, text: String, content: String) throws {
        let field = encoding.isEmpty ? "X: 1" : "Content-Transfer-Encoding: \(encoding)"
        let part = try #require(
            Multipart.parts(
                of: bytes("--b^\(field)^^\(text)^--b--"), contentType: "multipart/mixed; boundary=b", limit: 1)?.first)
        #expect(try part.content() == bytes(content))
    }

    @Test(arguments: [("base64", "4b*"), ("quoted-printable", "=4"), ("quoted-printable", "=GG"), ("x-uuencode", "a")])
    func brokenContentsAreRefused(encoding: String, text: String) throws {
        let part = try #require(
            Multipart.parts(
                of: bytes("--b^Content-Transfer-Encoding: \(encoding)^^\(text)^--b--"),
                contentType: "multipart/mixed; boundary=b", limit: 1)?.first)
        #expect(throws: MultipartFault.self) { try part.content() }
    }

    private func bytes(_ text: String) -> [UInt8] {
        Array(text.split(separator: "^", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
    }
}
