/// A message as read: a document or a status about one.
public enum EdXMLMessage: Hashable, Sendable {
    /// A document.
    case document(EdXMLDocument)
    /// A status.
    case status(EdXMLStatus)
}

/// `From` and `To`: an agency as a message names it.
public struct EdXMLOrgan: Hashable, Sendable {
    /// `OrganId`.
    public var id: String
    /// `OrganName`.
    public var name: String

    /// The agency with this code and name.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// A document: the fields of its header that the bus reads.
public struct EdXMLDocument: Hashable, Sendable {
    /// `From`.
    public var from: EdXMLOrgan
    /// `To`, in order.
    public var to: [EdXMLOrgan]
    /// `DocumentId`.
    public var documentID: String
    /// `Code/CodeNumber`.
    public var number: String
    /// `Code/CodeNotation`.
    public var notation: String
    /// `PromulgationInfo/PromulgationDate`, `yyyy/MM/dd`.
    public var promulgationDate: String
    /// `PromulgationInfo/Place`.
    public var place = ""
    /// `DocumentType/Type`.
    public var type = ""
    /// `DocumentType/TypeDetail`.
    public var typeDetail = ""
    /// `DocumentType/TypeName`.
    public var typeName: String
    /// `Subject`.
    public var subject: String
    /// `Content`.
    public var content = ""
    /// `SteeringType`.
    public var steeringType = ""
    /// `OtherInfo/Priority`.
    public var priority: UInt8 = 0
    /// `OtherInfo/SphereOfPromulgation`.
    public var sphere = ""
    /// `OtherInfo/TyperNotation`.
    public var typerNotation = ""
    /// `Bussiness/BussinessDocType`.
    public var kind: UInt8 = 0
    /// `Bussiness/Paper`.
    public var hasPaper = false
    /// The attachments.
    public var attachments: [EdXMLAttachment] = []
    /// The line of an XML signature in the header that is not empty.
    public var signatureLine: Int?
    /// Limits of the standard that are passed without stopping the document.
    public var warnings: [EdXMLFault] = []

    /// A document with its required fields.
    public init(
        from: EdXMLOrgan, to: [EdXMLOrgan], documentID: String, number: String, notation: String,
        promulgationDate: String, typeName: String, subject: String
    ) {
        self.from = from
        self.to = to
        self.documentID = documentID
        self.number = number
        self.notation = notation
        self.promulgationDate = promulgationDate
        self.typeName = typeName
        self.subject = subject
    }
}

/// An attachment as manifest and message name it.
public struct EdXMLAttachment: Hashable, Sendable {
    /// `ContentId`, without `cid:`.
    public var contentID: String
    /// `AttachmentName`.
    public var name: String
    /// `ContentType`.
    public var contentType: String
    /// How many bytes the base64 text spells.
    public var size: Int
}

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
    /// `StatusCode`, two digits.
    public var statusCode: String
    /// `Description`.
    public var description: String
    /// `Timestamp`.
    public var timestamp: String
}
