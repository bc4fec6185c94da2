/// What decisions may ask of the ledger. Every answer is the state that the decision before left.
///
/// The one who implements it reads only; a failed read throws its own error through the decision.
public protocol ExchangeState {
    /// The directory.
    var directory: Directory { get }
    /// The document with this DocumentId of this issuer.
    func document(issuer: AgencyNumber, documentID: String) throws -> DocumentState?
    /// The documents of this issuer with the same number, notation and year.
    func documents(issuer: AgencyNumber, numberKey: String) throws -> [Serial]
    /// The document with this number.
    func document(_ serial: Serial) throws -> DocumentState?
    /// The delivery with this number.
    func delivery(_ serial: Serial) throws -> DeliveryRecord?
    /// The delivery of a document to an agency.
    func delivery(of document: Serial, to agency: AgencyNumber) throws -> DeliveryRecord?
    /// The deliveries of a document to its receivers, in order.
    func deliveries(of document: Serial) throws -> [DeliveryRecord]
    /// The last time that `status` was stated about a delivery.
    func statement(
        of status: BusinessStatus, about delivery: DeliveryRecord
    ) throws -> (serial: Serial, id: Identifier)?
    /// Whether anything lies unconfirmed in the agency's mailbox.
    func hasOpenDeliveries(_ agency: AgencyNumber) throws -> Bool
    /// Whether the message has reached the hub before.
    func hasArrived(_ message: Message, at hub: Int) throws -> Bool
    /// Whether a paper document with this number went to the recipient.
    func hasPaper(issuer: AgencyNumber, numberKey: String, recipient: AgencyNumber) throws -> Bool
    /// What the system at `index` of the directory sent on `day`, where it has a quota.
    func usage(ofSystem index: Int, on day: Day) throws -> SystemUsage
}

/// What decisions know of a document.
public struct DocumentState: Hashable, Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// SHA-256 of its bytes.
    public let digest: [UInt8]
    /// Who issued it.
    public let issuer: AgencyNumber
    /// Number, notation and year.
    public let numberKey: String
    /// What kind of document it is.
    public let kind: Submission.Kind
    /// Whether paper travels in parallel.
    public let hasPaper: Bool
    /// What its signatures amount to.
    public let signature: Submission.SignatureStatus
    /// The day it was promulgated.
    public let promulgationDay: Day
    /// The withdrawal that froze it, nil where it stands.
    public let withdrawal: Serial?
    /// Whether it is of the test lane: its issuer was when it was accepted.
    public var isTest = false
    /// Its urgency, `OtherInfo/Priority`.
    public var urgency: UInt8 = 0

    /// The document with these properties.
    public init(
        serial: Serial, id: Identifier, digest: [UInt8], issuer: AgencyNumber, numberKey: String, kind: Submission.Kind,
        hasPaper: Bool, signature: Submission.SignatureStatus, promulgationDay: Day, withdrawal: Serial? = nil
    ) {
        self.promulgationDay = promulgationDay
        self.withdrawal = withdrawal
        self.serial = serial
        self.id = id
        self.digest = digest
        self.issuer = issuer
        self.numberKey = numberKey
        self.kind = kind
        self.hasPaper = hasPaper
        self.signature = signature
    }

    /// The document as it is once it was accepted.
    public init(_ accepted: Accepted) {
        let submission = accepted.submission
        self.init(
            serial: accepted.serial, id: accepted.id, digest: submission.digest, issuer: accepted.issuer,
            numberKey: submission.numberKey, kind: submission.kind, hasPaper: submission.hasPaper,
            signature: submission.signature, promulgationDay: submission.promulgationDay)
        urgency = submission.urgency
    }
}

/// What decisions know of a delivery.
public struct DeliveryRecord: Hashable, Sendable {
    /// Its number.
    public let serial: Serial
    /// The message in the mailbox.
    public let message: Message
    /// Whose mailbox.
    public let recipient: AgencyNumber
    /// Its transport state.
    public let state: DeliveryState
    /// The business status of the document there, nil for none yet.
    public let status: BusinessStatus?
    /// What the electronic ratio counts it as.
    public let channel: Channel
    /// When it was first read.
    public let fetchedAt: Instant?
    /// When it was confirmed.
    public let confirmedAt: Instant?
    /// Whether its content was taken back.
    public let isTaken: Bool
    /// Whether it was not confirmed in time.
    public var isLate = false

    /// The delivery with these properties.
    public init(
        serial: Serial, message: Message, recipient: AgencyNumber, state: DeliveryState, status: BusinessStatus?,
        channel: Channel, fetchedAt: Instant? = nil, confirmedAt: Instant? = nil, isTaken: Bool = false
    ) {
        self.fetchedAt = fetchedAt
        self.confirmedAt = confirmedAt
        self.isTaken = isTaken
        self.serial = serial
        self.message = message
        self.recipient = recipient
        self.state = state
        self.status = status
        self.channel = channel
    }
}
