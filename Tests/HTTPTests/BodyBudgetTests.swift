import Testing

@testable import HTTP

@Suite struct BodyBudgetTests {
    private static let megabyte = 1 << 20

    @Test func bodiesShareTheRoomAndGiveItBack() {
        let budget = BodyBudget(limit: 10 * Self.megabyte)
        let first = HTTPExchange(method: "POST", target: "/", limit: 1)
        let second = HTTPExchange(method: "POST", target: "/", limit: 1)
        // The first megabyte of each is free: small requests never wait for large ones.
        #expect(budget.reserve(Self.megabyte, for: first))
        #expect(first.reserved == 0)
        #expect(budget.reserve(6 * Self.megabyte + 1, for: first))
        #expect(first.reserved == 7 * Self.megabyte)
        #expect(budget.reserve(3 * Self.megabyte, for: second))
        #expect(!budget.reserve(3 * Self.megabyte + 1, for: second))
        #expect(budget.reserve(7 * Self.megabyte, for: first))
        budget.release(first)
        budget.release(first)
        #expect(budget.reserve(10 * Self.megabyte, for: second))
        #expect(!budget.reserve(2 * Self.megabyte, for: first))
        #expect(budget.reserve(Self.megabyte, for: first))
    }
}
