/// What a parse feeds, in the order of the bytes.
public protocol XMLConsumer: AnyObject {
    /// An element begins.
    func start(_ element: XMLElementStart) throws
    /// Text of the innermost open element; it may come in several parts, as the parser finds it.
    func text(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) throws
    /// The innermost open element ends.
    func end() throws
}

/// The beginning of an element.
public struct XMLElementStart: Sendable {
    /// One attribute.
    public struct Attribute: Sendable {
        /// The local name.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The local name.
    public let name: String
    /// The prefix, nil for none.
    public let prefix: String?
    /// The namespace, nil for none.
    public let namespace: String?
    /// The attributes, without namespace declarations.
    public let attributes: [Attribute]
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
}
