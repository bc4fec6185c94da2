import Platform
import Testing

/// Bodies as they come, good and bad (RFC 2046, section 5.1).
@Suite struct MultipartBodyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var type = "multipart/form-data; boundary=b"
        let body: String
        /// The parts' bodies; nil where the whole cannot be read.
        let parts: [String]?
        var testDescription: String { name }
    }

    static let head = "Content-Disposition: form-data; name=document\r\n\r\n"
    static let cases = [
        Case(name: "one part", body: "--b\r\n\(head)x\r\n--b--\r\n", parts: ["x"]),
        Case(name: "two parts", body: "--b\r\n\(head)x\r\n--b\r\n\(head)y\r\n--b--", parts: ["x", "y"]),
        Case(name: "an empty part", body: "--b\r\n\(head)\r\n--b--", parts: [""]),
        Case(name: "no parts", body: "--b--", parts: []),
        Case(name: "no headers", body: "--b\r\n\r\nx\r\n--b--", parts: ["x"]),
        Case(name: "the boundary within a line", body: "--b\r\n\(head)x--b--\r\n--b--", parts: ["x--b--"]),
        Case(name: "the boundary after a bare line feed", body: "--b\r\n\(head)x\n--b--\r\n--b--", parts: ["x\n--b--"]),
        Case(name: "line breaks at the end of a part", body: "--b\r\n\(head)x\r\n\r\n\r\n--b--", parts: ["x\r\n\r\n"]),
        Case(name: "a preamble", body: "See --b below.\r\n--b\r\n\(head)x\r\n--b--", parts: ["x"]),
        Case(name: "an epilogue", body: "--b\r\n\(head)x\r\n--b--\r\nmore", parts: ["x"]),
        Case(name: "an empty body", body: "", parts: nil),
        Case(name: "no final boundary", body: "--b\r\n\(head)x", parts: nil),
        Case(name: "cut within the final boundary", body: "--b\r\n\(head)x\r\n--b-", parts: nil),
        Case(name: "cut after a boundary", body: "--b\r\n\(head)x\r\n--b\r\n", parts: nil),
        Case(name: "no line break after the boundary", body: "--bx\r\n\(head)x\r\n--b--", parts: nil),
        Case(name: "a bare line feed after the boundary", body: "--b\n\(head)x\r\n--b--", parts: nil),
        Case(name: "another boundary", body: "--c\r\n\(head)x\r\n--c--", parts: nil),
        Case(name: "a header without a colon", body: "--b\r\nContent\r\n\r\nx\r\n--b--", parts: nil),
        Case(
            name: "a huge header", body: "--b\r\nA: \(String(repeating: "x", count: 70_000))\r\n\r\nx\r\n--b--",
            parts: nil),
        Case(
            name: "too many headers", body: "--b\r\n\(String(repeating: "A: b\r\n", count: 40))\r\nx\r\n--b--",
            parts: nil),
        Case(
            name: "too many parts", body: String(repeating: "--b\r\n\r\nx\r\n", count: 11) + "--b--", parts: nil),
        Case(
            name: "a quoted boundary", type: "Multipart/Mixed; charset=x; boundary=\"a b;c\"",
            body: "--a b;c\r\n\(head)x\r\n--a b;c--", parts: ["x"]),
        Case(name: "no boundary", type: "multipart/mixed", body: "--b\r\n\(head)x\r\n--b--", parts: nil),
        Case(name: "an empty boundary", type: "multipart/mixed; boundary=", body: "--\r\n\r\nx\r\n----", parts: nil),
        Case(
            name: "a boundary over 70 characters",
            type: "multipart/mixed; boundary=\(String(repeating: "b", count: 71))",
            body: "--\(String(repeating: "b", count: 71))--", parts: nil),
        Case(name: "another type", type: "text/plain; boundary=b", body: "--b--", parts: nil),
    ]

    @Test(arguments: cases)
    func reads(_ item: Case) {
        let parts = Multipart.parts(of: Array(item.body.utf8), contentType: item.type, limit: 10)
        #expect(parts.map { $0.map { String(decoding: $0.body, as: UTF8.self) } } == item.parts)
    }

    @Test func namesAndHeadersHaveNoCase() throws {
        let body =
            "--b\r\ncontent-DISPOSITION: form-data; filename=\"a;name=z\"; Name=\"document\"\r\nX:y\r\n\r\nx\r\n--b--"
        let part = try #require(
            Multipart.parts(of: Array(body.utf8), contentType: "multipart/form-data;boundary=b", limit: 1)?.first)
        #expect(part.name == "document")
        #expect(part.header("x") == "y")
    }

    @Test func anyCutIsRefusedAndNothingTraps() {
        let body = Array("--b\r\n\(Self.head)x\r\n--b\r\n\(Self.head)\r\n--b--".utf8)
        for count in 0..<body.count {
            #expect(
                Multipart.parts(of: Array(body[..<count]), contentType: "multipart/mixed; boundary=b", limit: 9)?.count
                    == nil)
        }
    }
}
