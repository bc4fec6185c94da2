import Testing

@testable import HTTP

@Suite struct MemoryBudgetTests {
    private static let megabyte = 1 << 20

    private static func exchange(of party: UInt64?) -> HTTPExchange {
        HTTPExchange(method: "POST", target: "/", admission: HTTPAdmission(bodyLimit: 1, party: party))
    }

    @Test func requestsShareTheRoomAndGiveItBack() {
        let budget = MemoryBudget(limit: 10 * Self.megabyte)
        let first = Self.exchange(of: nil)
        let second = Self.exchange(of: nil)
        // The first step of each is free: small requests never wait for large ones.
        #expect(budget.reserve(64 << 10, for: first))
        #expect(first.reserved == 0)
        #expect(budget.reserve(6 * Self.megabyte + 1, for: first))
        #expect(first.reserved == 6 * Self.megabyte + (64 << 10))
        #expect(budget.reserve(3 * Self.megabyte, for: second))
        #expect(!budget.reserve(4 * Self.megabyte, for: second))
        #expect(budget.reserve(7 * Self.megabyte, for: first))
        budget.release(first)
        budget.release(first)
        #expect(budget.size == 3 * Self.megabyte)
        #expect(budget.reserve(10 * Self.megabyte, for: second))
        #expect(!budget.reserve(2 * Self.megabyte, for: first))
        #expect(budget.reserve(64 << 10, for: first))
    }

    @Test func onePartyGetsHalf() {
        let budget = MemoryBudget(limit: 10 * Self.megabyte)
        let (first, second, other) = (Self.exchange(of: 7), Self.exchange(of: 7), Self.exchange(of: 8))
        #expect(budget.reserve(3 * Self.megabyte, for: first))
        #expect(!budget.reserve(3 * Self.megabyte, for: second))
        #expect(budget.reserve(5 * Self.megabyte, for: other))
        budget.release(first)
        #expect(budget.reserve(5 * Self.megabyte, for: second))
        budget.release(second)
        budget.release(other)
        #expect(budget.size == 0)
    }
}
