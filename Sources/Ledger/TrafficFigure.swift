public import Exchange

/// A count of the traffic.
public struct TrafficFigure: Sendable, Equatable {
    /// What is counted apart.
    public enum Grouping: String, CaseIterable, Sendable {
        /// Nothing: every key is empty.
        case total
        /// The issuer's tier: the key is its number.
        case tier
        /// The issuer: the key is its number.
        case agency
        /// The type of document: the key is its name.
        case type
        /// The day of delivery, or of registration on paper: the key is its number.
        case day
    }

    /// Which group; several figures may have the same key and channel, and belong together.
    public let key: String
    /// What it counts as.
    public let channel: Channel
    /// How many.
    public let count: Int64

    /// `count` of a group.
    public init(key: String, channel: Channel, count: Int64) {
        self.key = key
        self.channel = channel
        self.count = count
    }
}
