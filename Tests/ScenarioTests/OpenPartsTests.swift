import Platform
import Testing

@testable import Scenario

/// The small parts of an open run.
@Suite struct OpenPartsTests {
    @Test func theAgendaGivesTheEarliestFirst() {
        var random = SplitMix64(seed: 3)
        var agenda = Agenda<Int>()
        var dues: [Int] = []
        for number in 0..<500 {
            let due = random.below(50)
            dues.append(due)
            agenda.put(number, at: Int64(due))
        }
        #expect(agenda.take(at: -1) == nil)
        var taken: [Int] = []
        while let number = agenda.take(at: 60) { taken.append(number) }
        let expected = dues.indices.sorted { (dues[$0], $0) < (dues[$1], $1) }
        #expect(taken == expected)
        #expect(agenda.nextDue == nil)
    }

    @Test func theRingForgetsTheOldest() {
        var flights = Flights()
        flights[1] = Flights.Flight(serial: 1, sent: 5)
        #expect(flights[1]?.sent == 5)
        #expect(flights[2] == nil)
        flights[1 + (1 << 16)] = Flights.Flight(serial: 1 + (1 << 16), sent: 6)
        #expect(flights[1] == nil)
    }

    @Test(arguments: [(1.0, 0.5), (150, 0.5), (151, 1), (3_000, 10), (86_400, 300), (900_000, 3_000)])
    func theTimelineStaysSmall(seconds: Double, width: Double) {
        let timeline = Timeline(seconds: seconds)
        #expect(timeline.width == width)
        #expect(timeline.parts.count <= 300)
        #expect(Double(timeline.parts.count) * width >= seconds)
    }

    @Test func thePoolKeepsConnectionsWithinItsLimit() throws {
        let bus = FakeBus(parties: Sample.parties)
        let pool = ConnectionPool(bus, limit: 2)
        let first = try pool.take(.agency("a"))
        pool.give(first, .agency("a"))
        #expect(try pool.take(.agency("a")).wire === first.wire)
        pool.give(first, .agency("a"))
        let second = try pool.take(.agency("b"))
        pool.give(second, .agency("b"))
        // A third one takes the place of the one that rested longest.
        pool.give(try pool.take(.agency("c")), .agency("c"))
        #expect(try pool.take(.agency("b")).wire === second.wire)
        #expect(try pool.take(.agency("a")).wire !== first.wire)
    }

    @Test func theCrewIsAsItsSharesSay() throws {
        var behaviour = Behaviour()
        (behaviour.away, behaviour.slow) = (0.1, 0.3)
        let crew = try Crew(behaviour, parties: 50, threads: 4, seed: 9)
        #expect(crew.manners.count { $0 == .away } == 5)
        #expect(crew.manners.count { $0 == .slow } == 15)
        behaviour.look = .longPoll
        #expect(try Crew(behaviour, parties: 50, threads: 4, seed: 9).threads == 50)
        #expect(throws: ScenarioError.self) { try Crew(behaviour, parties: 513, threads: 4, seed: 9) }
    }

    @Test func theWindowHoldsNoMoreThanItMay() {
        let lookahead = Lookahead(total: 5, ahead: 2)
        #expect(lookahead.reserve() && lookahead.reserve())
        // Out of order into the window, in order out of it.
        for ordinal in [1, 0] { lookahead.put(Self.item(ordinal)) }
        lookahead.fill()
        #expect(lookahead.take()?.ordinal == 0)
        #expect(lookahead.reserve())
        #expect(lookahead.take()?.ordinal == 1)
        lookahead.end()
        #expect(lookahead.take() == nil)
        #expect(!lookahead.reserve())
    }

    private static func item(_ ordinal: Int) -> Prepared {
        Prepared(
            ordinal: ordinal, time: ArrivalTimes.Time(phase: 0, offset: 0, isDirective: false),
            document: PlannedDocument(
                index: ordinal + 1, sender: 0, receivers: [1], medium: .electronic, bad: nil, type: "CV", urgency: 0,
                size: 1, subject: "V/v"), identity: .admin, request: WireRequest(method: "POST", target: "/"),
            readyAt: 0)
    }
}
