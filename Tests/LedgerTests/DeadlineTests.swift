import Exchange
import Glibc
import Synchronization
import Testing

@testable import Ledger

/// Urgent documents overtake at hubs; hubs stand still and go on; deadlines come.
@Suite struct DeadlineTests {
    private static func accepted(_ answers: [Ledger.SubmissionAnswer]) throws -> [Accepted] {
        try answers.map { answer in
            guard case .accepted(let accepted, _, _) = answer else { throw LedgerError.busy }
            return accepted
        }
    }

    private static func mailbox(_ test: TestLedger, wanted: Int) throws -> [DeliveryRow] {
        var found: [DeliveryRow] = []
        for _ in 0..<2_000 {
            found = try test.ledger.read { try $0.mailbox(AgencyNumber(0), after: Serial(0), limit: 1_000) }
            if found.count >= wanted { break }
            usleep(1_000)
        }
        return found
    }

    @Test func whatWaitsAtAHubFollowsTheUrgentFirst() throws {
        let test = try TestLedger()
        try test.define([.hubStopped(HubStop(hub: 0, until: nil, reason: "Bảo trì"))])
        let ordinary = try Self.accepted(try test.submit(20))
        let urgent = try Self.accepted(try test.submit(3, from: 20, urgency: 3))
        #expect(try Self.mailbox(test, wanted: 1).isEmpty)
        #expect(try test.ledger.read { try $0.totals() }.owed == 23)
        // A hub that stands still is still still after a restart.
        try test.reopen()
        usleep(20_000)
        #expect(try Self.mailbox(test, wanted: 0).isEmpty)
        try test.define([.hubStarted(0)])
        let order = try Self.mailbox(test, wanted: 23).map(\.message.document)
        #expect(order.count == 23)
        #expect(Array(order.prefix(3)) == urgent.map(\.serial))
        #expect(Set(order) == Set((ordinary + urgent).map(\.serial)))
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch.sqlite") == [])
    }

    @Test func aHubGoesOnByItselfAndTakesNothingMeanwhile() throws {
        let test = try TestLedger()
        let now = test.clock.milliseconds.load(ordering: .relaxed)
        let until = Instant(milliseconds: now + 60_000)
        try test.define([.hubStopped(HubStop(hub: 1, until: until, reason: ""))])
        guard case .refused(let refusal, _)? = try test.submit(1).first else {
            Issue.record("taken")
            return
        }
        #expect(refusal.code == .hubStopped)
        test.clock.milliseconds.store(now + 60_001, ordering: .relaxed)
        // Whatever wakes the writer has it look at the clock.
        try test.define([.deadlineDefined(Deadline(urgency: 4, receipt: .none, timeToLive: nil))])
        for _ in 0..<2_000 where test.ledger.directory.stops[1] != nil { usleep(1_000) }
        #expect(try Self.accepted(try test.submit(1)).count == 1)
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch.sqlite") == [])
    }

    @Test func whatOutlivesItsTimeGoesBackAndItsSenderIsTold() throws {
        let test = try TestLedger()
        try test.define([.deadlineDefined(Deadline(urgency: 0, receipt: .within(seconds: 60), timeToLive: 120))])
        let document = try #require(try Self.accepted(try test.submit(1)).first)
        let confirmed = try #require(try Self.accepted(try test.submit(1, from: 1)).first)
        func state(of document: Accepted) throws -> DeliveryRow {
            try #require(
                try test.ledger.read { try $0.deliveries(of: document.serial) }.first { $0.message.kind == .document })
        }
        let answer: Result<[Receiving.Confirmation], LedgerError> = try test.wait {
            try test.ledger.confirm(
                [try state(of: confirmed).id], by: [AgencyNumber(0)], state: .done, reason: "", completion: $0)
        }
        #expect(try answer.get() == [.state(.done)])
        for (seconds, isLate, expected) in [
            (59, false, DeliveryState.initial), (61, true, .initial), (121, true, .fail),
        ] {
            let now = 1_624_500_000_000 + Int64(seconds) * 1_000
            test.clock.milliseconds.store(now, ordering: .relaxed)
            try test.define([.deadlineDefined(Deadline(urgency: 4, receipt: .none, timeToLive: nil))])
            for _ in 0..<500 {
                let row = try state(of: document)
                if row.state == expected, (row.lateAt != nil) == isLate { break }
                usleep(1_000)
            }
            #expect(try state(of: document).state == expected)
            #expect((try state(of: document).lateAt != nil) == isLate)
        }
        #expect(try state(of: confirmed).state == .done)
        #expect(try state(of: confirmed).lateAt == nil)
        let notices = try test.ledger.read { try $0.notices(of: document.serial) }
        #expect(notices.map(\.code) == [Punctuality.expired])
        #expect(try test.ledger.read { try $0.mailbox(AgencyNumber(2), after: Serial(0), limit: 9) }.count == 1)
        #expect(try test.ledger.read { try $0.lateDeliveries() } == 1)
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch.sqlite") == [])
    }

    @Test func whatExpiresOnItsWayIsReturned() throws {
        let test = try TestLedger()
        try test.define([
            .deadlineDefined(Deadline(urgency: 0, receipt: .sameDay, timeToLive: 120)),
            .hubStopped(HubStop(hub: 0, until: nil, reason: "")),
        ])
        let document = try #require(try Self.accepted(try test.submit(1)).first)
        test.clock.milliseconds.store(1_624_500_000_000 + 121_000, ordering: .relaxed)
        try test.define([.hubStarted(0)])
        for _ in 0..<2_000 where try test.ledger.read({ try $0.totals() }).owed > 0 { usleep(1_000) }
        #expect(try test.ledger.read { try $0.notices(of: document.serial) }.map(\.code) == [Punctuality.expired])
        #expect(try Self.mailbox(test, wanted: 0).isEmpty)
    }
}
