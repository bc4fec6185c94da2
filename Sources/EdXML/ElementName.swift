internal import XML

/// The names of the standard's elements, and the prefix.
enum ElementName: String, CaseIterable, Sendable {
    case edXML, edXMLEnvelope, edXMLHeader, edXMLBody, edXMLManifest
    case messageHeader = "MessageHeader"
    case from = "From"
    case to = "To"
    case organID = "OrganId"
    case organizationInCharge = "OrganizationInCharge"
    case organName = "OrganName"
    case organAdd = "OrganAdd"
    case email = "Email"
    case telephone = "Telephone"
    case fax = "Fax"
    case website = "Website"
    case documentID = "DocumentId"
    case code = "Code"
    case codeNumber = "CodeNumber"
    case codeNotation = "CodeNotation"
    case promulgationInfo = "PromulgationInfo"
    case place = "Place"
    case promulgationDate = "PromulgationDate"
    case documentType = "DocumentType"
    case type = "Type"
    case typeDetail = "TypeDetail"
    case typeName = "TypeName"
    case subject = "Subject"
    case content = "Content"
    case signerInfo = "SignerInfo"
    case competence = "Competence"
    case position = "Position"
    case fullName = "FullName"
    case dueDate = "DueDate"
    case otherInfo = "OtherInfo"
    case priority = "Priority"
    case sphereOfPromulgation = "SphereOfPromulgation"
    case typerNotation = "TyperNotation"
    case promulgationAmount = "PromulgationAmount"
    case pageAmount = "PageAmount"
    case direction = "Direction"
    case appendixes = "Appendixes"
    case appendix = "Appendix"
    case responseFor = "ResponseFor"
    case steeringType = "SteeringType"
    case toPlaces = "ToPlaces"
    case statusCode = "StatusCode"
    case description = "Description"
    case timestamp = "Timestamp"
    case staffInfo = "StaffInfo"
    case department = "Department"
    case staff = "Staff"
    case mobile = "Mobile"
    case traceHeaderList = "TraceHeaderList"
    case traceHeader = "TraceHeader"
    case bussiness = "Bussiness"
    case bussinessDocType = "BussinessDocType"
    case bussinessDocReason = "BussinessDocReason"
    case paper = "Paper"
    case bussinessDocumentInfo = "BussinessDocumentInfo"
    case documentInfo = "DocumentInfo"
    case documentReceiver = "DocumentReceiver"
    case receiverList = "ReceiverList"
    case receiver = "Receiver"
    case receiverType = "ReceiverType"
    case replacementInfoList = "ReplacementInfoList"
    case replacementInfo = "ReplacementInfo"
    case organIDList = "OrganIdList"
    case signature = "Signature"
    case digitalSignature = "DigitalSignature"
    case reference = "Reference"
    case contentID = "ContentId"
    case contentType = "ContentType"
    case attachmentName = "AttachmentName"
    case attachmentEncoded = "AttachmentEncoded"
    case attachment = "Attachment"
    case contentTransferEncoded = "ContentTransferEncoded"

    /// The names in the order of their numbers in the vocabulary.
    static let all = Array(allCases)

    /// The namespaces that are told apart, in the order of their numbers.
    enum Namespace: Int, CaseIterable {
        case standard, obsolete, signature

        /// The address.
        var address: String {
            switch self {
            case .standard: "http://www.mic.gov.vn/TBT/QCVN_102_2016"
            case .obsolete: "http://www.e-doc.vn/Schema/"
            case .signature: "http://www.w3.org/2000/09/xmldsig#"
            }
        }
    }

    static let vocabulary = XMLVocabulary(
        names: allCases.map(\.rawValue), namespaces: Namespace.allCases.map(\.address))

    /// Whether a second one in a wrong place would give the message a second reading: never passed over.
    var isStructural: Bool {
        switch self {
        case .edXML, .edXMLEnvelope, .edXMLHeader, .edXMLBody, .edXMLManifest, .messageHeader, .from, .to,
            .traceHeaderList, .bussiness, .bussinessDocType, .bussinessDocumentInfo, .receiverList,
            .replacementInfoList, .reference, .attachmentEncoded, .attachment, .contentTransferEncoded:
            true
        default: false
        }
    }
}
