/// How long to wait between attempts, and when to give up: exponential, with jitter, within bounds.
public struct BackOff: Hashable, Sendable {
    /// Milliseconds after the first attempt.
    public var first: Int64
    /// The most milliseconds after any attempt.
    public var longest: Int64
    /// How many attempts there are in all.
    public var attempts: UInt32

    /// No pause is longer than 30 days, in milliseconds.
    public static let limit: Int64 = 30 * 86_400_000

    /// 5 seconds, doubled up to an hour, 15 attempts: six to seven hours in all.
    public static let usual = BackOff(first: 5_000, longest: 3_600_000, attempts: 15)

    /// A pause of `first` milliseconds, doubled up to `longest`, for so many attempts.
    public init(first: Int64, longest: Int64, attempts: UInt32) {
        self.first = min(Self.limit, max(1, first))
        self.longest = min(Self.limit, max(self.first, longest))
        self.attempts = max(1, attempts)
    }

    /// Milliseconds to wait after attempt number `attempt` (from 1) failed; nil to give up.
    ///
    /// Half of the pause stands, the other half is jitter by `random`, 0 ..< 1, so that those who failed together do not
    /// come back together.
    public func pause(after attempt: UInt32, random: Double) -> Int64? {
        guard attempt < attempts else { return nil }
        var pause = first
        var doublings = attempt
        while doublings > 1, pause < longest {
            pause = min(longest, pause * 2)
            doublings -= 1
        }
        let half = pause / 2
        return max(1, half + Int64(Double(pause - half) * min(1, max(0, random))))
    }
}
