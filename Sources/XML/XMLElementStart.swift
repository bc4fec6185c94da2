/// The beginning of an element, lent to the consumer for the time of one call.
///
/// It points into the parser's memory; that is safe because it cannot be copied and is only lent.
@safe public struct XMLElementStart: ~Copyable {
    /// One attribute.
    public struct Attribute: Hashable, Sendable {
        /// The local name.
        public let name: String
        /// The prefix, nil for none.
        public let prefix: String?
        /// The namespace, nil for none.
        public let namespace: String?
        /// The value.
        public let value: String
    }

    /// The number of the local name in the consumer's vocabulary, nil for any other name.
    public let nameNumber: Int?
    /// The number of the prefix among the names of the vocabulary, nil for none and for any other.
    public let prefixNumber: Int?
    /// The number of the namespace in the vocabulary, nil for none and for any other.
    public let namespaceNumber: Int?
    /// How many attributes there are, namespace declarations not counted.
    public let attributeCount: Int
    /// A place within the start tag or at its end, in bytes from the beginning of the document.
    public let offset: Int

    private let namePointer: UnsafePointer<UInt8>?
    private let prefixPointer: UnsafePointer<UInt8>?
    private let namespacePointer: UnsafePointer<UInt8>?
    private let values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    @unsafe init(
        name: UnsafePointer<UInt8>?, nameNumber: Int?, prefix: UnsafePointer<UInt8>?, prefixNumber: Int?,
        namespace: UnsafePointer<UInt8>?, namespaceNumber: Int?,
        attributes: Int, values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, offset: Int
    ) {
        unsafe namePointer = name
        self.nameNumber = nameNumber
        unsafe prefixPointer = prefix
        self.prefixNumber = prefixNumber
        unsafe namespacePointer = namespace
        self.namespaceNumber = namespaceNumber
        attributeCount = attributes
        unsafe self.values = values
        self.offset = offset
    }

    /// The local name.
    public var name: String { unsafe Self.text(namePointer) ?? "" }
    /// The prefix, nil for none.
    public var prefix: String? { unsafe Self.text(prefixPointer) }
    /// The namespace, nil for none.
    public var namespace: String? { unsafe Self.text(namespacePointer) }
    /// The name as it stands in the tag.
    public var qualifiedName: String { prefix.map { "\($0):\(name)" } ?? name }

    /// The attributes, without namespace declarations; made anew at every call.
    public var attributes: [Attribute] {
        guard let values = unsafe values else { return [] }
        return (0..<attributeCount).compactMap { index in
            // Five pointers each: name, prefix, namespace, first byte of the value, byte after it.
            guard let first = unsafe values[index * 5 + 3], let last = unsafe values[index * 5 + 4] else { return nil }
            let value = unsafe UnsafeBufferPointer(start: first, count: last - first)
            return unsafe Attribute(
                name: Self.text(values[index * 5]) ?? "", prefix: Self.text(values[index * 5 + 1]),
                namespace: Self.text(values[index * 5 + 2]), value: String(decoding: value, as: UTF8.self))
        }
    }

    @unsafe private static func text(_ pointer: UnsafePointer<UInt8>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }
}
