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
        case .stoppedHub, .failingWebhook: from(0, 3_600)
        case .diskSpace: from(0.10, 0.05)
        case .clockSkew: from(2, 60)
        }
    }
}
