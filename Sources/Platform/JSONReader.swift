/// Reads JSON (RFC 8259) strictly, with line numbers; `//` comments may stand wherever white space may.
///
/// Depth is limited to 64. A name that stands twice in one object is an error.
public struct JSONReader {
    /// Where reading ended and why.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// From 1.
        public let line: Int
        /// From 1, in bytes.
        public let column: Int
        /// What is wrong.
        public let message: String

        /// One line for people, such as `line 3, column 7: a comma is missing`.
        public var description: String { "line \(line), column \(column): \(message)" }
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private let allowsComments: Bool

    private init(_ bytes: [UInt8], comments: Bool) {
        self.bytes = bytes
        allowsComments = comments
    }

    /// The value that `bytes` spell.
    public static func read(_ bytes: [UInt8], comments: Bool = false) throws(Failure) -> JSONNode {
        var reader = JSONReader(bytes, comments: comments)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
        let node = try reader.value(depth: 0)
        try reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.failure("text after the end of the value") }
        return node
    }

    private func failure(_ message: String) -> Failure {
        Failure(line: line, column: position - lineStart + 1, message: message)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() throws(Failure) {
        while let byte = next {
            switch byte {
            case 0x20, 0x09, 0x0D: position += 1
            case 0x0A:
                position += 1
                line += 1
                lineStart = position
            case UInt8(ascii: "/") where allowsComments:
                guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "/") else {
                    throw failure("a lone slash; a comment begins with //")
                }
                while let byte = next, byte != 0x0A { position += 1 }
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONNode {
        guard depth < 64 else { throw failure("nested deeper than 64") }
        try skipSpace()
        let start = line
        guard let byte = next else { throw failure("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return JSONNode(value: .object(try object(depth: depth)), line: start)
        case UInt8(ascii: "["): return JSONNode(value: .array(try array(depth: depth)), line: start)
        case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), line: start)
        case UInt8(ascii: "-"), 0x30...0x39: return JSONNode(value: .number(try number()), line: start)
        default:
            if skip("true") { return JSONNode(value: .bool(true), line: start) }
            if skip("false") { return JSONNode(value: .bool(false), line: start) }
            if skip("null") { return JSONNode(value: .null, line: start) }
            throw failure("no value begins like this")
        }
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let text = Array(word.description.utf8)
        guard bytes[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    private mutating func object(depth: Int) throws(Failure) -> [JSONNode.Member] {
        position += 1
        var members: [JSONNode.Member] = []
        // Few names are compared one by one; many, which only strangers send, are looked up.
        // By their bytes: names are the same where their code points are (RFC 8259, section 8.3).
        var names: Set<[UInt8]> = []
        try skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return []
        }
        while true {
            try skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("a name in quotation marks should stand here") }
            let (start, column) = (line, position - lineStart + 1)
            let key = try string()
            if members.count == 16 { names = Set(members.map { Array($0.key.utf8) }) }
            let isKnown =
                members.count < 16
                ? members.contains { $0.key.utf8.elementsEqual(key.utf8) } : !names.insert(Array(key.utf8)).inserted
            if isKnown { throw failure("the name \"\(key)\" stands twice") }
            try skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure("a colon should follow the name \"\(key)\"") }
            position += 1
            members.append(JSONNode.Member(key: key, line: start, column: column, value: try value(depth: depth + 1)))
            try skipSpace()
            guard let byte = next else { throw failure("the object is not closed") }
            if byte == UInt8(ascii: "}") {
                position += 1
                return members
            }
            guard byte == UInt8(ascii: ",") else { throw failure("a comma or } should stand here") }
            position += 1
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> [JSONNode] {
        position += 1
        var elements: [JSONNode] = []
        try skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return []
        }
        while true {
            elements.append(try value(depth: depth + 1))
            try skipSpace()
            guard let byte = next else { throw failure("the list is not closed") }
            if byte == UInt8(ascii: "]") {
                position += 1
                return elements
            }
            guard byte == UInt8(ascii: ",") else { throw failure("a comma or ] should stand here") }
            position += 1
        }
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        var start = position
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\"") where text.isEmpty:
                let string = try string(bytes.span.extracting(start..<position))
                position += 1
                return string
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[start..<position])
                let string = try string(text.span)
                position += 1
                return string
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[start..<position])
                position += 1
                try escape(into: &text)
                start = position
            case 0..<0x20: throw failure("a control character inside a text")
            default: position += 1
            }
        }
        throw failure("the text is not closed")
    }

    private func string(_ bytes: Span<UInt8>) throws(Failure) -> String {
        let text: String
        do { text = String(copying: try UTF8Span(validating: bytes)) } catch { throw failure("not UTF-8") }
        // Names are looked up and texts compared, at a cost that grows with the square of these.
        if FieldText.hasExcessOfMarks(text) {
            throw failure("more than \(FieldText.markLimit) combining marks in a row")
        }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard let byte = next else { throw failure("the text is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800..<0xDC00).contains(unit), skip("\\u") {
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("half a surrogate pair") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("half a surrogate pair") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default:
            // A line end is no place behind which a column could be counted.
            position -= 1
            throw failure("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits should follow \\u") }
        position += 4
        return unit
    }

    private mutating func number() throws(Failure) -> String {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let whole = try digits()
        if whole > 1, bytes[position - whole] == UInt8(ascii: "0") { throw failure("a number with a leading zero") }
        if next == UInt8(ascii: ".") {
            position += 1
            _ = try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            _ = try digits()
        }
        let spelling = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Double(spelling), number.isFinite else { throw failure("a number out of range") }
        return spelling
    }

    private mutating func digits() throws(Failure) -> Int {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw failure("a digit should stand here") }
        return position - start
    }
}
