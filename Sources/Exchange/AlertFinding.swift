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
    /// Whose concern it is; nil where it is that of the whole bus.
    public let agency: AgencyNumber?

    /// `value` of `subject`.
    public init(
        _ kind: Alert.Kind, _ subject: String, _ value: Double, since: Instant? = nil, of agency: AgencyNumber? = nil
    ) {
        self.agency = agency
        self.kind = kind
        self.subject = subject
        self.value = value
        self.since = since
    }
}
