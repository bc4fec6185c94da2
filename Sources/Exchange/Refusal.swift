/// Why the exchange does not do what was asked: a stable code, a sentence with the facts, what was found.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, by their stable names.
    public enum Code: String, CaseIterable, Sendable {
        /// The caller's certificate does not speak for `From`.
        case callerNotSender = "caller_not_sender"
        /// The signer's key is not bound to `From`.
        case signerNotBound = "signer_not_bound"
        /// `From` is not in the directory.
        case unknownSender = "unknown_sender"
        /// The sender's hub stands still.
        case hubStopped = "hub_stopped"
        /// `From` is closed or not yet valid.
        case senderClosed = "sender_closed"
        /// A `To` is not in the directory.
        case unknownReceiver = "unknown_receiver"
        /// A `To` is closed, not yet valid, or a connection hub.
        case receiverClosed = "receiver_closed"
        /// There is no `To`.
        case receiverMissing = "receiver_missing"
        /// A `To` stands twice.
        case receiverRepeated = "receiver_repeated"
        /// No valid signature, where one is required.
        case signatureMissing = "signature_missing"
        /// The same DocumentId came with other bytes.
        case documentIDConflict = "document_id_conflict"
        /// A state secret: it never travels here.
        case stateSecret = "state_secret"
        /// There is no such document, or it belongs to others.
        case notFound = "not_found"
        /// The code names no status.
        case statusUndefined = "status_code_undefined"
        /// This status may not come from this agency.
        case statusNotAllowed = "status_not_allowed"
        /// This status cannot follow the one before.
        case statusOutOfOrder = "status_out_of_order"
        /// A status without the reason it needs, or with one over 1,000 characters.
        case reasonMissing = "reason_missing"
        /// The reason is longer than 1,000 characters.
        case reasonTooLong = "reason_too_long"
        /// A text is longer than is kept.
        case textTooLong = "text_too_long"
        /// A receiver takes documents with a valid signature only.
        case receiverWantsSignature = "receiver_wants_signature"
        /// A sender of the test lane writes to test mailboxes only.
        case receiverNotTest = "receiver_not_test"
        /// A test mailbox takes documents of the test lane only.
        case receiverIsTest = "receiver_is_test"
        /// An agency of the test lane registers no paper: its traffic counts nothing.
        case paperOfTest = "paper_of_test"
        /// The agency cannot succeed another.
        case successorInvalid = "successor_invalid"
        /// A send rule denies the sender this receiver.
        case sendRuleDenies = "send_rule_denies"
        /// A send rule that cannot be one.
        case ruleMalformed = "rule_malformed"
        /// There are as many send rules as there may be.
        case rulesFull = "rules_full"
        /// The system has sent as much today as it may.
        case quotaExceeded = "quota_exceeded"
        /// The code of an agency to be registered is none.
        case agencyCodeMalformed = "agency_code_malformed"
        /// The name of an agency to be registered is none.
        case agencyNameMalformed = "agency_name_malformed"
        /// The code belongs to another agency.
        case agencyCodeTaken = "agency_code_taken"
        /// An agency cannot be closed while something lies in its mailbox.
        case agencyHasDeliveries = "agency_has_deliveries"
        /// The system may not register or close agencies there.
        case registrationNotAllowed = "registration_not_allowed"
        /// The system has registered as many agencies as it may.
        case registrationsUsedUp = "registrations_used_up"
        /// A withdrawal, update or replacement names a document that is not here.
        case targetUnknown = "target_unknown"
        /// A withdrawal, update or replacement of another's document.
        case targetNotOwn = "target_not_own"
        /// A withdrawal, update or replacement of what cannot be withdrawn, updated or replaced.
        case targetNotAllowed = "target_not_allowed"
        /// A withdrawal without a valid signature of its issuer.
        case withdrawalUnsigned = "withdrawal_unsigned"
        /// The document was withdrawn before: nothing changes it any more.
        case alreadyWithdrawn = "already_withdrawn"
        /// The document was withdrawn: its content is not the receiver's any more.
        case documentWithdrawn = "document_withdrawn"
        /// There is no such delivery in this mailbox.
        case deliveryUnknown = "delivery_unknown"
        /// The delivery was never read, and the caller may have named the wrong one.
        case deliveryNotFetched = "delivery_not_fetched"
        /// What is to be settled is no dead letter.
        case notDeadLetter = "not_dead_letter"
        /// The delivery cannot go from its state to that one.
        case deliveryStateFinal = "delivery_state_final"
    }

    /// Why.
    public let code: Code
    /// A sentence with the facts.
    public let detail: String
    /// What was found, such as the code that is unknown; may be empty.
    public let found: String

    /// Seconds after which it may be otherwise; nil where time changes nothing.
    public var retryAfter: Int64?

    /// One line for people, such as `unknown_receiver: The receiver is not in the directory. H99`.
    public var description: String {
        "\(code.rawValue): " + [detail, found].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The refusal for the reason `code`.
    public init(_ code: Code, _ detail: String, found: String = "") {
        self.code = code
        self.detail = detail
        self.found = found
    }
}
