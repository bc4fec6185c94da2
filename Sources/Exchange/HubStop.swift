/// A hub that takes nothing and passes nothing on: what is on the way waits at it, and nothing is lost.
public struct HubStop: Hashable, Sendable {
    /// The hub's index.
    public let hub: Int
    /// When it goes on by itself, nil for when it is told to.
    public let until: Instant?
    /// Why, for people.
    public let reason: String

    /// The stop of `hub`.
    public init(hub: Int, until: Instant?, reason: String) {
        self.hub = hub
        self.until = until
        self.reason = reason
    }

    /// Whether it is known to last until `day`, as far as anybody said.
    public func stands(on day: Day) -> Bool { until.map { day <= $0.day } ?? true }
}
