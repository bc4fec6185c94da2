/// What one pass over a message found: the message, if it can be taken, and every fault in the order of the bytes.
public struct EdXMLReport: Hashable, Sendable {
    /// The message; nil where there is an error.
    public let message: EdXMLMessage?
    /// The faults, errors and warnings, in the order of their places; at most `limit`.
    public let faults: [EdXMLFault]
    /// Whether there were more faults than are told.
    public let isCut: Bool

    /// Of a message that is refused, what was read of the elements in which a mark of secrecy may stand.
    public let markedTexts: [String]

    /// How many faults are told of one message.
    public static let limit = 200

    /// The error that refuses the message: the place where the XML itself breaks, or else the first.
    ///
    /// Nil for a message that can be taken, and only for such.
    public var refusal: EdXMLFault? {
        guard message == nil else { return nil }
        return brokenXML ?? faults.first { $0.severity == .error } ?? EdXMLReader.unreadable
    }

    /// The fault at which the parse had to stop: the bytes are not XML that is read here.
    public let brokenXML: EdXMLFault?
}
