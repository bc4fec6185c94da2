internal import Exchange
internal import HTTP
internal import Inspection
internal import Platform
internal import Trust

/// Documents with their signatures, as requests bring them.
extension SendRoute {
    /// The documents of a request, each with its signature, which may be empty.
    static func pairs(of request: HTTPRequest) throws(Problem) -> [Submitted] {
        let contentType = request.header("Content-Type") ?? ""
        guard contentType.lowercased().hasPrefix("multipart/") else {
            return [(request.body, try signature(of: request))]
        }
        do throws(MultipartFault) {
            return try pairs(of: try Multipart.read(request.body, contentType: contentType, limit: 2000))
        } catch {
            throw Problem(error)
        }
    }

    /// The signature in `Lgsp-Signature`; empty where there is no such field.
    static func signature(of request: HTTPRequest) throws(Problem) -> [UInt8] {
        let fields = request.headers.filter { Multipart.isSame($0.name, "Lgsp-Signature") }
        guard let field = fields.first else { return [] }
        guard fields.count == 1 else {
            throw Problem("signature_malformed", "Lgsp-Signature stands there twice.", found: "\(fields.count) fields")
        }
        return try decode(field.value, place: "Lgsp-Signature")
    }

    private static func pairs(of parts: [Multipart.Part]) throws(MultipartFault) -> [Submitted] {
        var pairs: [Submitted] = []
        for part in parts {
            func fault(_ expected: String, _ found: String) -> MultipartFault {
                MultipartFault(part: part.number, offset: part.offset, expected: expected, found: found)
            }
            switch part.name {
            case "document": pairs.append((try part.content(), []))
            case "signature":
                guard let last = pairs.last else { throw fault("a part named document first", "signature") }
                guard last.signature.isEmpty else { throw fault("one signature behind each document", "another") }
                pairs[pairs.count - 1].signature = try part.content()
            case let name?: throw fault("a part named document, or the signature behind it", "\(name.prefix(60))")
            case nil:
                throw fault(
                    "Content-Disposition: form-data; name=\"document\", or \"signature\"", "a part without name")
            }
        }
        guard !pairs.isEmpty else {
            throw MultipartFault(part: 1, offset: 0, expected: "a part named document", found: "no part")
        }
        return pairs
    }

    /// The CMS whose base64 `text` is; `place` names where it stands.
    private static func decode(_ text: String, place: String) throws(Problem) -> [UInt8] {
        let form = SignatureForm.of(text: text)
        if form == nil, let bytes = Base64.decode(text) { return bytes }
        let found = form?.found ?? SignatureForm.stranger(in: text) ?? "base64 that is cut off, or has bits left over"
        var problem = Problem("signature_malformed", "\(place) is not the base64 of a CMS in DER.", found: found)
        problem.expected = "base64 (RFC 4648, 4) of a detached CMS in DER"
        problem.hint = form?.hint ?? SignatureForm.sendBase64
        throw problem
    }
}
