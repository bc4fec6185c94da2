/// Makes values of JSON that has been read, so that what is decoded is the very text that everybody else looked at.
///
/// Nothing is converted: a text is a text, a whole number is one exactly and fits, names are compared by code points.
/// Throws `DecodingError` with the path of the value.
public struct JSONNodeDecoder: Decoder {
    let node: JSONNode
    /// Where the value stands.
    public let codingPath: [any CodingKey]
    /// Nothing.
    public var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ node: JSONNode, _ path: [any CodingKey]) {
        self.node = node
        codingPath = path
    }

    /// The value of `type` that `node` is.
    public static func decode<Value: Decodable>(_ type: Value.Type, from node: JSONNode) throws -> Value {
        try JSONNodeDecoder(node, []).value(type)
    }

    /// The members of the object.
    public func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object = node.value else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(JSONMembers<Key>(decoder: self))
    }

    /// The elements of the array.
    public func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array = node.value else { throw mismatch([Any].self) }
        return JSONElements(decoder: self)
    }

    /// The value itself.
    public func singleValueContainer() throws -> any SingleValueDecodingContainer { JSONScalar(decoder: self) }

    func below(_ key: any CodingKey, _ node: JSONNode) -> JSONNodeDecoder { JSONNodeDecoder(node, codingPath + [key]) }

    func context(_ words: String) -> DecodingError.Context {
        DecodingError.Context(codingPath: codingPath, debugDescription: words)
    }

    func mismatch(_ type: Any.Type) -> DecodingError {
        if case .null = node.value { return .valueNotFound(type, context("null stands there")) }
        return .typeMismatch(type, context("\(node.kind) stands there"))
    }

    /// The value of `type`: a text, a number or a truth value at once, anything else as its type decodes itself.
    func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let found: Any?
        switch type {
        case is String.Type: found = node.string
        case is Bool.Type: found = node.bool
        case is Double.Type: found = node.double
        case is Float.Type: found = try node.double.map { try fitting(Float($0)) { $0.isFinite } }
        case let type as any FixedWidthInteger.Type: found = try integer(type)
        default: return try Value(from: self)
        }
        guard let value = found as? Value else { throw mismatch(type) }
        return value
    }

    private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value? {
        guard case .number(let spelling) = node.value else { return nil }
        return try fitting(JSONNumber.integer(spelling, as: type)) { $0 != nil } ?? nil
    }

    private func fitting<Value>(_ value: Value, _ fits: (Value) -> Bool) throws -> Value {
        guard fits(value) else { throw DecodingError.dataCorrupted(context("\(node.kind) does not fit")) }
        return value
    }
}

/// A place in a list, or the place of what is above.
struct JSONPlace: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ index: Int) {
        stringValue = "\(index)"
        intValue = index
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init?(intValue: Int) { self.init(intValue) }
}
