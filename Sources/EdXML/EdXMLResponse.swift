/// `ResponseFor`: a document that a message answers, withdraws or reports on.
public struct EdXMLResponse: Hashable, Sendable {
    /// `OrganId`: the agency that issued it.
    public var organID: String
    /// `Code`, number and notation in one: `7816/VPCP-TTĐT`.
    public var code: String
    /// `PromulgationDate`, `yyyy/MM/dd`.
    public var promulgationDate: String
    /// `DocumentId`.
    public var documentID: String

    /// The document that is named so.
    public init(organID: String = "", code: String = "", promulgationDate: String = "", documentID: String = "") {
        self.organID = organID
        self.code = code
        self.promulgationDate = promulgationDate
        self.documentID = documentID
    }
}
