/// Something that happened: immutable, numbered and dated by the ledger. Everything else is derived from facts.
public enum Fact: Hashable, Sendable {
    /// A tier was defined or changed.
    case tierDefined(Tier)
    /// A hub was defined or changed.
    case hubDefined(Hub)
    /// An agency was defined or changed.
    case agencyDefined(Agency)
    /// A public key may speak for an agency from now on.
    case certificateBound(CertificateBinding)
    /// A connected system was defined or changed.
    case systemDefined(ConnectedSystem)
    /// A webhook was defined, changed or removed.
    case webhookDefined(Webhook)
    /// An agency entered or left the test lane.
    case testMarked(TestMark)
    /// Who may send to whom was changed: all rules, in order.
    case sendRulesDefined(SendRules)
    /// An agency was named that takes over from a closed one.
    case successorNamed(Succession)
    /// A document passed the door.
    case accepted(Accepted)
    /// A hub handed a message to its neighbour.
    case relayed(Relayed)
    /// A hub took a message from its neighbour.
    case arrived(Arrived)
    /// A message is in mailboxes.
    case delivered(Delivered)
    /// A hub still owes a message to these recipients: a fan-out too large for one step.
    case deferred(Deferred)
    /// A message could not be delivered to a recipient.
    case returned(Returned)
    /// Receivers read deliveries for the first time.
    case fetched([Serial])
    /// A receiver set the transport state of deliveries.
    case confirmed(Confirmed)
    /// An agency stated a business status.
    case statusRecorded(StatusRecorded)
    /// The bus told an agency what became of its document.
    case noticeIssued(NoticeIssued)
    /// A known caller's document was refused at the door.
    case refused(Refused)
    /// A document went on paper.
    case paperRegistered(PaperRegistered)
    /// A paper registration was taken back.
    case paperReversed(Serial)
    /// A document was taken back from receivers.
    case withdrawn(Withdrawn)
    /// A document took the place of another.
    case replaced(Replaced)
    /// A document changed what another says.
    case updated(Updated)
    /// A webhook was not told of a delivery, and will not be any more.
    case webhookDeadLettered(WebhookDeadLettered)
    /// Dead letters of a webhook are to be tried again.
    case webhookRestarted(WebhookRestarted)
    /// A document counts on the quota of the system that sent it.
    case quotaUsed(QuotaUsed)
    /// Successors get a document for agencies that are closed.
    case succeeded(Succeeded)
    /// Deliveries are looked at when a deadline comes.
    case watched(Watch)
    /// Receivers have not confirmed deliveries in time.
    case deadlineMissed([Serial])
    /// Deliveries outlived their document's time to live without being confirmed.
    case expired([Serial])
    /// It was decided what becomes of a dead letter.
    case deadLetterSettled(DeadLetterSettled)
    /// The clock was set back, after it had been ahead.
    case clockSetBack(ClockSetBack)
    /// Somebody with an admin's rights asked for a change.
    case audited(Audit)
    /// It became known what came of that.
    case auditOutcome(AuditOutcome)
    /// Documents of an urgency have other deadlines from now on.
    case deadlineDefined(Deadline)
    /// A day of the calendar was entered.
    case calendarEntered(WorkingCalendar.Entry)
    /// A hub stopped.
    case hubStopped(HubStop)
    /// A hub goes on.
    case hubStarted(Int)
    /// An agency's official mailbox for e-mail was named, or taken away.
    case emailNamed(AgencyEmail)
}

/// A public key bound to an agency.
public struct CertificateBinding: Hashable, Sendable {
    /// The agency it speaks for.
    public let agency: AgencyNumber
    /// SHA-256 of the SubjectPublicKeyInfo.
    public let key: [UInt8]
    /// The certificate, DER.
    public let certificate: [UInt8]

    /// The binding of `key`, found in `certificate`, to `agency`.
    public init(agency: AgencyNumber, key: [UInt8], certificate: [UInt8]) {
        self.agency = agency
        self.key = key
        self.certificate = certificate
    }
}

/// A document that passed the door.
public struct Accepted: Hashable, Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// What was submitted.
    public let submission: Submission
    /// The issuing agency.
    public let issuer: AgencyNumber
    /// The recipients as addressed, in order.
    public let recipients: [AgencyNumber]
    /// The hub it entered at.
    public let hub: Int
    /// The directory's version that decided.
    public let directoryVersion: UInt64
    /// Codes of what is odd about it without stopping it.
    public let warnings: [String]

    /// Whether its issuer used number, notation and year before.
    public var repeatsNumber: Bool { warnings.contains(Self.numberRepeated) }
    static let numberRepeated = "number_repeated"
    /// Two of its receivers are one agency, which gets one copy.
    static let sameReceiver = "receiver_same_agency"
    /// Its DocumentId begins with the code of an agency that is not its issuer.
    static let foreignID = "document_id_of_another_agency"
}

/// A message on its way from one hub to the next.
public struct Relayed: Hashable, Sendable {
    /// The message.
    public let message: Message
    /// The hub it left.
    public let from: Int
    /// The hub it goes to.
    public let to: Int
    /// When it is due there, milliseconds since 1970.
    public let due: Instant
    /// The recipients that lie behind that hub.
    public let recipients: [AgencyNumber]
}

/// A message that reached a hub; idempotent by message and hub.
public struct Arrived: Hashable, Sendable {
    /// The message.
    public let message: Message
    /// The hub it reached.
    public let hub: Int
    /// The hub it came from.
    public let from: Int
}

/// A message in the mailboxes of some recipients of one hub.
public struct Delivered: Hashable, Sendable {
    /// One mailbox.
    public struct Entry: Hashable, Sendable {
        /// The delivery's number.
        public let serial: Serial
        /// The delivery's public id (docId of the field's interfaces).
        public let id: Identifier
        /// Whose mailbox.
        public let recipient: AgencyNumber
        /// What the electronic ratio counts it as.
        public let channel: Channel
    }

    /// The message.
    public let message: Message
    /// The hub of the mailboxes.
    public let hub: Int
    /// The mailboxes.
    public let entries: [Entry]
}

/// Recipients that a hub still owes a message to.
public struct Deferred: Hashable, Sendable {
    /// The message.
    public let message: Message
    /// The hub of the recipients.
    public let hub: Int
    /// Who is still owed.
    public let recipients: [AgencyNumber]
}

/// A message that came back instead of reaching a recipient.
public struct Returned: Hashable, Sendable {
    /// The message.
    public let message: Message
    /// Who did not get it.
    public let recipient: AgencyNumber
    /// Why, as a stable code.
    public let code: String
}

/// A receiver's word on the transport of deliveries.
public struct Confirmed: Hashable, Sendable {
    /// The deliveries.
    public let deliveries: [Serial]
    /// The state they are in from now on.
    public let state: DeliveryState
    /// Why, where it failed; may be empty.
    public let reason: String
}

/// A business status that one agency stated about one document.
public struct StatusRecorded: Hashable, Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// The document.
    public let document: Serial
    /// The delivery it is about.
    public let delivery: Serial
    /// Who states it.
    public let sender: AgencyNumber
    /// Who is told.
    public let recipient: AgencyNumber
    /// The status.
    public let status: BusinessStatus
    /// The reason; may be empty.
    public let reason: String
    /// What it does.
    public let effect: BusinessStatus.Effect
    /// The message it came in, where it came in one; nil in facts of version 1 too.
    public var message: StoredDigests?
}

/// What the bus tells the issuer of a document.
public struct NoticeIssued: Hashable, Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// The document.
    public let document: Serial
    /// Who is told.
    public let recipient: AgencyNumber
    /// Whom it is about.
    public let about: AgencyNumber
    /// What happened, as a stable code.
    public let code: String
    /// The reason given; may be empty.
    public let reason: String
}

/// A refusal at the door: who and why, never what was in it.
public struct Refused: Hashable, Sendable {
    /// The agency that was refused; nil for an admin's own attempts.
    public let agency: AgencyNumber?
    /// Why, as a stable code.
    public let code: String
    /// A sentence; empty for a state secret.
    public let detail: String
    /// SHA-256 of the bytes; empty for a state secret.
    public let digest: [UInt8]
    /// Its public id; nil in facts of version 1.
    public let id: Identifier?

    /// The refusal of `agency` for the reason `code`.
    public init(agency: AgencyNumber?, code: String, detail: String, digest: [UInt8], id: Identifier?) {
        self.id = id
        self.agency = agency
        self.code = code
        self.detail = detail
        self.digest = digest
    }
}

/// A document that its issuer sent on paper.
public struct PaperRegistered: Hashable, Sendable {
    /// What it means for the count of one recipient.
    public enum Effect: UInt8, Sendable {
        /// Counts as paper.
        case paper = 0
        /// The electronic delivery counts as electronic and paper from now on.
        case both = 1
        /// Counted on paper already: changes nothing.
        case already = 2
    }

    /// One recipient.
    public struct Entry: Hashable, Sendable {
        /// Who got it on paper.
        public let recipient: AgencyNumber
        /// What that changes.
        public let effect: Effect
        /// The electronic delivery whose count it changes.
        public let delivery: Serial?
    }

    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// What was registered.
    public let paper: PaperDocument
    /// The issuing agency.
    public let issuer: AgencyNumber
    /// The recipients.
    public let entries: [Entry]
}

/// Something that hubs route: a document, a status about one, or a notice about one.
public struct Message: Hashable, Sendable {
    /// What it is.
    public enum Kind: UInt8, Sendable {
        /// A document.
        case document = 0
        /// A business status.
        case status = 1
        /// A notice of the bus.
        case notice = 2
    }

    /// What it is.
    public let kind: Kind
    /// Its number.
    public let serial: Serial
    /// The document it is or is about.
    public let document: Serial

    /// The message with this number.
    public init(kind: Kind, serial: Serial, document: Serial) {
        self.kind = kind
        self.serial = serial
        self.document = document
    }
}
