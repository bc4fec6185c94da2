import Testing

@testable import Exchange

/// What days and moments say about the service of senders and receivers.
@Suite struct ServiceLevelTests {
    /// Moments in Vietnam; Friday 2021-06-25 and Wednesday 2021-06-30 are holidays here.
    private static func moment(_ text: String) throws -> Instant {
        let parts = text.split(separator: " ")
        let day = try #require(Day(String(parts[0])))
        let time = parts[1].split(separator: ":").compactMap { Int64($0) }
        return Instant(
            milliseconds: day.start.milliseconds + (time[0] * 60 + time[1]) * 60_000
                + (time.count > 2 ? time[2] * 1_000 : 0))
    }

    private static func calendar() throws -> WorkingCalendar {
        var calendar = WorkingCalendar()
        for day in ["2021-06-25", "2021-06-30"] {
            calendar.enter(WorkingCalendar.Entry(day: try #require(Day(day)), kind: .holiday, name: "Nghỉ"))
        }
        return calendar
    }

    @Test(arguments: [
        // Issued, sent; the 22nd was a Tuesday.
        ("2021-06-22", "2021-06-22 00:00", ServiceFigure.sentSameDay),
        ("2021-06-22", "2021-06-22 23:59:59", .sentSameDay),
        ("2021-06-22", "2021-06-23 00:00", .sentNextMorning),
        ("2021-06-22", "2021-06-23 11:59:59", .sentNextMorning),
        ("2021-06-22", "2021-06-23 12:00", .sentLate),
        ("2021-06-22", "2021-06-24 08:00", .sentLate),
        ("2021-06-22", "2021-06-21 23:59", .sentSameDay),
        // Over a holiday and a weekend.
        ("2021-06-24", "2021-06-27 20:00", .sentNextMorning),
        ("2021-06-24", "2021-06-28 11:00", .sentNextMorning),
        ("2021-06-24", "2021-06-28 12:00", .sentLate),
        // Issued on a Saturday.
        ("2021-06-26", "2021-06-26 10:00", .sentSameDay), ("2021-06-26", "2021-06-28 09:00", .sentNextMorning),
        ("0001-01-01", "2021-06-22 10:00", .sentLate), ("9999-12-31", "2021-06-22 10:00", .sentSameDay),
    ])
    func aDocumentIsToBeSentTheDayItIsIssued(day: String, sent: String, figure: ServiceFigure) throws {
        #expect(
            ServiceLevels.sent(
                issuedOn: try #require(Day(day)), at: try Self.moment(sent), calendar: try Self.calendar()) == figure)
    }

    @Test(arguments: [
        ("2021-06-22 08:00", "2021-06-22 08:00", ServiceFigure.receivedSameDay),
        ("2021-06-22 23:59", "2021-06-22 23:59:59", .receivedSameDay),
        ("2021-06-22 08:00", "2021-06-23 00:00", .receivedLate),
        ("2021-06-25 08:00", "2021-06-28 23:59", .receivedSameDay),
        ("2021-06-26 08:00", "2021-06-28 23:59", .receivedSameDay),
        ("2021-06-26 08:00", "2021-06-29 00:00", .receivedLate),
        ("2021-06-29 23:00", "2021-06-30 08:00", .receivedLate),
    ])
    func aDocumentIsToBeConfirmedTheDayItCame(delivered: String, confirmed: String, figure: ServiceFigure) throws {
        #expect(
            ServiceLevels.received(
                deliveredAt: try Self.moment(delivered), confirmedAt: try Self.moment(confirmed),
                calendar: try Self.calendar()) == figure)
    }

    @Test(arguments: [
        (0, 0), (60_000, 0), (60_001, 1), (300_000, 1), (3_600_000, 4), (3_600_001, 5), (259_200_000, 9),
        (259_200_001, 10), (Int64.max / 2, 10), (-5, 0),
    ])
    func spansEndWithTheirLastMillisecond(milliseconds: Int64, place: Int) {
        let start = Instant(milliseconds: 1_000)
        #expect(ServiceLevels.span(from: start, to: Instant(milliseconds: 1_000 + milliseconds)) == place)
    }

    @Test func figuresHaveAPlaceEach() {
        let spans = 0..<ServiceLevels.spanCount
        let all: [ServiceFigure] =
            [
                .sentSameDay, .sentNextMorning, .sentLate, .delivered, .receivedSameDay, .receivedLate,
                .deadLetters, .withdrawn, .deadlineMissed,
            ] + spans.map(ServiceFigure.fetched) + spans.map(ServiceFigure.received)
        #expect(all.map(\.index) == Array(0..<ServiceFigure.count))
    }

    @Test func sharesHaveTheirFormulas() {
        var counts = ServiceCounts()
        #expect(counts.sentSameDayShare == nil)
        #expect(counts.receivedSameDayShare == nil)
        #expect(counts.seconds(.fetch, percent: 50) == nil)
        for (figure, count) in [
            (ServiceFigure.sentSameDay, 6), (.sentNextMorning, 3), (.sentLate, 1), (.delivered, 12),
            (.receivedSameDay, 5), (.receivedLate, 1), (.deadLetters, 1), (.withdrawn, 2), (.received(0), 5),
            (.received(4), 4), (.received(10), 1), (.fetched(10), 1),
        ] { counts[figure] += Int64(count) }
        #expect(counts.documents == 10)
        #expect(counts.open == 3)
        #expect(counts.sentSameDayShare == 0.6)
        #expect(counts.sentInTimeShare == 0.9)
        #expect(counts.receivedSameDayShare == 0.5)
        #expect(counts.seconds(.receipt, percent: 50) == 60)
        #expect(counts.seconds(.receipt, percent: 51) == 3_600)
        #expect(counts.seconds(.receipt, percent: 90) == 3_600)
        #expect(counts.seconds(.receipt, percent: 91) == nil)
        #expect(counts.seconds(.fetch, percent: 50) == nil)
        #expect(Array(counts.histogram(.fetch)) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        var twice = counts
        twice.add(counts.all)
        #expect(twice.documents == 20)
        #expect(twice.open == 6)
    }

    @Test func theFirstReadingCountsWhereItIsKnown() throws {
        let (start, end) = (try Self.moment("2021-06-22 08:00"), try Self.moment("2021-06-22 09:30"))
        #expect(
            ServiceLevels.figures(deliveredAt: start, fetchedAt: nil, confirmedAt: end, calendar: WorkingCalendar())
                == [.receivedSameDay, .received(5)])
        #expect(
            ServiceLevels.figures(deliveredAt: start, fetchedAt: start, confirmedAt: end, calendar: WorkingCalendar())
                == [.receivedSameDay, .received(5), .fetched(0)])
    }
}
