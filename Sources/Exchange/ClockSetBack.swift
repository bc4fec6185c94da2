/// A clock that was ahead and was set back: what was to happen in the time that it showed is due by the right one.
public struct ClockSetBack: Hashable, Sendable {
    /// The time of the last fact before.
    public let from: Instant
    /// The time now.
    public let to: Instant

    /// A smaller step back is waited for: facts bear the time of the last one until then.
    public static let tolerance: Int64 = 60_000

    /// The step from `from` back to `to`.
    public init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    /// The step where the clock, showing `now`, has gone back behind the last fact's time by more than is waited for.
    public init?(last: Int64, now: Int64) {
        guard now < last - Self.tolerance else { return nil }
        self.init(from: Instant(milliseconds: last), to: Instant(milliseconds: now))
    }
}
