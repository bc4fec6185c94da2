public import XML

/// Reads the contents of a message's attachments, for programs that want them apart from it.
///
/// The message is one that was taken: what is not in its place is passed over, never refused a second time.
@safe public final class AttachmentReader: XMLConsumer {
    /// An attachment with its content.
    public struct Attachment: Hashable, Sendable {
        /// `AttachmentName`.
        public var name = ""
        /// `ContentType`.
        public var contentType = ""
        /// The content in base64, without white space.
        public var base64: [UInt8] = []
    }

    /// The attachments of a message, in order.
    public static func attachments(in bytes: [UInt8]) throws(XMLFault) -> [Attachment] {
        let reader = AttachmentReader()
        do { try XMLParser.parse(bytes, consumer: reader) } catch let fault as XMLFault { throw fault } catch {}
        return reader.attachments
    }

    /// The names it knows.
    public let vocabulary = ElementName.vocabulary
    private var attachments: [Attachment] = []
    /// The names from the root to the innermost open element.
    private var path: [ElementName?] = []

    private init() {}

    /// An element begins.
    public func start(_ element: borrowing XMLElementStart) {
        path.append(element.nameNumber.map { ElementName.all[$0] })
        if path.last == .attachment, path.dropLast().last == .attachmentEncoded { attachments.append(Attachment()) }
    }

    /// Text of the innermost open element.
    public func text(_ bytes: Span<UInt8>) {
        guard let name = path.last, path.dropLast().last == .attachment, !attachments.isEmpty else { return }
        let last = attachments.count - 1
        switch name {
        case .attachmentName: attachments[last].name += Self.string(bytes)
        case .contentType: attachments[last].contentType += Self.string(bytes)
        case .contentTransferEncoded:
            for index in bytes.indices where bytes[index] > 0x20 { attachments[last].base64.append(bytes[index]) }
        default: return
        }
    }

    private static func string(_ bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The innermost open element ends.
    public func end() { path.removeLast() }
}
