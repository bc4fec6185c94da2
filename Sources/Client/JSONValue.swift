internal import Platform

/// A JSON value (RFC 8259) as it was received: members keep their order, numbers their spelling.
public enum JSONValue: Hashable, Sendable {
    /// One name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// The member `name` with this value.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// An object.
    case object([Member])
    /// An array.
    case array([JSONValue])
    /// A string.
    case string(String)
    /// A number as it is spelt.
    case number(String)
    /// True or false.
    case bool(Bool)
    /// Null.
    case null

    /// The first member with this name; null where there is none.
    public subscript(_ name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    /// The elements; none where it is not an array.
    public var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The members in order; none where it is not an object.
    public var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The string, or nil where it is something else.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, or nil where it is something else.
    public var int: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    /// The number, or nil where it is something else.
    public var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    /// Whether it is true, or nil where it is neither true nor false.
    public var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// Its text for a cell of a table: nothing for null, JSON for an object or array.
    public var text: String {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        case .null: ""
        case .object, .array: json
        }
    }

    /// The value as JSON on one line.
    public var json: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): Self.write(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        // One writer of strings for all: what it escapes keeps an object on its line.
        var json = JSONText(capacity: text.utf8.count + 2)
        json.string(text)
        bytes.append(contentsOf: json.bytes)
    }
}

extension JSONValue {
    /// The value that `bytes` spell, or nil where they are not one JSON value.
    public init?(_ bytes: [UInt8]) {
        guard let node = try? JSONReader.read(bytes) else { return nil }
        self.init(node)
    }

    private init(_ node: JSONNode) {
        self =
            switch node.value {
            case .object(let members): .object(members.map { Member($0.key, JSONValue($0.value)) })
            case .array(let elements): .array(elements.map { JSONValue($0) })
            case .string(let text): .string(text)
            case .number(let spelling): .number(spelling)
            case .bool(let flag): .bool(flag)
            case .null: .null
            }
    }
}
