/// What a parse feeds, in the order of the bytes.
public protocol XMLConsumer: AnyObject {
    /// The names it knows; asked for once, at the beginning.
    var vocabulary: XMLVocabulary { get }
    /// An element begins.
    func start(_ element: borrowing XMLElementStart) throws
    /// Text of the innermost open element; it may come in several parts, as the parser finds it.
    func text(_ bytes: Span<UInt8>) throws
    /// The innermost open element ends.
    func end() throws
}
