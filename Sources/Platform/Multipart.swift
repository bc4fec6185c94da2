internal import Glibc

/// The parts of a multipart body (RFC 2046, section 5.1; RFC 7578 for forms).
public enum Multipart {
    /// One part.
    public struct Part: Sendable {
        /// The body that it is a part of, and where in it the header's lines stand.
        fileprivate let whole: [UInt8]
        fileprivate let head: Range<Int>
        /// Its bytes.
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

        /// The first field called `name`, whatever its case.
        public func header(_ name: String) -> String? { field(name).map(text) }

        /// The parameter `name` of Content-Disposition.
        public var name: String? {
            field("Content-Disposition").flatMap { Multipart.parameter("name", of: whole.span.extracting($0)) }
        }

        private func text(_ place: Range<Int>) -> String { String(decoding: whole[place], as: UTF8.self) }

        private func field(_ name: String) -> Range<Int>? {
            let name = name.utf8.span
            return firstField { place, _ in isSame(whole.span.extracting(place), name) }
        }

        /// The place of the value of the first field that `isWanted` takes by the places of its name and value.
        private func firstField(where isWanted: (_ name: Range<Int>, _ value: Range<Int>) -> Bool) -> Range<Int>? {
            var line = head.lowerBound
            while line < head.upperBound, let end = find([13, 10], in: whole, from: line),
                let colon = whole[line..<end].firstIndex(of: UInt8(ascii: ":"))
            {
                let start = whole[(colon + 1)..<end].firstIndex { $0 != UInt8(ascii: " ") } ?? end
                if isWanted(line..<colon, start..<end) { return start..<end }
                line = end + 2
            }
            return nil
        }
    }

    /// The value of a parameter of a header field, quoted or not; a semicolon within quotes separates nothing.
    public static func parameter(_ name: String, of field: String) -> String? {
        parameter(name, of: field.utf8.span)
    }

    private static func parameter(_ name: String, of field: Span<UInt8>) -> String? {
        var start = 0
        var isFirst = true
        while start < field.count {
            var isQuoted = false
            var end = start
            while end < field.count, isQuoted || field[end] != UInt8(ascii: ";") {
                if field[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
                end += 1
            }
            if !isFirst, let value = value(of: name, in: field.extracting(start..<end)) { return value }
            isFirst = false
            start = end + 1
        }
        return nil
    }

    /// The value where `pair` is `name=value`.
    private static func value(of name: String, in pair: Span<UInt8>) -> String? {
        func place(of byte: UInt8, from start: Int) -> Int {
            var index = start
            while index < pair.count, pair[index] != byte { index += 1 }
            return index
        }
        func afterSpaces(_ start: Int) -> Int {
            var index = start
            while index < pair.count, pair[index] == UInt8(ascii: " ") { index += 1 }
            return index
        }
        let start = afterSpaces(0)
        let equals = place(of: UInt8(ascii: "="), from: start)
        guard equals < pair.count, isSame(pair.extracting(start..<equals), name.utf8.span) else { return nil }
        var first = afterSpaces(equals + 1)
        let isQuoted = first < pair.count && pair[first] == UInt8(ascii: "\"")
        if isQuoted { first += 1 }
        let end = place(of: isQuoted ? UInt8(ascii: "\"") : UInt8(ascii: " "), from: first)
        return unsafe pair.extracting(first..<end).withUnsafeBufferPointer { text in
            unsafe String(decoding: text, as: UTF8.self)
        }
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
        guard contentType.lowercased().hasPrefix("multipart/"), let boundary = parameter("boundary", of: contentType),
            (1...70).contains(boundary.utf8.count)
        else { return nil }
        let opening = Array("--\(boundary)".utf8)
        let delimiter = [13, 10] + opening
        // What stands before the first delimiter says nothing (RFC 2046, section 5.1.1).
        guard
            var position = body.starts(with: opening)
                ? opening.count : find(delimiter, in: body, from: 0).map({ $0 + delimiter.count })
        else { return nil }
        var parts: [Part] = []
        while true {
            // After a delimiter: "--" ends the body, a line break begins a part.
            guard position + 2 <= body.count else { return nil }
            if body[position] == UInt8(ascii: "-"), body[position + 1] == UInt8(ascii: "-") { return parts }
            guard body[position] == 13, body[position + 1] == 10, parts.count < limit else { return nil }
            position += 2
            let head = position
            var fields = 0
            while true {
                guard let end = find([13, 10], in: body, from: position), end - position < 65_536 else { return nil }
                let line = position..<end
                position = end + 2
                if line.isEmpty { break }
                guard fields < 32, body[line].contains(UInt8(ascii: ":")) else { return nil }
                fields += 1
            }
            guard let end = find(delimiter, in: body, from: position) else { return nil }
            parts.append(Part(whole: body, head: head..<(position - 2), body: Array(body[position..<end])))
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
