internal import Glibc

/// The parts of a multipart body (RFC 2046, section 5.1; RFC 7578 for forms).
///
/// Lines end with CR LF, as RFC 2046, section 4.1.1, has it: a bare line feed may stand in the content of a part, so it
/// never parts one from the next. White space behind a boundary is passed over.
public enum Multipart {
    /// The header fields of one part.
    private static let fieldLimit = 32
    /// The bytes of one line of a part's header.
    private static let lineLimit = 65_536
    private static let lineBreak: [UInt8] = [13, 10]

    /// One part.
    public struct Part: Sendable {
        /// The body that it is a part of, and where in it the header's lines stand.
        fileprivate let whole: [UInt8]
        fileprivate let head: Range<Int>
        /// Which part it is, from 1.
        public let number: Int
        /// Where in the whole its content begins.
        public let offset: Int
        /// Its bytes as they stand there.
        public let body: [UInt8]

        /// Its header fields.
        public var headers: [(name: String, value: String)] {
            var headers: [(name: String, value: String)] = []
            _ = firstField { name, value in
                headers.append((String(decoding: whole[name], as: UTF8.self), text(value)))
                return false
            }
            return headers
        }

        /// The first field called `name`, whatever its case; a folded one is unfolded (RFC 5322, section 2.2.3).
        public func header(_ name: String) -> String? { field(name).map(text) }

        /// The parameter `name` of Content-Disposition, or `name*` (RFC 8187, section 3.2).
        public var name: String? {
            guard let field = field("Content-Disposition") else { return nil }
            let value = unfolded(field)
            return Multipart.parameter("name", of: value.span)
                ?? Multipart.parameter("name*", of: value.span).flatMap(Multipart.extended)
        }

        /// Its bytes without their Content-Transfer-Encoding (RFC 2045, section 6).
        public func content() throws(MultipartFault) -> [UInt8] {
            let encoding = (header("Content-Transfer-Encoding") ?? "").lowercased()
            let decoded: [UInt8]?
            switch encoding {
            case "", "7bit", "8bit", "binary": return body
            case "base64": decoded = Base64.decode(body.span)
            case "quoted-printable": decoded = QuotedPrintable.decode(body.span)
            default:
                throw MultipartFault(
                    part: number, offset: head.lowerBound,
                    expected: "Content-Transfer-Encoding 7bit, 8bit, binary, base64 or quoted-printable",
                    found: String(encoding.prefix(100)))
            }
            guard let decoded else {
                throw MultipartFault(
                    part: number, offset: offset, expected: "\(encoding), as Content-Transfer-Encoding says",
                    found: "other bytes")
            }
            return decoded
        }

        private func text(_ place: Range<Int>) -> String { String(decoding: unfolded(place), as: UTF8.self) }

        private func unfolded(_ place: Range<Int>) -> [UInt8] {
            whole[place].filter { $0 != 13 && $0 != 10 }
        }

        private func field(_ name: String) -> Range<Int>? {
            let name = name.utf8.span
            return firstField { place, _ in isSame(whole.span.extracting(place), name) }
        }

        /// The place of the value of the first field that `isWanted` takes by the places of its name and value.
        private func firstField(where isWanted: (_ name: Range<Int>, _ value: Range<Int>) -> Bool) -> Range<Int>? {
            var line = head.lowerBound
            while line < head.upperBound, let end = Multipart.endOfField(in: whole, from: line),
                let colon = whole[line..<end].firstIndex(of: UInt8(ascii: ":"))
            {
                let name = line..<(whole[line..<colon].lastIndex { !isSpace($0) }.map { $0 + 1 } ?? line)
                let start = whole[(colon + 1)..<end].firstIndex { !isSpace($0) && $0 != 13 && $0 != 10 } ?? end
                let last = whole[start..<end].lastIndex { !isSpace($0) && $0 != 13 && $0 != 10 }
                let value = start..<(last.map { $0 + 1 } ?? start)
                if isWanted(name, value) { return value }
                line = end + 2
            }
            return nil
        }
    }

    /// Where a header field that begins at `start` ends: at a line break that no white space follows.
    private static func endOfField(in bytes: [UInt8], from start: Int) -> Int? {
        var from = start
        while let end = find(lineBreak, in: bytes, from: from) {
            guard end + 2 < bytes.count, isSpace(bytes[end + 2]) else { return end }
            from = end + 2
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 9 }

    /// The value of a parameter of a header field, quoted or not, without the backslashes of a quoted one (RFC 9110,
    /// sections 5.6.4 and 5.6.6); a semicolon within quotes separates nothing.
    public static func parameter(_ name: String, of field: String) -> String? {
        parameter(name, of: field.utf8.span)
    }

    private static func parameter(_ name: String, of field: Span<UInt8>) -> String? {
        var at = 0
        func byte(_ place: Int) -> UInt8? { place < field.count ? field[place] : nil }
        func skipSpaces() { while let one = byte(at), isSpace(one) { at += 1 } }
        while let one = byte(at), one != UInt8(ascii: ";") { at += 1 }
        while byte(at) != nil {
            at += 1
            skipSpaces()
            let start = at
            while let one = byte(at), one != UInt8(ascii: "="), one != UInt8(ascii: ";") { at += 1 }
            var end = at
            while end > start, isSpace(field[end - 1]) { end -= 1 }
            guard byte(at) == UInt8(ascii: "=") else { continue }
            let isWanted = isSame(field.extracting(start..<end), name.utf8.span)
            at += 1
            skipSpaces()
            var value: [UInt8] = []
            if byte(at) == UInt8(ascii: "\"") {
                at += 1
                while let one = byte(at), one != UInt8(ascii: "\"") {
                    if one == UInt8(ascii: "\\"), at + 1 < field.count { at += 1 }
                    value.append(field[at])
                    at += 1
                }
            } else {
                while let one = byte(at), one != UInt8(ascii: ";"), !isSpace(one) {
                    value.append(one)
                    at += 1
                }
            }
            if isWanted { return String(decoding: value, as: UTF8.self) }
            while let one = byte(at), one != UInt8(ascii: ";") { at += 1 }
        }
        return nil
    }

    /// The text of `charset'language'percent-encoded` (RFC 8187, section 3.2.1), nil where it is none in UTF-8.
    private static func extended(_ value: String) -> String? {
        let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, ["utf-8", "us-ascii"].contains(parts[0].lowercased()) else { return nil }
        return Percent.decode(parts[2])
    }

    /// Whether two names are one but for the case of ASCII letters, as those of header fields are.
    public static func isSame(_ left: String, _ right: String) -> Bool { isSame(left.utf8.span, right.utf8.span) }

    private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
        guard left.count == right.count else { return false }
        for index in left.indices where lower(left[index]) != lower(right[index]) { return false }
        return true
    }

    /// The parts of `body`, or nil where it is not what `contentType` says, or has over `limit` parts.
    public static func parts(of body: [UInt8], contentType: String, limit: Int) -> [Part]? {
        try? read(body, contentType: contentType, limit: limit)
    }

    /// The parts of `body`; an error that says which part, where and why, where it is not what `contentType` says, or
    /// has over `limit` parts.
    public static func read(
        _ body: [UInt8], contentType: String, limit: Int
    ) throws(MultipartFault) -> [Part] {
        let boundary = try boundary(of: contentType)
        let opening = Array("--\(boundary)".utf8)
        let delimiter = lineBreak + opening
        // What stands before the first delimiter says nothing (RFC 2046, section 5.1.1).
        var position: Int
        if body.starts(with: opening) {
            position = opening.count
        } else if let place = find(delimiter, in: body, from: 0) {
            position = place + delimiter.count
        } else {
            throw missing(opening, "--\(boundary) at the beginning of a line", in: body, from: 0, part: 1)
        }
        var parts: [Part] = []
        while true {
            let number = parts.count + 1
            // After a delimiter: "--" ends the body, a line break begins a part.
            if body[position...].starts(with: "--".utf8) {
                guard parts.isEmpty, let place = find([10] + opening, in: body, from: 0),
                    place + 1 < position - opening.count
                else { return parts }
                throw missing(opening, "", in: body, from: 0, part: number)
            }
            while position < body.count, isSpace(body[position]) { position += 1 }
            guard body[position...].starts(with: lineBreak) else {
                throw MultipartFault(
                    part: number, offset: position, expected: "CR LF behind the boundary, or -- behind the last",
                    found: what(at: position, in: body))
            }
            guard parts.count < limit else {
                throw MultipartFault(part: number, offset: position, expected: "at most \(limit) parts", found: "more")
            }
            position += 2
            let head = position
            position = try endOfHeader(in: body, from: position, part: number)
            // A part may have no content at all: the line break before the next boundary is then the one that ended
            // its header.
            let isBare = isDelimiter(opening, in: body, at: position)
            guard let end = isBare ? position : find(delimiter, in: body, from: position) else {
                throw missing(opening, "--\(boundary)-- behind the last part", in: body, from: position, part: number)
            }
            parts.append(
                Part(
                    whole: body, head: head..<(position - 2), number: number, offset: position,
                    body: Array(body[position..<end])))
            position = end + (isBare ? opening.count : delimiter.count)
        }
    }

    private static func boundary(of contentType: String) throws(MultipartFault) -> String {
        let found = contentType.isEmpty ? "none" : String(contentType.prefix(200))
        guard contentType.lowercased().hasPrefix("multipart/") else {
            throw MultipartFault(part: 0, offset: 0, expected: "a Content-Type of multipart", found: found)
        }
        guard let boundary = parameter("boundary", of: contentType) else {
            throw MultipartFault(
                part: 0, offset: 0, expected: "the boundary in Content-Type: multipart/form-data; boundary=…",
                found: found)
        }
        guard (1...70).contains(boundary.utf8.count), boundary.last != " ",
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw MultipartFault(
                part: 0, offset: 0,
                expected: "a boundary of 1 to 70 ASCII characters, the last no space (RFC 2046, 5.1.1)",
                found: "\"\(boundary.prefix(100))\", \(boundary.utf8.count) bytes")
        }
        return boundary
    }

    /// The place behind the empty line that ends a part's header.
    private static func endOfHeader(
        in body: [UInt8], from start: Int, part: Int
    ) throws(MultipartFault) -> Int {
        var position = start
        var fields = 0
        while true {
            guard let end = find(lineBreak, in: body, from: position) else {
                throw MultipartFault(
                    part: part, offset: position, expected: "an empty line, CR LF alone, behind the part's header",
                    found: body[position...].contains(10) ? "LF alone at the end of a line" : "the end of the body")
            }
            let line = position..<end
            position = end + 2
            if line.isEmpty { return position }
            func fault(_ expected: String, _ found: String) -> MultipartFault {
                MultipartFault(part: part, offset: line.lowerBound, expected: expected, found: found)
            }
            guard line.count < lineLimit else { throw fault("a line under \(lineLimit) bytes", "\(line.count)") }
            if FieldText.excessOfMarks(in: Array(body[line])) != nil {
                throw fault("at most \(FieldText.markLimit) combining marks in a row", "more")
            }
            if body[line].contains(10) || body[line].contains(13) {
                throw fault("CR LF at the end of each line of the header", "LF or CR alone")
            }
            if isSpace(body[line.lowerBound]), fields > 0 { continue }
            guard fields < fieldLimit else { throw fault("at most \(fieldLimit) header fields", "more") }
            guard let colon = body[line].firstIndex(of: UInt8(ascii: ":")), colon > line.lowerBound,
                !isSpace(body[line.lowerBound])
            else {
                throw fault(
                    "Name: value, or an empty line before the content",
                    "\"\(String(decoding: body[line].prefix(60), as: UTF8.self))\"")
            }
            fields += 1
        }
    }

    /// Whether a whole delimiter line, or the closing one, stands at `place`.
    private static func isDelimiter(_ opening: [UInt8], in body: [UInt8], at place: Int) -> Bool {
        guard body[place...].starts(with: opening) else { return false }
        var next = place + opening.count
        if body[next...].starts(with: "--".utf8) { return true }
        while next < body.count, isSpace(body[next]) { next += 1 }
        return body[next...].starts(with: lineBreak)
    }

    /// The fault that a boundary is nowhere, or only where no line of a multipart body begins.
    private static func missing(
        _ opening: [UInt8], _ expected: String, in body: [UInt8], from start: Int, part: Int
    ) -> MultipartFault {
        if let place = find([10] + opening, in: body, from: start) {
            return MultipartFault(
                part: part, offset: place, expected: "CR LF before the boundary (RFC 2046, 4.1.1)", found: "LF alone")
        }
        guard !body.isEmpty else { return MultipartFault(part: 0, offset: 0, expected: expected, found: "nothing") }
        if start == 0 {
            let line = body.prefix { $0 != 10 && $0 != 13 }.prefix(60)
            return MultipartFault(
                part: part, offset: 0, expected: expected, found: "\"\(String(decoding: line, as: UTF8.self))\"")
        }
        return MultipartFault(part: part, offset: body.count, expected: expected, found: "the end of the body")
    }

    /// What stands at `place`, in words.
    private static func what(at place: Int, in body: [UInt8]) -> String {
        guard place < body.count else { return "the end of the body" }
        switch body[place] {
        case 10: return "LF alone"
        case 13: return "CR alone"
        case let byte: return Hex.name(of: byte)
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
