/// What a withdrawal, update or replacement acts on, as its message says it.
public struct DocumentAct: Hashable, Sendable {
    /// A document, named as messages name one.
    public struct Target: Hashable, Sendable {
        /// `OrganId` of its issuer; may be empty.
        public let issuer: String
        /// `DocumentId`; where it is empty, number and day name the document.
        public let documentID: String
        /// Number and notation in one, `7816/VPCP-TTĐT`.
        public let code: String
        /// The day it was promulgated.
        public let day: Day?
        /// For whom it is replaced (`OrganIdList`); empty for all.
        public let organs: [String]

        /// The document that is named so.
        public init(issuer: String = "", documentID: String, code: String = "", day: Day? = nil, organs: [String] = [])
        {
            self.issuer = issuer
            self.documentID = documentID
            self.code = code
            self.day = day
            self.organs = organs
        }
    }

    /// One receiver that an update adds or takes away.
    public struct Receiver: Hashable, Sendable {
        /// `OrganId`.
        public let code: String
        /// `ReceiverType`, kept as it came.
        public let type: String

        /// The receiver with this code.
        public init(code: String, type: String) {
            self.code = code
            self.type = type
        }
    }

    /// What an update changes (`BussinessDocumentInfo`).
    public struct Change: Hashable, Sendable {
        /// `DocumentInfo`: the fields of its header are the document's from now on.
        public let isOfDocument: Bool
        /// `DocumentReceiver`: the receivers change.
        public let isOfReceivers: Bool
        /// `ReceiverList`, kept as data.
        public let receivers: [Receiver]

        /// An update of these.
        public init(isOfDocument: Bool = false, isOfReceivers: Bool = false, receivers: [Receiver] = []) {
            self.isOfDocument = isOfDocument
            self.isOfReceivers = isOfReceivers
            self.receivers = receivers
        }
    }

    /// The documents acted on, in order.
    public let targets: [Target]
    /// `BussinessDocReason`.
    public let reason: String
    /// What an update changes.
    public let change: Change

    /// The act on `targets`.
    public init(targets: [Target], reason: String, change: Change = Change()) {
        self.targets = targets
        self.reason = reason
        self.change = change
    }
}
