/// Decides what the days and moments of a document say about the service of its sender and its receivers.
///
/// A document is to be sent on the day it was issued, at the latest in the morning of the next working day (Decision
/// 28/2018, article 6). Who gets one confirms it the same day (Decree 30/2020, article 21), on the next working day where
/// it came on another one; `done` is that confirmation, reading alone is none. Urgent ones come first. All days are
/// Vietnam's.
public enum ServiceLevels {
    /// The seconds that spans end with, one a span; what takes longer is in a last one of its own.
    public static let spans: [Int64] = [
        60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 259_200,
    ]
    /// How many spans there are, the last one included.
    public static let spanCount = spans.count + 1

    /// What a document that was issued on `day` counts as where it was sent at `instant`.
    public static func sent(issuedOn day: Day, at instant: Instant, calendar: WorkingCalendar) -> ServiceFigure {
        // The door takes no document of a day to come: what is dated ahead by a clock that was set back is not late.
        if instant.day <= day { return .sentSameDay }
        let next = calendar.workingDay(from: Day(number: day.number + 1))
        let noon = next.start.advanced(bySeconds: 12 * 3_600)
        return instant < noon ? .sentNextMorning : .sentLate
    }

    /// What a document that came at `delivered` counts as where it was confirmed at `confirmed`.
    public static func received(
        deliveredAt delivered: Instant, confirmedAt confirmed: Instant, calendar: WorkingCalendar
    ) -> ServiceFigure {
        let end = Deadline(urgency: 0, receipt: .sameDay, timeToLive: nil).receiptDue(delivered, calendar: calendar)
        return end.map { confirmed < $0 } ?? true ? .receivedSameDay : .receivedLate
    }

    /// The place of the span from `start` to `end`.
    public static func span(from start: Instant, to end: Instant) -> Int {
        let milliseconds = end.milliseconds - start.milliseconds
        return spans.firstIndex { milliseconds <= $0 * 1_000 } ?? spans.count
    }

    /// All that a document counts as once its receiver confirmed it; `fetched` is when it was first read, as far as noted.
    public static func figures(
        deliveredAt delivered: Instant, fetchedAt fetched: Instant?, confirmedAt confirmed: Instant,
        calendar: WorkingCalendar
    ) -> [ServiceFigure] {
        [
            received(deliveredAt: delivered, confirmedAt: confirmed, calendar: calendar),
            .received(span(from: delivered, to: confirmed)),
        ] + (fetched.map { [.fetched(span(from: delivered, to: $0))] } ?? [])
    }
}
