/// A document at the door, read and verified: what `Admission` decides on.
public struct Submission: Hashable, Sendable {
    /// What the signatures of a document amount to.
    public enum SignatureStatus: UInt8, Sendable {
        /// At least one, valid, and bound to the sender; none invalid.
        case valid = 0
        /// One is not valid.
        case invalid = 1
        /// There is none.
        case absent = 2
    }

    /// The kind of an edXML document: `BussinessDocType` (QCVN 102:2016).
    public enum Kind: UInt8, Sendable {
        /// A new document.
        case new = 0
        /// A withdrawal (thu hồi).
        case withdraw = 1
        /// An update (cập nhật).
        case update = 2
        /// A replacement (thay thế).
        case replace = 3
    }

    /// `From/OrganId`.
    public var from: String
    /// `To/OrganId` of each recipient.
    public var to: [String]
    /// `DocumentId`: opaque, unique for its sender.
    public var documentID: String
    /// SHA-256 of the bytes.
    public var digest: [UInt8]
    /// How many bytes.
    public var size: UInt64
    /// `Subject`.
    public var subject: String
    /// `Code/CodeNumber`.
    public var number: String
    /// `Code/CodeNotation`.
    public var notation: String
    /// `PromulgationInfo/PromulgationDate`.
    public var promulgationDay: Day
    /// `DocumentType/TypeName`.
    public var typeName: String
    /// `OtherInfo/Priority`.
    public var urgency: UInt8
    /// `Bussiness/BussinessDocType`.
    public var kind: Kind
    /// `Bussiness/Paper`: paper travels in parallel.
    public var hasPaper: Bool
    /// What its signatures amount to.
    public var signature: SignatureStatus
    /// SHA-256 of the signer's SubjectPublicKeyInfo; empty where unsigned.
    public var signerKey: [UInt8]
    /// SHA-256 of the detached signature that is kept with the bytes, empty where there is none; nil where that was not noted
    /// yet, as in facts of version 1.
    public var signatureDigest: [UInt8]?

    /// The submission with these fields.
    public init(
        from: String, to: [String], documentID: String, digest: [UInt8], size: UInt64, subject: String, number: String,
        notation: String, promulgationDay: Day, typeName: String, urgency: UInt8, kind: Kind, hasPaper: Bool,
        signature: SignatureStatus, signerKey: [UInt8]
    ) {
        self.from = from
        self.to = to
        self.documentID = documentID
        self.digest = digest
        self.size = size
        self.subject = subject
        self.number = number
        self.notation = notation
        self.promulgationDay = promulgationDay
        self.typeName = typeName
        self.urgency = urgency
        self.kind = kind
        self.hasPaper = hasPaper
        self.signature = signature
        self.signerKey = signerKey
    }

    /// Whether the text of a field says that its value is not known: `N/A`, in either case.
    public static func isUnknown(_ text: String) -> Bool { text.uppercased() == "N/A" }

    /// Number, notation and year: unique per agency, paper and electronic together.
    ///
    /// Whoever knows no number writes N/A into every document: each is told from the others by its DocumentId then.
    public var numberKey: String {
        let name = Self.isUnknown(number) ? documentID : notation
        return NumberKey.text(number[...], name[...], in: promulgationDay.parts.year)
    }
}

/// A document on paper, as its issuer registers it.
public struct PaperDocument: Hashable, Sendable {
    /// The issuer's code.
    public var issuer: String
    /// The recipients' codes.
    public var recipients: [String]
    /// The document's number.
    public var number: String
    /// The document's notation.
    public var notation: String
    /// The day it was promulgated.
    public var promulgationDay: Day
    /// The name of its type.
    public var typeName: String
    /// Whether it is a state secret: counted apart.
    public var isSecret: Bool

    /// The paper document with these fields.
    public init(
        issuer: String, recipients: [String], number: String, notation: String, promulgationDay: Day, typeName: String,
        isSecret: Bool
    ) {
        self.issuer = issuer
        self.recipients = recipients
        self.number = number
        self.notation = notation
        self.promulgationDay = promulgationDay
        self.typeName = typeName
        self.isSecret = isSecret
    }

    /// Number, notation and year: unique per agency, paper and electronic together.
    public var numberKey: String { NumberKey.text(number[...], notation[...], in: promulgationDay.parts.year) }
}
