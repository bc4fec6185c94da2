/// `ReplacementInfo`: a document that is replaced, and for whom.
public struct EdXMLReplacement: Hashable, Sendable {
    /// `DocumentId`.
    public var documentID: String
    /// `OrganIdList`, in order.
    public var organIDs: [String]

    /// The replacement of a document for these agencies.
    public init(documentID: String, organIDs: [String] = []) {
        self.documentID = documentID
        self.organIDs = organIDs
    }
}
