/// One of the counts that service levels are made of.
public struct ServiceFigure: Hashable, Sendable {
    /// Its place among the counts.
    public let index: Int

    private init(_ index: Int) { self.index = index }

    /// Documents that were sent on the day they were issued.
    public static let sentSameDay = ServiceFigure(0)
    /// Documents that were sent later, but by noon of the next working day.
    public static let sentNextMorning = ServiceFigure(1)
    /// Documents that were sent later than that.
    public static let sentLate = ServiceFigure(2)
    /// Documents that were put into a mailbox.
    public static let delivered = ServiceFigure(3)
    /// Of these, confirmed with `done` by the end of the working day.
    public static let receivedSameDay = ServiceFigure(4)
    /// Of these, confirmed with `done` later.
    public static let receivedLate = ServiceFigure(5)
    /// Of these, dead letters: the receiver could not take them, or their time to live passed.
    public static let deadLetters = ServiceFigure(6)
    /// Of these, withdrawn before they were confirmed.
    public static let withdrawn = ServiceFigure(7)
    /// Of these, not confirmed by the deadline that is set for their urgency.
    public static let deadlineMissed = ServiceFigure(8)

    /// Received documents that were first read within a span, by its place.
    public static func fetched(_ span: Int) -> ServiceFigure { ServiceFigure(9 + span) }

    /// Received documents that were confirmed within a span, by its place.
    public static func received(_ span: Int) -> ServiceFigure { ServiceFigure(9 + ServiceLevels.spanCount + span) }

    /// How many there are.
    public static let count = 9 + 2 * ServiceLevels.spanCount
}
