internal import Glibc

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
            headers.first { Multipart.isSame($0.name.utf8, name.utf8) }?.value
        }

        /// The parameter `name` of Content-Disposition.
        public var name: String? { header("Content-Disposition").flatMap { Multipart.parameter("name", of: $0) } }
    }

    /// The value of a parameter of a header field, quoted or not; a semicolon within quotes separates nothing.
    public static func parameter(_ name: String, of field: String) -> String? {
        let text = field.utf8
        var start = text.startIndex
        var isFirst = true
        while start < text.endIndex {
            var isQuoted = false
            var end = start
            while end < text.endIndex, isQuoted || text[end] != UInt8(ascii: ";") {
                if text[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
                end = text.index(after: end)
            }
            if !isFirst, let value = value(of: name, in: field[start..<end]) { return value }
            isFirst = false
            start = end == text.endIndex ? end : text.index(after: end)
        }
        return nil
    }

    /// The value where `pair` is `name=value`.
    private static func value(of name: String, in pair: Substring) -> String? {
        let pair = pair.utf8.drop { $0 == UInt8(ascii: " ") }
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), isSame(pair[..<equals], name.utf8) else {
            return nil
        }
        let value = pair[pair.index(after: equals)...].drop { $0 == UInt8(ascii: " ") }
        guard value.first == UInt8(ascii: "\"") else {
            return String(Substring(value.prefix { $0 != UInt8(ascii: " ") }))
        }
        return String(Substring(value.dropFirst().prefix { $0 != UInt8(ascii: "\"") }))
    }

    /// Whether two names are one but for the case of ASCII letters, as those of header fields are.
    public static func isSame(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
        return left.count == right.count && zip(left, right).allSatisfy { lower($0) == lower($1) }
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
                guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), headers.count < 32 else { return nil }
                let value = line.utf8[line.utf8.index(after: colon)...].drop { $0 == UInt8(ascii: " ") }
                headers.append((String(line[..<colon]), String(Substring(value))))
            }
            guard let end = find(delimiter, in: body, from: position) else { return nil }
            parts.append(Part(headers: headers, body: Array(body[position..<end])))
            position = end + delimiter.count
        }
    }

    /// Where `pattern`, which is not empty, stands first in `body` from `start` on, or nil.
    public static func find(_ pattern: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        unsafe body.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var index = start
            while index + pattern.count <= bytes.count {
                let places = bytes.count - pattern.count - index + 1
                guard let candidate = unsafe memchr(base + index, Int32(pattern[0]), places) else { return nil }
                if unsafe memcmp(candidate, pattern, pattern.count) == 0 {
                    return unsafe UnsafeRawPointer(candidate) - base
                }
                unsafe index = UnsafeRawPointer(candidate) - base + 1
            }
            return nil
        }
    }
}
