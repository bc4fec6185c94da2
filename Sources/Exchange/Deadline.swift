/// What the clock asks of documents of one urgency.
public struct Deadline: Hashable, Sendable {
    /// Until when a receiver confirms.
    public enum Receipt: Hashable, Sendable {
        /// There is no deadline.
        case none
        /// The day it came, or the next working day (Decree 30/2020, article 21).
        case sameDay
        /// So many seconds after it came.
        case within(seconds: UInt32)
    }

    /// The urgency, `OtherInfo/Priority`: 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ.
    public let urgency: UInt8
    /// Until when a receiver confirms.
    public let receipt: Receipt
    /// Seconds after its acceptance at which an unconfirmed document goes back to its sender, nil for never.
    public let timeToLive: UInt32?

    /// The highest urgency.
    public static let highestUrgency: UInt8 = 4

    /// The deadline of `urgency`.
    public init(urgency: UInt8, receipt: Receipt, timeToLive: UInt32?) {
        self.urgency = urgency
        self.receipt = receipt
        self.timeToLive = timeToLive
    }

    /// When a document that came at `instant` is to be confirmed, nil for no deadline.
    public func receiptDue(_ instant: Instant, calendar: WorkingCalendar) -> Instant? {
        switch receipt {
        case .none: return nil
        case .within(let seconds): return instant.advanced(bySeconds: seconds)
        case .sameDay:
            let day = calendar.workingDay(from: instant.day)
            return Day(number: day.number + 1).start
        }
    }

    /// When a document that was accepted at `instant` goes back, nil for never.
    public func expiry(_ instant: Instant) -> Instant? { timeToLive.map(instant.advanced(bySeconds:)) }
}

extension Instant {
    func advanced(bySeconds seconds: UInt32) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds) * 1000) }
}
