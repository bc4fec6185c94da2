import Exchange
import Platform
import Synchronization
import Testing

@testable import Ledger

/// A clock that was ahead for a while, and was set right again.
@Suite struct ClockSetBackTests {
    private static let year: Int64 = 365 * 86_400_000

    @Test func whatIsOnItsWayGoesOnAndTimeIsRightAgain() throws {
        let test = try TestLedger()
        let begin = test.clock.milliseconds.load(ordering: .relaxed)
        test.clock.milliseconds.store(begin + 10 * Self.year, ordering: .relaxed)
        _ = try test.submit(2)
        test.clock.milliseconds.store(begin + 5_000, ordering: .relaxed)
        guard case .accepted(_, let at, _) = try test.submit(1, from: 2)[0] else { throw LedgerError.busy }
        #expect(at.milliseconds == begin + 5_000)
        let late = try test.ledger.read { reader in
            let due = try reader.database.statement("SELECT count(*) FROM schedule WHERE due > ?")
            due.bind(1, begin + 5_000)
            defer { due.reset() }
            return try due.step() ? due.number(0) : -1
        }
        #expect(late == 0)
        #expect(try test.ledger.verify { digest, signature in Array(digest.reversed()) == signature }.faults == [])
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
    }

    /// A small step, as time servers make it, is waited for.
    @Test func aSmallStepKeepsTheOrderOfTimes() throws {
        let test = try TestLedger()
        let begin = test.clock.milliseconds.load(ordering: .relaxed)
        _ = try test.submit(1)
        test.clock.milliseconds.store(begin - ClockSetBack.tolerance, ordering: .relaxed)
        guard case .accepted(_, let at, _) = try test.submit(1, from: 1)[0] else { throw LedgerError.busy }
        #expect(at.milliseconds == begin)
    }

    @Test func itHoldsOverARestart() throws {
        let test = try TestLedger()
        let begin = test.clock.milliseconds.load(ordering: .relaxed)
        _ = try test.submit(1)
        test.clock.milliseconds.store(begin - Self.year, ordering: .relaxed)
        try test.reopen()
        let answers = try test.submit(2, from: 1, issued: Day(number: 18_400))
        guard case .accepted(_, let at, _) = answers[0] else { throw LedgerError.corrupt("\(answers)") }
        #expect(at.milliseconds == begin - Self.year)
    }
}
