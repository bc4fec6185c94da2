/// How the receivers of an open run go about their mailboxes.
public struct Behaviour: Sendable, Equatable {
    /// How a receiver finds out that something came.
    public enum Look: String, CaseIterable, Sendable {
        /// It looks every so many seconds whether or not there is anything, as most programs do.
        case poll
        /// It has the bus hold its request until something is there.
        case longPoll = "long_poll"
        /// It looks where the run knows that something should lie: the least load that fetches everything.
        case expected
    }

    /// How it finds out.
    public var look = Look.expected
    /// Seconds between two looks; of a long poll, how long the bus may hold it.
    public var every = 0.15
    /// Seconds from fetching to confirming.
    public var confirmAfter = 0.0
    /// Seconds from fetching to the first status, and between two statuses.
    public var answerAfter = 0.0
    /// Whether receivers check every signature themselves.
    public var checks = true
    /// The share of the agencies that never look.
    public var away = 0.0
    /// The share of the agencies that are slow.
    public var slow = 0.0
    /// How many times longer slow agencies take for everything.
    public var slowFactor = 10.0

    /// Receivers that fetch, confirm and answer at once.
    public init() {}
}
