import Testing

@testable import HTTP

@Suite struct MemoryBudgetTests {
    private static let megabyte = 1 << 20

    private static func exchange(of party: UInt64?, agency: UInt64? = nil) -> HTTPExchange {
        var admission = HTTPAdmission(bodyLimit: 1, party: party)
        admission.agency = agency
        return HTTPExchange(method: "POST", target: "/", admission: admission)
    }

    @Test func requestsShareTheRoomAndGiveItBack() {
        let budget = MemoryBudget(limit: 16 * Self.megabyte)
        let first = Self.exchange(of: 1)
        let second = Self.exchange(of: 2)
        // The first step of each is free: small requests never wait for large ones.
        #expect(budget.reserve(64 << 10, for: first))
        #expect(first.reserved == 0)
        #expect(budget.reserve(6 * Self.megabyte + 1, for: first))
        #expect(first.reserved == 6 * Self.megabyte + (64 << 10))
        #expect(budget.reserve(5 * Self.megabyte, for: second))
        // A quarter stays free for those within their share.
        #expect(!budget.reserve(8 * Self.megabyte, for: first))
        #expect(budget.reserve(2 * Self.megabyte, for: Self.exchange(of: 3)))
        budget.release(first)
        budget.release(first)
        #expect(budget.size == 7 * Self.megabyte)
        #expect(budget.reserve(64 << 10, for: first))
    }

    @Test func onePartyHoldsItsShareAndAlwaysASingleAnswer() {
        let budget = MemoryBudget(limit: 64 * Self.megabyte)
        let (first, second, other) = (Self.exchange(of: 7), Self.exchange(of: 7), Self.exchange(of: 8))
        #expect(budget.reserve(30 * Self.megabyte, for: first))
        #expect(!budget.reserve(1 * Self.megabyte, for: second))
        #expect(budget.reserve(8 * Self.megabyte, for: other))
        budget.release(first)
        #expect(budget.reserve(1 * Self.megabyte, for: second))
        #expect(budget.reserve(7 * Self.megabyte, for: first))
        #expect(!budget.reserve(8 * Self.megabyte, for: first))
        for exchange in [first, second, other] { budget.release(exchange) }
        #expect(budget.size == 0)
    }

    @Test func strangersAreOneParty() {
        let budget = MemoryBudget(limit: 16 * Self.megabyte)
        let strangers = (0..<3).map { _ in Self.exchange(of: nil) }
        #expect(strangers.map { budget.reserve(Self.megabyte, for: $0) } == [true, true, false])
        #expect(budget.reserve(Self.megabyte, for: Self.exchange(of: 1)))
    }

    /// A system's calls and those with the certificate of its agency are one agency's.
    @Test func anAgencyHoldsItsShareHoweverItCalls() {
        let budget = MemoryBudget(limit: 16 * Self.megabyte)
        let certificate = Self.exchange(of: 5)
        let system = Self.exchange(of: 1 << 33, agency: 5)
        #expect(budget.reserve(2 * Self.megabyte, for: certificate))
        #expect(!budget.reserve(Self.megabyte, for: system))
        budget.release(certificate)
        #expect(budget.reserve(Self.megabyte, for: system))
        #expect(!budget.reserve(2 * Self.megabyte, for: Self.exchange(of: 1 << 33, agency: 6)))
    }

    @Test func anAnswerGivesBackWhatWasReadForIt() {
        let budget = MemoryBudget(limit: 64 * Self.megabyte)
        let exchange = Self.exchange(of: 1)
        #expect(budget.reserve(7 * Self.megabyte, for: exchange))
        #expect(budget.reserve(3 * Self.megabyte, for: exchange))
        #expect(budget.size == 7 * Self.megabyte)
        #expect(budget.settle(3 * Self.megabyte, for: exchange))
        #expect(budget.size == 3 * Self.megabyte)
        // A worker that comes too late gets nothing that nobody would give back.
        budget.release(exchange, isOver: true)
        #expect(!budget.reserve(Self.megabyte, for: exchange))
        #expect(budget.size == 0)
    }
}
