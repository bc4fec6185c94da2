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
}
