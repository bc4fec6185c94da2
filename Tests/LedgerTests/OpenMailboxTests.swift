import Exchange
import Ledger
import Synchronization
import Testing

@Suite struct OpenMailboxTests {
    @Test func onlyMailboxesWithSomethingInThemAreFound() throws {
        let test = try TestLedger()
        let first = test.clock.milliseconds.load(ordering: .relaxed)
        func all(depth: Int) throws -> [OpenMailbox] {
            try test.ledger.read { reader in
                var found: [OpenMailbox] = []
                while let next = try reader.openMailbox(after: found.last?.agency, depth: depth) { found.append(next) }
                return found
            }
        }
        #expect(try all(depth: 10).isEmpty)
        _ = try test.submit(3, to: ["G22", "H10"])
        test.clock.milliseconds.add(60_000, ordering: .relaxed)
        _ = try test.submit(2, from: 3, to: ["H10"])
        let found = try all(depth: 4)
        let directory = test.ledger.directory
        #expect(found.map { directory.agency($0.agency)?.code } == ["G22", "H10"])
        #expect(found.map(\.depth) == [3, 4])
        #expect(found.map(\.oldest.milliseconds) == [first, first])
        #expect(found.map(\.oldestUnfetched?.milliseconds) == [first, first])
        #expect(found.map(\.late) == [0, 0])
        #expect(try test.ledger.read { try $0.lastMoment() }?.milliseconds == first + 60_000)
    }
}
