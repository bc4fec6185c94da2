/// A JSON value with the line it stands on, so that a complaint about it can say where.
struct JSONNode: Sendable {
    /// A member of an object.
    struct Member: Sendable {
        let key: String
        let line: Int
        let value: JSONNode
    }

    /// What the value is.
    enum Value: Sendable {
        case object([Member])
        case array([JSONNode])
        case string(String)
        case number(Double)
        case bool(Bool)
        case null
    }

    let value: Value
    /// From 1.
    let line: Int

    /// The first member with this name, or nil.
    subscript(_ key: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The string, or nil where it is something else.
    var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    /// The number, or nil where it is something else.
    var double: Double? {
        if case .number(let number) = value { number } else { nil }
    }

    /// The whole number, or nil where it is something else.
    var int: Int? {
        double.flatMap { Int(exactly: $0) }
    }

    /// Whether it is true, or nil where it is neither.
    var bool: Bool? {
        if case .bool(let flag) = value { flag } else { nil }
    }

    /// The elements; none where it is not an array.
    var elements: [JSONNode] {
        if case .array(let elements) = value { elements } else { [] }
    }

    /// The members in order; none where it is not an object.
    var members: [Member] {
        if case .object(let members) = value { members } else { [] }
    }

    /// What it is, for people.
    var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string(let text): "the text \"\(text.prefix(40))\""
        case .number(let number): "the number \(Int(exactly: number).map(String.init) ?? number.description)"
        case .bool(let flag): "\(flag)"
        case .null: "null"
        }
    }
}
