public import Exchange

/// The business time of an inspection.
public struct InspectionTime: Hashable, Sendable {
    /// The moment.
    public let instant: Instant
    /// Its day in Vietnam as edXML writes it, `yyyy/MM/dd`.
    public let today: String
    /// Whether it is past, and judged by the revocations known now.
    public let isHindsight: Bool

    /// The moment `instant`.
    public init(_ instant: Instant, isHindsight: Bool = false) {
        self.instant = instant
        self.isHindsight = isHindsight
        today = instant.day.description.split(separator: "-").joined(separator: "/")
    }
}
