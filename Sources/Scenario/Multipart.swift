/// Bodies of several parts (RFC 2046, section 5.1): written for submissions, read from mailboxes.
enum Multipart {
    /// One part of a body.
    struct Part: Sendable {
        /// Name, as it came, and value.
        var headers: [(name: String, value: String)]
        var body: [UInt8]

        /// The value of the first header called `name`, in any case.
        func header(_ name: String) -> String? {
            let wanted = name.lowercased()
            return headers.first { $0.name.lowercased() == wanted }?.value
        }
    }

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

    /// The boundary that a `Content-Type` names, or nil.
    static func boundary(in contentType: String) -> String? {
        for field in contentType.split(separator: ";").dropFirst() {
            let trimmed = field.drop { $0 == " " }
            guard trimmed.lowercased().hasPrefix("boundary=") else { continue }
            let value = trimmed.dropFirst("boundary=".utf8.count)
            if value.first == "\"", value.last == "\"", value.count >= 2 { return String(value.dropFirst().dropLast()) }
            return String(value)
        }
        return nil
    }

    /// The parts of `body`, or nil where it is not a body with this boundary, closed as it should be.
    ///
    /// A part whose header says `Content-Length` is taken by it, so that its bytes are not searched.
    static func parts(of body: [UInt8], boundary: String) -> [Part]? {
        let mark = Array("\r\n--\(boundary)".utf8)
        guard body.starts(with: mark.dropFirst(2)) else { return nil }
        var position = mark.count - 2
        var parts: [Part] = []
        while true {
            guard position + 2 <= body.count else { return nil }
            if body[position] == UInt8(ascii: "-"), body[position + 1] == UInt8(ascii: "-") { return parts }
            guard body[position] == 0x0D, body[position + 1] == 0x0A else { return nil }
            position += 2
            guard let headers = headers(in: body, from: &position) else { return nil }
            var part = Part(headers: headers, body: [])
            let end: Int
            if let length = part.header("Content-Length").flatMap({ Int($0) }) {
                guard length >= 0, length <= body.count - position else { return nil }
                end = position + length
                guard body[end...].starts(with: mark) else { return nil }
            } else {
                guard let found = find(mark, in: body, from: position) else { return nil }
                end = found
            }
            part.body = Array(body[position..<end])
            parts.append(part)
            position = end + mark.count
        }
    }

    private static func headers(in body: [UInt8], from position: inout Int) -> [(name: String, value: String)]? {
        var headers: [(name: String, value: String)] = []
        while true {
            guard let end = find([0x0D, 0x0A], in: body, from: position) else { return nil }
            let line = body[position..<end]
            position = end + 2
            if line.isEmpty { return headers }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = line[(colon + 1)...].drop { $0 == 0x20 }
            headers.append((String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
    }

    private static func find(_ mark: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = mark.first, start <= body.count else { return nil }
        var index = start
        while index + mark.count <= body.count {
            if body[index] == first, body[index..<index + mark.count].elementsEqual(mark) { return index }
            index += 1
        }
        return nil
    }
}
