/// The elements of an array, as they are decoded, in order.
struct JSONElements: UnkeyedDecodingContainer {
    let decoder: JSONNodeDecoder
    private let elements: [JSONNode]
    private(set) var currentIndex = 0

    init(decoder: JSONNodeDecoder) {
        self.decoder = decoder
        elements = decoder.node.elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard case .null = try current(Any?.self).node.value else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try current(type).value(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let container = try current(type).container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current([Any].self).unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let element = try current(Any.self)
        currentIndex += 1
        return element
    }

    private func current(_ type: Any.Type) throws -> JSONNodeDecoder {
        let place = JSONPlace(currentIndex)
        guard !isAtEnd else {
            let context = DecodingError.Context(codingPath: codingPath + [place], debugDescription: "the list ends")
            throw DecodingError.valueNotFound(type, context)
        }
        return decoder.below(place, elements[currentIndex])
    }
}

/// A value that is no object and no array, as it is decoded.
struct JSONScalar: SingleValueDecodingContainer {
    let decoder: JSONNodeDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { if case .null = decoder.node.value { true } else { false } }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.value(type) }
}
