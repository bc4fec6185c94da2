public import Exchange

/// A document as the read model knows it.
public struct DocumentRow: Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// The number of the fact that accepted it.
    public let fact: Int64
    /// When it was accepted.
    public let acceptedAt: Instant
    /// Who issued it.
    public let issuer: AgencyNumber
    /// `DocumentId`.
    public let documentID: String
    /// SHA-256 of the bytes.
    public let digest: [UInt8]
    /// How many bytes.
    public let size: Int64
    /// `Subject`.
    public let subject: String
    /// `Code/CodeNumber`.
    public let number: String
    /// `Code/CodeNotation`.
    public let notation: String
    /// `PromulgationDate`.
    public let promulgationDay: Day
    /// `DocumentType/TypeName`.
    public let typeName: String
    /// `OtherInfo/Priority`.
    public let urgency: Int64
    /// `BussinessDocType`.
    public let kind: Int64
    /// Whether paper travels in parallel.
    public let hasPaper: Bool
    /// What its signatures amount to.
    public let signature: Submission.SignatureStatus
    /// SHA-256 of the signer's SubjectPublicKeyInfo.
    public let signerKey: [UInt8]
    /// The hub it entered at.
    public let hub: Int
    /// How many recipients were addressed.
    public let recipients: Int64
    /// Whether another document acted on it.
    public let isTouched: Bool
    /// The withdrawal that froze it.
    public let withdrawal: Serial?
    /// The last update whose header says what this one says from then on.
    public let revision: Serial?
}

/// One document's act on another: a withdrawal, replacement or update.
public struct ActRow: Sendable {
    /// The document acted on.
    public let target: Serial
    /// The document that acts.
    public let by: Serial
    /// When.
    public let at: Instant
    /// The fact: `withdrawn`, `replaced` or `updated`.
    public let fact: Fact
}

/// A delivery as the read model knows it.
public struct DeliveryRow: Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// The message.
    public let message: Message
    /// Whose mailbox.
    public let recipient: AgencyNumber
    /// Its transport state.
    public let state: DeliveryState
    /// What the ratio counts it as.
    public let channel: Channel
    /// The business status there.
    public let status: BusinessStatus?
    /// When it was put into the mailbox.
    public let deliveredAt: Instant
    /// When it was first read.
    public let fetchedAt: Instant?
    /// When it was confirmed.
    public let confirmedAt: Instant?
    /// When its content was taken back.
    public let takenAt: Instant?
    /// When it was found not to be confirmed in time.
    public let lateAt: Instant?
}

/// A business status as the read model knows it.
public struct StatusRow: Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// Who stated it.
    public let sender: AgencyNumber
    /// Who was told.
    public let recipient: AgencyNumber
    /// The status.
    public let status: BusinessStatus
    /// The reason.
    public let reason: String
    /// What it did.
    public let effect: BusinessStatus.Effect
    /// When.
    public let at: Instant
    /// The document it is about.
    public let document: Serial
}

/// A notice as the read model knows it.
public struct NoticeRow: Sendable {
    /// Its number.
    public let serial: Serial
    /// Who was told.
    public let recipient: AgencyNumber
    /// Whom it is about.
    public let about: AgencyNumber
    /// What happened.
    public let code: String
    /// The reason.
    public let reason: String
    /// When.
    public let at: Instant
}

/// A step of a message between hubs.
public struct HopRow: Sendable {
    /// What happened.
    public enum Event: Int64, Sendable {
        /// The hub handed it to `other`.
        case relayed = 1
        /// The hub took it from `other`.
        case arrived = 2
        /// It came back: `other` is the agency that did not get it.
        case returned = 3
    }

    /// The message.
    public let message: Message
    /// What happened.
    public let event: Event
    /// The hub.
    public let hub: Int
    /// The other hub, or the agency.
    public let other: Int
    /// When.
    public let at: Instant
}

/// A refusal at the door.
public struct RefusalRow: Sendable {
    /// When.
    public let at: Instant
    /// Whose document.
    public let agency: AgencyNumber?
    /// Why.
    public let code: String
    /// A sentence.
    public let detail: String
    /// SHA-256 of the bytes; empty for a state secret.
    public let digest: [UInt8]
    /// The number of its fact.
    public let fact: Int64
    /// Its public id; nil for those of old.
    public let id: Identifier?
}

/// A paper registration.
public struct PaperRow: Sendable {
    /// Its number.
    public let serial: Serial
    /// Its public id.
    public let id: Identifier
    /// When it was registered.
    public let at: Instant
    /// The issuer.
    public let issuer: AgencyNumber
    /// The document's number.
    public let number: String
    /// The document's notation.
    public let notation: String
    /// The name of its type.
    public let typeName: String
    /// Whether it is a state secret.
    public let isSecret: Bool
    /// Whether it was taken back.
    public let isReversed: Bool
    /// Who got it, and what that counts as.
    public let recipients: [(agency: AgencyNumber, effect: PaperRegistered.Effect)]
}
