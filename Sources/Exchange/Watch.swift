/// Deliveries that are looked at when a deadline comes.
public struct Watch: Hashable, Sendable {
    /// Which deadline.
    public enum Kind: UInt8, Sendable {
        /// The receivers are to have confirmed.
        case receipt = 0
        /// The document's time to live is over.
        case expiry = 1
    }

    /// Which deadline.
    public let kind: Kind
    /// The document.
    public let document: Serial
    /// The first delivery.
    public let first: Serial
    /// How many deliveries from there on.
    public let count: Int
    /// When.
    public let due: Instant
}
