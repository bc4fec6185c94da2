/// A status message: what one agency says about one document.
public struct EdXMLStatus: Hashable, Sendable {
    /// `From`.
    public var from: EdXMLOrgan
    /// `ResponseFor/OrganId`.
    public var responseForOrgan: String
    /// `ResponseFor/Code`, number and notation in one.
    public var responseForCode: String
    /// `ResponseFor/PromulgationDate`.
    public var responseForDate: String
    /// `ResponseFor/DocumentId`.
    public var responseForDocumentID: String
    /// `StaffInfo`.
    public var staff: EdXMLStaff?
    /// `StatusCode`, two digits.
    public var statusCode: String
    /// `Description`.
    public var description: String
    /// `Timestamp`, `yyyy/MM/dd HH:mm:ss`.
    public var timestamp: String
    /// The line of an XML signature in the header that is not empty.
    public var signatureLine: Int?
    /// What does not stop the message.
    public var warnings: [EdXMLFault] = []

    /// The status `code` of an agency about a document.
    public init(
        from: EdXMLOrgan, about response: EdXMLResponse, statusCode: String, description: String = "",
        timestamp: String,
        staff: EdXMLStaff? = nil
    ) {
        self.from = from
        responseForOrgan = response.organID
        responseForCode = response.code
        responseForDate = response.promulgationDate
        responseForDocumentID = response.documentID
        self.staff = staff
        self.statusCode = statusCode
        self.description = description
        self.timestamp = timestamp
    }
}
