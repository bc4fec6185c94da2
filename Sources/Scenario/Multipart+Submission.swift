internal import Platform

extension WireRequest {
    /// Submits documents with their signatures: one alone as it is, several as pairs of parts; `mark` is the run's.
    static func submission(_ pairs: [(document: [UInt8], signature: [UInt8])], mark: String) -> WireRequest {
        let target = "/api/v1/documents"
        guard let pair = pairs.first, pairs.count == 1 else {
            let boundary = "lgsp-\(mark)-dGhpcyBpcyBhIGJvdW5kYXJ5"
            return WireRequest(
                method: "POST", target: target,
                headers: [("Content-Type", "multipart/form-data; boundary=\(boundary)")],
                body: Multipart.submission(pairs, boundary: boundary))
        }
        var headers = [(name: "Content-Type", value: "application/edxml+xml")]
        if !pair.signature.isEmpty { headers.append(("Lgsp-Signature", Base64.encode(pair.signature))) }
        return WireRequest(method: "POST", target: target, headers: headers, body: pair.document)
    }
}

extension Multipart {
    /// The bytes that pairs of `document` and `signature` make with `boundary`, which stands in none of them.
    static func submission(_ pairs: [(document: [UInt8], signature: [UInt8])], boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(pairs.reduce(256) { $0 + $1.document.count + $1.signature.count + 320 })
        let begin = Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8)
        let document = Array("document\"\r\nContent-Type: application/edxml+xml\r\n\r\n".utf8)
        let signature = Array("signature\"\r\nContent-Type: application/pkcs7-signature\r\n\r\n".utf8)
        for pair in pairs {
            body.append(contentsOf: begin)
            body.append(contentsOf: document)
            body.append(contentsOf: pair.document)
            body.append(contentsOf: [0x0D, 0x0A])
            body.append(contentsOf: begin)
            body.append(contentsOf: signature)
            body.append(contentsOf: pair.signature)
            body.append(contentsOf: [0x0D, 0x0A])
        }
        body.append(contentsOf: "--\(boundary)--\r\n".utf8)
        return body
    }
}
