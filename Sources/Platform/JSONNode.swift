/// A JSON value with the line it stands on, so that a complaint about it can say where.
public struct JSONNode: Sendable {
    /// A member of an object.
    public struct Member: Sendable {
        /// Its name.
        public let key: String
        /// The line of its name, from 1.
        public let line: Int
        /// The column of its name, from 1, in bytes.
        public let column: Int
        /// Its value.
        public let value: JSONNode
    }

    /// What the value is.
    public enum Value: Sendable {
        /// An object, its members in order.
        case object([Member])
        /// An array.
        case array([JSONNode])
        /// A string.
        case string(String)
        /// A number as it is spelt, within the range of `Double`.
        case number(String)
        /// True or false.
        case bool(Bool)
        /// Null.
        case null
    }

    /// What it is.
    public let value: Value
    /// From 1.
    public let line: Int

    /// The value on `line`.
    public init(value: Value, line: Int) {
        self.value = value
        self.line = line
    }

    /// The value of the member with this name, or nil.
    public subscript(_ key: String) -> JSONNode? { member(key)?.value }

    /// The member with this name, compared by code points (RFC 8259, section 8.3), or nil.
    public func member(_ key: String) -> Member? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }
    }

    /// The string, or nil where it is something else.
    public var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    /// The number, or nil where it is something else.
    public var double: Double? {
        if case .number(let spelling) = value { Double(spelling) } else { nil }
    }

    /// The whole number, exactly, or nil where it is something else or does not fit.
    public var int: Int? {
        if case .number(let spelling) = value { JSONNumber.integer(spelling) } else { nil }
    }

    /// Whether it is true, or nil where it is neither.
    public var bool: Bool? {
        if case .bool(let flag) = value { flag } else { nil }
    }

    /// The elements; none where it is not an array.
    public var elements: [JSONNode] {
        if case .array(let elements) = value { elements } else { [] }
    }

    /// The members in order; none where it is not an object.
    public var members: [Member] {
        if case .object(let members) = value { members } else { [] }
    }

    /// What it is, for people.
    public var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string(let text): "the text \"\(text.prefix(40))\""
        case .number(let spelling): "the number \(spelling)"
        case .bool(let flag): "\(flag)"
        case .null: "null"
        }
    }
}
