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
}
