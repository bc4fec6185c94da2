/// A message as read: a document or a status about one. In a box, so that handing it on does not copy its fields.
public indirect enum EdXMLMessage: Hashable, Sendable {
    /// A document.
    case document(EdXMLDocument)
    /// A status.
    case status(EdXMLStatus)

    /// The line of an XML signature that is not empty.
    public var signatureLine: Int? {
        switch self {
        case .document(let document): document.signatureLine
        case .status(let status): status.signatureLine
        }
    }

    /// The code in `From/OrganId`.
    public var sender: String {
        switch self {
        case .document(let document): document.from.id
        case .status(let status): status.from.id
        }
    }
}
