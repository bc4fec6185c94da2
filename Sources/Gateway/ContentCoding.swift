internal import HTTP
internal import Platform

/// Bodies are taken as they are: no content coding is undone (RFC 9110, sections 8.4 and 15.5.16; RFC 7694, section 3).
enum ContentCoding {
    /// Why a body with its Content-Encoding is not taken; nil where it says none but `identity`.
    static func problem(of request: HTTPRequest) -> Problem? {
        guard !request.body.isEmpty else { return nil }
        let codings = request.headers.filter { Multipart.isSame($0.name, "Content-Encoding") }
            .flatMap { $0.value.split(separator: ",") }
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            .filter { !$0.isEmpty && $0 != "identity" }
        guard !codings.isEmpty else { return nil }
        let found = codings.joined(separator: ", ").prefix(200)
        var problem = Problem("content_encoding_unsupported", found: String(found))
        problem.expected = "no Content-Encoding, or identity"
        problem.acceptedEncoding = "identity"
        return problem
    }

    /// What to do about a body that cannot be read because it is compressed; nil where its first bytes do not say so.
    static func hint(of body: [UInt8]) -> Hint? {
        let name: String
        switch body.prefix(4) {
        case let start where start.starts(with: [0x1F, 0x8B]): name = "gzip"
        case [0x28, 0xB5, 0x2F, 0xFD]: name = "zstd"
        case let start where [[0x78, 0x01], [0x78, 0x9C], [0x78, 0xDA]].contains(Array(start.prefix(2))):
            name = "deflate"
        default: return nil
        }
        return Hint(
            "The body looks \(name)-compressed: send it as it is; compression is often a switch of the HTTP library.",
            "Nội dung có vẻ đã nén \(name): gửi dữ liệu chưa nén; việc nén thường là một tùy chọn của thư viện HTTP.")
    }
}
