/// `BussinessDocumentInfo`: what an update changes.
public struct EdXMLUpdate: Hashable, Sendable {
    /// One `Receiver` of the list.
    public struct Receiver: Hashable, Sendable {
        /// `OrganId`.
        public var organID: String
        /// `ReceiverType`, kept as it came.
        public var type: String

        /// The receiver with this code.
        public init(organID: String, type: String) {
            self.organID = organID
            self.type = type
        }
    }

    /// `DocumentInfo`: whether the document's fields change.
    public var changesDocument: Bool
    /// `DocumentReceiver`: whether its receivers change.
    public var changesReceivers: Bool
    /// `ReceiverList`, in order.
    public var receivers: [Receiver]

    /// An update of these.
    public init(changesDocument: Bool = false, changesReceivers: Bool = false, receivers: [Receiver] = []) {
        self.changesDocument = changesDocument
        self.changesReceivers = changesReceivers
        self.receivers = receivers
    }
}
