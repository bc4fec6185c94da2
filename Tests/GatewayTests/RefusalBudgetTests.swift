import Exchange
import Platform
import Testing

@testable import Gateway

@Suite struct RefusalBudgetTests {
    @Test func anAgencyHasABurstAndThenSoManyASecond() {
        let budget = RefusalBudget(burst: 3, perSecond: 2)
        let start = MonotonicTime(nanoseconds: 1_000_000_000)
        func taken(_ agency: UInt32, after milliseconds: Int64) -> Bool {
            budget.take(AgencyNumber(agency), at: start.advanced(byMilliseconds: milliseconds))
        }
        #expect((0..<5).map { _ in taken(1, after: 0) } == [true, true, true, false, false])
        // One agency's faults are not another's.
        #expect(taken(2, after: 0))
        #expect(!taken(1, after: 400))
        #expect(taken(1, after: 500))
        #expect(!taken(1, after: 600))
        #expect((0..<5).map { _ in taken(1, after: 60_000) } == [true, true, true, false, false])
        #expect(budget.unrecorded == 6)
    }

    @Test func aCallerHasSoManyAMinute() {
        let budget = RefusalBudget(burst: 2, perSecond: 10.0 / 60)
        let start = MonotonicTime(nanoseconds: 1_000_000_000)
        let taken = (0..<120).map { budget.take("agency H10", at: start.advanced(byMilliseconds: $0 * 1_000)) }
        #expect(taken.count { $0 } == 21)
        #expect(budget.take("agency H11", at: start))
        #expect(budget.unrecorded == 99)
    }
}
