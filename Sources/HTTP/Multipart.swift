/// The parts of a multipart body (RFC 2046, section 5.1; RFC 7578 for forms).
public enum Multipart {
    /// One part.
    public struct Part: Sendable {
        /// Its header fields.
        public let headers: [(name: String, value: String)]
        /// Its bytes.
        public let body: [UInt8]

        /// The first field called `name`, whatever its case.
        public func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        /// The parameter `name` of Content-Disposition.
        public var name: String? { header("Content-Disposition").flatMap { Multipart.parameter("name", of: $0) } }
    }

    /// The value of a parameter of a header field, quoted or not; a semicolon within quotes separates nothing.
    public static func parameter(_ name: String, of field: String) -> String? {
        var fields: [[Character]] = [[]]
        var isQuoted = false
        for character in field {
            if character == "\"" { isQuoted.toggle() }
            if character == ";", !isQuoted { fields.append([]) } else { fields[fields.count - 1].append(character) }
        }
        for part in fields.dropFirst() {
            let pair = String(part).split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].drop(while: { $0 == " " }).lowercased() == name else { continue }
            let value = pair[1].drop { $0 == " " }
            guard value.hasPrefix("\"") else { return String(value.prefix { $0 != " " }) }
            return String(value.dropFirst().prefix { $0 != "\"" })
        }
        return nil
    }

    /// The parts of `body`, or nil where it is not what `contentType` says, or has over `limit` parts.
    public static func parts(of body: [UInt8], contentType: String, limit: Int) -> [Part]? {
        guard contentType.lowercased().hasPrefix("multipart/"), let boundary = parameter("boundary", of: contentType),
            (1...70).contains(boundary.utf8.count)
        else { return nil }
        let opening = Array("--\(boundary)".utf8)
        let delimiter = [13, 10] + opening
        guard body.starts(with: opening) else { return nil }
        var position = opening.count
        var parts: [Part] = []
        while true {
            // After a delimiter: "--" ends the body, a line break begins a part.
            guard position + 2 <= body.count else { return nil }
            if body[position] == UInt8(ascii: "-"), body[position + 1] == UInt8(ascii: "-") { return parts }
            guard body[position] == 13, body[position + 1] == 10, parts.count < limit else { return nil }
            position += 2
            var headers: [(name: String, value: String)] = []
            while true {
                guard let end = find([13, 10], in: body, from: position), end - position < 65_536 else { return nil }
                let line = String(decoding: body[position..<end], as: UTF8.self)
                position = end + 2
                if line.isEmpty { break }
                guard let colon = line.firstIndex(of: ":"), headers.count < 32 else { return nil }
                headers.append((String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })))
            }
            guard let end = find(delimiter, in: body, from: position) else { return nil }
            parts.append(Part(headers: headers, body: Array(body[position..<end])))
            position = end + delimiter.count
        }
    }

    private static func find(_ pattern: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        let bytes = body.span
        let first = pattern[0]
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index] == first {
                var length = 1
                while length < pattern.count, bytes[index + length] == pattern[length] { length += 1 }
                if length == pattern.count { return index }
            }
            index += 1
        }
        return nil
    }
}
