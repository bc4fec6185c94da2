import Exchange
import Platform
import Testing

@testable import Ledger

/// The index of documents below its front door: what it says, what it costs, what it survives.
@Suite struct SearchTests {
    private static func find(
        _ query: String, _ test: TestLedger, _ index: SearchIndex, before cursor: Int64? = nil, limit: Int = 100
    ) throws -> FoundPage {
        let directory = test.ledger.directory
        let search = try DocumentSearch(DocumentQuery(query), in: directory, for: .all)
        return try test.ledger.read { try index.page(search, in: directory, $0, before: cursor, limit: limit) }
    }

    @Test func itSaysHowFarItIsAndGoesOnWhereItStopped() throws {
        let test = try TestLedger()
        _ = try test.submit(3)
        var indexer = try SearchIndexer(test.ledger, folder: test.directory)
        #expect(try Self.find("", test, indexer.index).behind > 0)
        #expect(try Self.find("", test, indexer.index).rows.isEmpty)
        #expect(try !indexer.turn())
        #expect(try Self.find("", test, indexer.index).behind == 0)
        _ = try test.submit(2, from: 3)
        let before = try indexer.index.progress().fact
        indexer = try SearchIndexer(test.ledger, folder: test.directory)
        #expect(try indexer.index.progress().fact == before)
        #expect(try !indexer.turn())
        #expect(try Self.find("van ban", test, indexer.index).rows.map(\.number) == ["4", "3", "2", "1", "0"])
    }

    /// An index that was filled from another ledger is thrown away, as `run` begins with it.
    @Test func anIndexOfAnotherLedgerIsMadeAgain() throws {
        let (one, other) = (try TestLedger(), try TestLedger())
        _ = try one.submit(3)
        _ = try other.submit(1, from: 7)
        let filled = try SearchIndexer(one.ledger, folder: other.directory)
        #expect(try !filled.turn())
        let indexer = try SearchIndexer(other.ledger, folder: other.directory)
        let thread = try Thread(name: "search") { indexer.run() }
        defer {
            indexer.close()
            thread.join()
        }
        var found: [String] = []
        for _ in 0..<500 where found != ["7"] {
            found = try Self.find("", other, indexer.index).rows.map(\.number)
            sleepBriefly()
        }
        #expect(found == ["7"])
    }

    /// What words are made of changed with the version: an index of the one before is filled again.
    @Test func anIndexOfAnotherVersionIsMadeAgain() throws {
        let test = try TestLedger()
        _ = try test.submit(3)
        #expect(try !SearchIndexer(test.ledger, folder: test.directory).turn())
        do {
            let database = try Database(path: "\(test.directory)/search.sqlite", readOnly: false)
            try database.run("PRAGMA user_version = \(SearchIndex.version - 1)")
        }
        let indexer = try SearchIndexer(test.ledger, folder: test.directory)
        #expect(try indexer.index.progress().fact == 0)
        #expect(try !indexer.turn())
        #expect(try Self.find("van ban", test, indexer.index).rows.count == 3)
    }

    /// Every document once, the newest first, whatever the size of pages, and over the border of blocks.
    @Test func pagesHoldEachDocumentOnce() throws {
        let test = try TestLedger()
        _ = try test.submit(40)
        let indexer = try SearchIndexer(test.ledger, folder: test.directory)
        #expect(try !indexer.turn())
        for query in ["", "van", "state:initial", "to:G22 state:initial", "-state:done", "\"van ban\""] {
            var numbers: [String] = []
            var cursor: Int64?
            repeat {
                let page = try Self.find(query, test, indexer.index, before: cursor, limit: 7)
                numbers += page.rows.map(\.number)
                cursor = page.next
            } while cursor != nil
            #expect(numbers == (0..<40).reversed().map(String.init), "\(query)")
        }
    }

    @Test func marksFollowTheDeliveries() throws {
        let test = try TestLedger()
        _ = try test.submit(2)
        let indexer = try SearchIndexer(test.ledger, folder: test.directory)
        #expect(try !indexer.turn())
        let mailbox = try test.ledger.read { try $0.mailbox(AgencyNumber(0), after: Serial(0), limit: 10) }
        let first = try #require(mailbox.first)
        let answer: Result<[Receiving.Confirmation], LedgerError> = try test.wait {
            try test.ledger.confirm([first.id], by: [AgencyNumber(0)], state: .done, reason: "", completion: $0)
        }
        _ = try answer.get()
        #expect(try !indexer.turn())
        #expect(try Self.find("state:done", test, indexer.index).rows.map(\.number) == ["0"])
        #expect(try Self.find("state:initial", test, indexer.index).rows.map(\.number) == ["1"])
        #expect(try Self.find("state:initial state:done", test, indexer.index).rows.isEmpty)
    }

    /// What went on paper besides is found as such, until that is taken back.
    @Test func channelsFollowThePaper() throws {
        let test = try TestLedger()
        _ = try test.submit(2)
        let indexer = try SearchIndexer(test.ledger, folder: test.directory)
        func found(_ query: String) throws -> [String] {
            #expect(try !indexer.turn())
            return try Self.find(query, test, indexer.index).rows.map(\.number)
        }
        #expect(try found("channel:E") == ["1", "0"])
        let rows = try Self.find("", test, indexer.index).rows
        let paper = PaperDocument(
            issuer: "H10.13", recipients: ["G22"], number: rows[0].number, notation: rows[0].notation,
            promulgationDay: rows[0].promulgationDay, typeName: "Công văn", isSecret: false)
        let registered: Result<PaperRegistered, any Error> = try test.wait {
            try test.ledger.register(paper, completion: $0)
        }
        let serial = try registered.get().serial
        #expect(try found("channel:EP") == ["1"])
        #expect(try found("channel:E to:G22") == ["0"])
        let reversed: Result<Void, any Error> = try test.wait { try test.ledger.reverse(paper: serial, completion: $0) }
        try reversed.get()
        #expect(try found("channel:EP").isEmpty)
    }

    /// Tokens of one block begin no token of another, and those of one kind none of another.
    @Test func tokensOfBlocksAreApart() {
        let blocks: [Int64] = [0, 1, 31, 32, 1_023, 1_024, 1_073_741_823]
        let all = blocks.map { SearchTokens(block: $0).token(.word, "a") }
        for one in all { #expect(all.filter { $0.hasPrefix(one) }.count == 1) }
        #expect(all == all.sorted())
    }

    private func sleepBriefly() {
        let never = Monitor(false)
        _ = never.wait(until: MonotonicTime.now.advanced(byMilliseconds: 10)) { $0 ? true : nil }
    }
}
