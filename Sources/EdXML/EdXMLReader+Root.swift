internal import XML

extension EdXMLReader {
    /// Whether the root element of `bytes` is called `edXML`, in whichever namespace; false where none can be read.
    public static func isRootEdXML(_ bytes: [UInt8]) -> Bool {
        let root = RootConsumer()
        // Ends at the root, by an error of its own.
        try? XMLParser.parse(bytes, consumer: root)
        return root.isEdXML
    }

    /// Where the tag of the receiver with this number, from 0, begins in a message that can be taken: line and column,
    /// both from 1.
    public static func place(ofReceiver number: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        let receivers = ReceiverConsumer(number)
        // Ends at the receiver, by an error of its own.
        try? XMLParser.parse(bytes, consumer: receivers)
        var start = min(max(0, receivers.offset), bytes.count - 1)
        while start > 0, bytes[start] != UInt8(ascii: "<") { start -= 1 }
        var places = XMLPlaces()
        return places.place(at: start, in: bytes.span)
    }
}

/// Looks for one receiver, and stops there.
private final class ReceiverConsumer: XMLConsumer {
    let vocabulary = ElementName.vocabulary
    private(set) var offset = 0
    private var rest: Int

    private struct Found: Error {}

    init(_ number: Int) { rest = number }

    func start(_ element: borrowing XMLElementStart) throws {
        guard element.name == ElementName.to.rawValue else { return }
        offset = element.offset
        rest -= 1
        if rest < 0 { throw Found() }
    }

    func text(_ bytes: Span<UInt8>) {}

    func end() {}
}

/// Looks at the root element, and stops there.
private final class RootConsumer: XMLConsumer {
    let vocabulary = ElementName.vocabulary
    private(set) var isEdXML = false

    private struct Seen: Error {}

    func start(_ element: borrowing XMLElementStart) throws {
        isEdXML = element.name == ElementName.edXML.rawValue
        throw Seen()
    }

    func text(_ bytes: Span<UInt8>) {}

    func end() {}
}
