/// The transport state of a delivery, set by the receiving system: a second thing, apart from any business status.
public enum DeliveryState: UInt8, CaseIterable, Sendable {
    /// In the mailbox, not touched.
    case initial = 0
    /// The receiver is at it; it still shows in the mailbox.
    case processing = 1
    /// Confirmed: gone from the mailbox.
    case done = 2
    /// The receiver could not take it: a dead letter; the sender is told.
    case fail = 3
    /// The issuer withdrew the document before the receiver confirmed it: gone from the mailbox. No receiver sets it.
    case withdrawn = 4

    /// A dead letter that was given up. No receiver sets it.
    case givenUp = 5

    /// The name on the wire.
    public var name: String {
        switch self {
        case .initial: "initial"
        case .processing: "processing"
        case .done: "done"
        case .fail: "fail"
        case .withdrawn: "withdrawn"
        case .givenUp: "given_up"
        }
    }

    /// The state that `name` names and a receiver may set; the others are nobody's to set.
    public init?(settable name: String) {
        switch name {
        case "processing": self = .processing
        case "done": self = .done
        case "fail": self = .fail
        default: return nil
        }
    }

    /// Whether a receiver may move a delivery from here to `next`; the same state again is allowed and changes nothing.
    public func allows(_ next: DeliveryState) -> Bool {
        switch (self, next) {
        case (.initial, .processing), (.initial, .done), (.initial, .fail), (.processing, .done), (.processing, .fail):
            true
        default: self == next
        }
    }
}
