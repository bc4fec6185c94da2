/// A document: its header, and what its attachments are called.
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
    /// `SignerInfo`.
    public var signer: EdXMLSigner?
    /// `DueDate`, `yyyy/MM/dd`.
    public var dueDate = ""
    /// `OtherInfo/Priority`.
    public var priority: UInt8 = 0
    /// `OtherInfo/SphereOfPromulgation`.
    public var sphere = ""
    /// `OtherInfo/TyperNotation`.
    public var typerNotation = ""
    /// `OtherInfo/PromulgationAmount`.
    public var promulgationAmount: Int?
    /// `OtherInfo/PageAmount`.
    public var pageAmount: Int?
    /// `OtherInfo/Direction`.
    public var direction = ""
    /// `OtherInfo/Appendixes`, in order.
    public var appendixes: [String] = []
    /// `ResponseFor`, in order, without empty ones.
    public var responseFor: [EdXMLResponse] = []
    /// `SteeringType`.
    public var steeringType = ""
    /// `ToPlaces`, in order.
    public var places: [String] = []
    /// `TraceHeaderList`, in order.
    public var trace: [EdXMLTrace] = []
    /// `Bussiness/BussinessDocType`.
    public var kind: UInt8 = 0
    /// `Bussiness/BussinessDocReason`.
    public var reason = ""
    /// `Bussiness/DocumentId`: the document acted on.
    public var businessDocumentID = ""
    /// `Bussiness/Paper`.
    public var hasPaper = false
    /// `Bussiness/StaffInfo`.
    public var staff: EdXMLStaff?
    /// `Bussiness/BussinessDocumentInfo`, of an update.
    public var update: EdXMLUpdate?
    /// `Bussiness/ReplacementInfoList`, of a replacement.
    public var replacements: [EdXMLReplacement] = []
    /// The attachments.
    public var attachments: [EdXMLAttachment] = []
    /// The line of an XML signature that is not empty.
    public var signatureLine: Int?
    /// What does not stop the document, such as lengths over the standard's limits.
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
