internal import XML

extension EdXMLReader {
    /// Whether the root element of `bytes` is called `edXML`, in whichever namespace; false where none can be read.
    public static func isRootEdXML(_ bytes: [UInt8]) -> Bool {
        let root = RootConsumer()
        // Ends at the root, by an error of its own.
        try? XMLParser.parse(bytes, consumer: root)
        return root.isEdXML
    }

    /// The warnings that the receivers `numbers` (from 0, ascending) of a valid message are agencies that stand in `To`
    /// before: faults that only a reader who knows the agencies can find. One pass, whatever their number.
    public static func sameReceivers(
        _ numbers: [Int], in document: EdXMLDocument, of bytes: [UInt8]
    ) -> [EdXMLFault] {
        guard let last = numbers.last else { return [] }
        let receivers = TagConsumer(.to, last)
        // Ends at the last receiver, by an error of its own.
        try? XMLParser.parse(bytes, consumer: receivers)
        var places = XMLPlaces()
        return numbers.filter { receivers.offsets.indices.contains($0) && document.to.indices.contains($0) }.map {
            let place = places.place(at: Faults.tagStart(at: receivers.offsets[$0], in: bytes.span), in: bytes.span)
            return EdXMLFault(
                code: EdXMLCode.sameReceiver.rawValue, severity: .warning, line: place.line, column: place.column,
                element: "MessageHeader/To", expected: "each agency once", found: document.to[$0].id)
        }
    }

    /// The warning that the DocumentId of a valid message begins with the code of another agency than From's: as in
    /// `sameReceivers`, only a reader who knows the agencies finds it.
    public static func foreignDocumentID(in document: EdXMLDocument, of bytes: [UInt8]) -> EdXMLFault {
        let tag = TagConsumer(.documentID, 0)
        // Ends at the first, which is the document's own.
        try? XMLParser.parse(bytes, consumer: tag)
        var places = XMLPlaces()
        let place = places.place(at: Faults.tagStart(at: tag.offsets.first ?? 0, in: bytes.span), in: bytes.span)
        return EdXMLFault(
            code: EdXMLCode.foreignDocumentID.rawValue, severity: .warning, line: place.line, column: place.column,
            element: "MessageHeader/DocumentId", expected: "\(document.from.id),…", found: document.documentID)
    }
}

/// Finds the start tags of one name, and stops at the last that is wanted.
private final class TagConsumer: XMLConsumer {
    let vocabulary = ElementName.vocabulary
    /// The offset of each.
    private(set) var offsets: [Int] = []
    private let name: ElementName
    private let last: Int

    private struct Found: Error {}

    init(_ name: ElementName, _ last: Int) { (self.name, self.last) = (name, last) }

    func start(_ element: borrowing XMLElementStart) throws {
        guard element.name == name.rawValue else { return }
        offsets.append(element.offset)
        if offsets.count > last { throw Found() }
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
