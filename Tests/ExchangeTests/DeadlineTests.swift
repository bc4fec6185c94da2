import Exchange
import Testing

/// Whose turn it is, which days are worked, and when something is due.
@Suite struct DeadlineTests {
    private static func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1_000) }

    @Test(
        arguments: [
            ([nil, nil, nil, nil], 0, nil), ([1, nil, nil, nil], 0, 0), ([1, nil, nil, 9], 0, 3),
            ([1, 5, nil, nil], 6, 1),
            // The eighth turn is that of whoever waits longest; of two that wait alike, the more urgent.
            ([1, 5, nil, 9], 7, 0), ([9, 5, nil, 7], 15, 1), ([5, nil, 5, nil], 7, 2), ([nil, nil, nil, nil], 7, nil),
        ] as [([Int64?], Int, Int?)])
    func turns(due: [Int64?], step: Int, lane: Int?) {
        #expect(Overtaking.next(due.map { $0.map(Self.at) }, step: step) == lane)
    }

    @Test func nobodyStarves() {
        // An ordinary message waits, and urgent ones never end.
        let taken = (0..<64).compactMap { Overtaking.next([Self.at(1), nil, nil, Self.at(Int64($0) + 2)], step: $0) }
        #expect(taken.count { $0 == 0 } == 8)
        #expect(taken.count { $0 == 3 } == 56)
    }

    @Test(arguments: [
        ("2026-11-23", true), ("2026-11-27", true), ("2026-11-28", false), ("2026-11-29", false), ("1969-12-31", true),
        ("1969-12-28", false), ("2026-09-02", false), ("2026-08-22", true),
    ])
    func worksOn(day: String, isWorking: Bool) throws {
        var calendar = WorkingCalendar()
        for (text, kind) in [("2026-09-02", WorkingCalendar.Entry.Kind.holiday), ("2026-08-22", .working)] {
            calendar.enter(WorkingCalendar.Entry(day: try #require(Day(text)), kind: kind, name: ""))
        }
        let day = try #require(Day(day))
        #expect(calendar.isWorking(day) == isWorking)
        calendar.enter(WorkingCalendar.Entry(day: day, kind: .usual, name: ""))
        #expect(calendar.isWorking(day) == day.isWeekday)
    }

    @Test(arguments: [
        // A Tuesday's document is due at its end; a Friday's too; a Saturday's and a holiday's with the next working day.
        ("2026-09-01T10:00:00Z", "2026-09-01"), ("2026-11-27T16:59:59Z", "2026-11-27"),
        ("2026-11-27T17:00:00Z", "2026-11-30"), ("2026-09-02T01:00:00Z", "2026-09-03"),
    ])
    func sameDay(came: String, day: String) throws {
        var calendar = WorkingCalendar()
        calendar.enter(
            WorkingCalendar.Entry(day: try #require(Day("2026-09-02")), kind: .holiday, name: "Quốc khánh"))
        let parts = came.split(separator: "T")
        let clock = parts[1].split(separator: ":").compactMap { Int64($0.filter(\.isNumber)) }
        let midnight = Int64(try #require(Day(String(parts[0]))).number) * 86_400
        let instant = Self.at(midnight + clock[0] * 3_600 + clock[1] * 60 + clock[2])
        let due = Deadline(urgency: 0, receipt: .sameDay, timeToLive: nil).receiptDue(instant, calendar: calendar)
        #expect(due?.text == "\(Day(number: try #require(Day(day)).number + 1))T00:00:00.000+07:00")
    }

    @Test func spans() {
        let calendar = WorkingCalendar()
        let deadline = Deadline(urgency: 3, receipt: .within(seconds: 60), timeToLive: 90)
        #expect(deadline.receiptDue(Self.at(10), calendar: calendar) == Self.at(70))
        #expect(deadline.expiry(Self.at(10)) == Self.at(100))
        let none = Deadline(urgency: 3, receipt: .none, timeToLive: nil)
        #expect(none.receiptDue(Self.at(10), calendar: calendar) == nil)
        #expect(none.expiry(Self.at(10)) == nil)
    }
}
