import Exchange
import Synchronization
import Testing

@testable import Ledger

/// What a system sent today is known after a restart, after a rebuild, and forgotten when the day ends.
@Suite struct QuotaTests {
    @Test func itIsCountedDayByDay() throws {
        let test = try TestLedger()
        var system = ConnectedSystem(id: "qlvb", agencies: [AgencyNumber(2)])
        system.quota.documents = 3
        try test.define([
            .systemDefined(ConnectedSystem(id: "other", agencies: [AgencyNumber(2)])), .systemDefined(system),
        ])
        func used() throws -> SystemUsage {
            let day = Instant(milliseconds: test.clock.milliseconds.load(ordering: .relaxed)).day
            return try test.ledger.read { try $0.usage(ofSystem: 1, on: day) }
        }
        func sent(_ first: Int, _ count: Int, system: Int?) throws -> [Refusal.Code?] {
            try test.submit(count, from: first, system: system).map {
                if case .refused(let refusal, _) = $0 { refusal.code } else { nil }
            }
        }
        // Within one batch too, each is decided on the state that the one before left.
        #expect(try sent(0, 2, system: 1) == [nil, nil])
        try test.reopen()
        #expect(try used() == SystemUsage(documents: 2, bytes: 20))
        #expect(try sent(2, 3, system: 1) == [nil, .quotaExceeded, .quotaExceeded])
        #expect(try sent(5, 2, system: 0) == [nil, nil])
        #expect(try sent(7, 1, system: nil) == [nil])
        #expect(try used() == SystemUsage(documents: 3, bytes: 30))
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch.sqlite") == [])
        test.clock.milliseconds.add(86_400_000, ordering: .relaxed)
        #expect(try used() == SystemUsage())
        #expect(try sent(3, 1, system: 1) == [nil])
        #expect(try used() == SystemUsage(documents: 1, bytes: 10))
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch2.sqlite") == [])
    }
}
