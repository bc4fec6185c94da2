internal import XML

extension EdXMLReader {
    /// Whether the root element of `bytes` is called `edXML`, in whichever namespace; false where none can be read.
    public static func isRootEdXML(_ bytes: [UInt8]) -> Bool {
        let root = RootConsumer()
        // Ends at the root, by an error of its own.
        try? XMLParser.parse(bytes, consumer: root)
        return root.isEdXML
    }
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
