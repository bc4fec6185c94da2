/// A message as read: a document or a status about one.
public enum EdXMLMessage: Hashable, Sendable {
    /// A document.
    case document(EdXMLDocument)
    /// A status.
    case status(EdXMLStatus)
}
