/// From where on something is to be told.
public struct AlertLimits: Sendable {
    /// The limits of one kind.
    public struct Limit: Sendable {
        /// From here on it is a warning.
        public let warning: Double
        /// From here on it is critical.
        public let critical: Double
        /// Whether the smaller value is the worse.
        public let isFloor: Bool

        /// How bad a value is.
        public func severity(of value: Double) -> Alert.Severity {
            if isFloor { return value <= critical ? .critical : value <= warning ? .warning : .ok }
            return value >= critical ? .critical : value >= warning ? .warning : .ok
        }
    }

    /// How old, in seconds, what lies in a mailbox may be; three times as old it is critical.
    public var age: Double = 86_400
    /// How much may lie in a mailbox; ten times as much is critical.
    public var backlog = 1_000

    /// The usual limits.
    public init() {}

    /// The limits of a kind.
    public func limit(_ kind: Alert.Kind) -> Limit {
        func from(_ warning: Double, _ critical: Double) -> Limit {
            Limit(warning: warning, critical: critical, isFloor: warning > critical)
        }
        return switch kind {
        case .certificateExpiry: from(60 * 86_400, 7 * 86_400)
        case .deadLetters, .late: from(1, 100)
        case .unfetched, .unconfirmed: from(age, 3 * age)
        case .backlog: from(Double(backlog), Double(10 * backlog))
        case .stoppedHub, .failingWebhook, .failingMail, .revocationLists: from(0, 3_600)
        case .damage: from(1, 1)
        case .storageFull: from(0, 0)
        case .diskSpace: from(0.10, 0.05)
        case .clockSkew: from(2, 60)
        }
    }

    /// How far a value has gone, 0 where all is well: what gets from one step to a higher one is told again.
    ///
    /// A certificate's steps are 60, 30 and 7 days, and that it expired; of all else a warning and what is critical.
    public func step(_ kind: Alert.Kind, _ value: Double) -> Int {
        if kind == .certificateExpiry { return [60, 30, 7, 0].count { value <= $0 * 86_400 } }
        return Int(limit(kind).severity(of: value).rawValue)
    }
}
