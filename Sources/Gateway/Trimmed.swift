internal import Platform

/// The text of a JSON member, read as that of an element is: without white space at its ends.
///
/// Optional texts may be left out, and lists of texts are read alike.
@propertyWrapper struct Trimmed<Value: FieldValue>: Decodable, Sendable {
    let wrappedValue: Value

    init(wrappedValue: Value) { self.wrappedValue = wrappedValue.trimmed }

    init(from decoder: any Decoder) throws { self.init(wrappedValue: try Value(from: decoder)) }
}

/// What `Trimmed` reads: a text, or several, or perhaps one.
protocol FieldValue: Decodable, Sendable {
    /// The same without white space at the ends of its texts.
    var trimmed: Self { get }
}

extension String: FieldValue {
    var trimmed: String { FieldText.trimmed(self) }
}

extension Array: FieldValue where Element: FieldValue {
    var trimmed: [Element] { map(\.trimmed) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    var trimmed: Wrapped? { map(\.trimmed) }
}

extension KeyedDecodingContainer {
    /// A member that may be left out: without this, one that is wrapped may not.
    func decode<Value>(_ type: Trimmed<Value?>.Type, forKey key: Key) throws -> Trimmed<Value?> {
        Trimmed(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
    }
}
