/// One thing that was measured for alerts, not yet judged.
public struct AlertFinding: Hashable, Sendable {
    /// What was looked at.
    public let kind: Alert.Kind
    /// What it is about.
    public let subject: String
    /// The measure, in the kind's unit.
    public let value: Double
    /// Since when it is so, where that is known.
    public let since: Instant?

    /// `value` of `subject`.
    public init(_ kind: Alert.Kind, _ subject: String, _ value: Double, since: Instant? = nil) {
        self.kind = kind
        self.subject = subject
        self.value = value
        self.since = since
    }
}
