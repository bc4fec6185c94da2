import Exchange
import Synchronization
import Testing

@testable import Ledger

@Suite struct LedgerTests {
    @Test func aDocumentIsStoredRoutedConfirmedAndProved() throws {
        let test = try TestLedger()
        guard case .accepted(let accepted, _, let receipt)? = try test.submit(1).first else {
            Issue.record("not accepted")
            return
        }
        let row = try #require(try test.ledger.read { try $0.document(accepted.id) })
        #expect(row.subject == "Văn bản 0")
        #expect(try test.ledger.read { try $0.payload(row.serial)?.content } == Array("document 0".utf8))
        #expect(try test.ledger.read { try $0.hops(of: row.serial).map(\.event) } == [.relayed, .arrived])
        let again = try test.ledger.receipt(of: row)
        #expect(again.checkpoint == receipt.checkpoint)
        #expect(again.fact == receipt.fact)
        var digest = TestSealer().digest([0] + receipt.fact)
        #expect(digest == receipt.tree.leaf(at: receipt.index))
        if receipt.tree.count == 1 { digest = receipt.tree.root }

        let mailbox = try test.ledger.read { try $0.mailbox(AgencyNumber(0), after: Serial(0), limit: 10) }
        #expect(mailbox.count == 1)
        let results: Result<[Receiving.Confirmation], LedgerError> = try test.wait {
            try test.ledger.confirm(mailbox.map(\.id), by: [AgencyNumber(0)], state: .done, reason: "", completion: $0)
        }
        #expect(try results.get() == [.state(.done)])
        #expect(try test.ledger.read { try $0.mailbox(AgencyNumber(0), after: Serial(0), limit: 10) }.isEmpty)
        #expect(try test.ledger.read { try $0.totals() }.owed == 0)
    }

    @Test func othersMailboxesCannotBeConfirmed() throws {
        let test = try TestLedger()
        _ = try test.submit(1)
        let mailbox = try test.ledger.read { try $0.mailbox(AgencyNumber(0), after: Serial(0), limit: 10) }
        let results: Result<[Receiving.Confirmation], LedgerError> = try test.wait {
            try test.ledger.confirm(mailbox.map(\.id), by: [AgencyNumber(1)], state: .done, reason: "", completion: $0)
        }
        guard case .refused(let refusal)? = try results.get().first else {
            Issue.record("confirmed")
            return
        }
        #expect(refusal.code == .deliveryUnknown)
    }

    @Test func theChainVerifiesAndSurvivesReopening() throws {
        let test = try TestLedger()
        _ = try test.submit(20)
        try test.reopen()
        _ = try test.submit(20, from: 20)
        guard case .duplicate? = try test.submit(1).first else {
            Issue.record("not a duplicate")
            return
        }
        let verification = try test.ledger.verify { digest, signature in Array(digest.reversed()) == signature }
        #expect(verification.faults == [])
        #expect(verification.facts > 100)
    }

    @Test func aChangedFactOrPayloadIsFound() throws {
        let test = try TestLedger()
        _ = try test.submit(3)
        test.ledger.close()
        let database = try Database(path: "\(test.directory)/ledger.sqlite", readOnly: false)
        try database.run(
            "UPDATE facts SET bytes = x'00' WHERE kind = 10 AND fact = (SELECT max(fact) FROM facts WHERE kind = 10)")
        try database.run(
            "UPDATE payloads SET content = content - 1 WHERE document = (SELECT min(document) FROM payloads)")
        let faults = try test.ledger.verify { _, _ in true }.faults
        #expect(faults.contains { $0.hasSuffix("its facts do not give its root") })
        #expect(faults.contains { $0.hasSuffix("its content is not the one that was accepted") }, "\(faults)")
    }

    @Test func readModelsCanBeRebuilt() throws {
        let test = try TestLedger()
        _ = try test.submit(50, to: ["G22", "H10"])
        let status: Result<StatusRecorded, any Error> = try test.wait {
            try test.ledger.record(
                .refused, reason: "sai thẩm quyền", by: AgencyNumber(0), about: nil,
                document: Serial(shard: 2, count: 1), completion: $0)
        }
        #expect(try status.get().effect == .moves)
        let paper: Result<PaperRegistered, any Error> = try test.wait {
            try test.ledger.register(
                PaperDocument(
                    issuer: "H10.13", recipients: ["G22", "H10"], number: "0", notation: "SM",
                    promulgationDay: Day(number: 18_800), typeName: "Công văn", isSecret: false), completion: $0)
        }
        // Refused, then on paper: paper. Not refused: electronic and paper.
        #expect(try paper.get().entries.map(\.effect) == [.paper, .both])
        let before = try test.ledger.read { try $0.traffic(by: .total, from: nil, to: nil, of: nil) }
        #expect(before.reduce(0) { $0 + ($1.channel == .uncounted ? 0 : $1.count) } == 100)
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
        let reversed: Result<Void, any Error> = try test.wait {
            try test.ledger.reverse(paper: paper.get().serial, completion: $0)
        }
        try reversed.get()
        let after = try test.ledger.read { try $0.trafficByPair() }.filter { $0.count != 0 }
        #expect(after.map(\.channel).contains(.electronic) && !after.contains { $0.channel == .paper })
        #expect(after.first { $0.channel == .electronic && $0.recipient == 0 }?.count == 50)
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch2.sqlite") == [])
    }

    @Test func aBackupOpensAndVerifies() throws {
        let test = try TestLedger()
        _ = try test.submit(5)
        try test.ledger.backup(to: "\(test.directory)/backup")
        let copy = try Ledger(
            configuration: Ledger.Configuration(
                directory: "\(test.directory)/backup", clock: { Instant(milliseconds: 0) }, entropy: { 1 }),
            sealer: TestSealer(), onCommit: { _ in })
        defer { copy.close() }
        #expect(try copy.verify { _, _ in true }.faults == [])
        #expect(try copy.read { try $0.totals() }.documents == 5)
    }

    @Test func aLedgerOfAnotherVersionIsFoldedAnew() throws {
        let test = try TestLedger()
        _ = try test.submit(30, to: ["G22", "H10"])
        let before = try test.ledger.read { (try $0.totals(), try $0.deliveryCounts().map(\.count)) }
        #expect(before.0.documents == 30 && before.1 == [60])
        test.ledger.close()
        do {
            let database = try Database(path: "\(test.directory)/ledger.sqlite", readOnly: false)
            try database.run("DROP TABLE counters; DELETE FROM documents; DELETE FROM traffic; PRAGMA user_version = 0")
        }
        try test.reopen()
        let after = try test.ledger.read { (try $0.totals(), try $0.deliveryCounts().map(\.count)) }
        #expect(after.0 == before.0 && after.1 == before.1)
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
        _ = try test.submit(1, from: 30)
        #expect(try test.ledger.read { try $0.totals() }.documents == 31)
    }

    /// Whichever way the traffic is added up, kept sums or rows, of all days or of given ones: the sums are the same.
    /// Within a month, and over some.
    @Test(arguments: TrafficFigure.Grouping.allCases, [1, 14, 45] as [Int32])
    func theTrafficAddsUp(grouping: TrafficFigure.Grouping, stride: Int32) throws {
        let test = try TestLedger()
        let day: Int64 = 86_400_000 * Int64(stride)
        for step in 0..<4 {
            _ = try test.submit(3 + step, from: step * 10, to: step % 2 == 0 ? ["G22"] : ["G22", "H10"])
            test.clock.milliseconds.add(day, ordering: .relaxed)
        }
        let first = Instant(milliseconds: 1_624_500_000_000).day
        try test.ledger.read { reader in
            func sums(_ from: Int32?, _ to: Int32?, of issuers: [AgencyNumber]?) throws -> [String: Int64] {
                let days = [from, to].map { $0.map { Day(number: first.number + $0) } }
                return try reader.traffic(by: grouping, from: days[0], to: days[1], of: issuers).reduce(into: [:]) {
                    $0["\($1.key) \($1.channel)", default: 0] += $1.count
                }
            }
            let own = [AgencyNumber(2)]
            let ranges: [(Int32?, Int32?, Int64)] = [
                (nil, nil, 28), (0, 9, 28), (1, 2, 13), (nil, 0, 3), (1, nil, 25), (nil, 2, 16), (4, nil, 0),
            ]
            for (from, to, expected) in ranges {
                let (from, to) = (from.map { $0 * stride }, to.map { $0 * stride })
                let all = try sums(from, to, of: nil)
                #expect(all.values.reduce(0, +) == expected)
                #expect(try sums(from, to, of: own) == all)
            }
            #expect(try sums(nil, nil, of: [AgencyNumber(1)]) == [:])
            // The last day that can be named ends no month that can.
            let last = try #require(Day("9999-12-31"))
            for from in [nil, first, Day("0001-01-01"), last] {
                let all = try reader.traffic(by: grouping, from: from, to: last, of: nil).reduce(0) { $0 + $1.count }
                #expect(all == (from == last ? 0 : 28), "\(from?.description ?? "")")
            }
        }
    }

    @Test func aPageOfOneIssuerInAMailboxLooksNoFurtherThanItsReach() throws {
        let test = try TestLedger()
        _ = try test.submit(30)
        try test.ledger.read { reader in
            func pages(of issuer: AgencyNumber) throws -> [[Int64]] {
                var pages: [[Int64]] = []
                var cursor: Serial?
                repeat {
                    let page = try reader.documents(
                        from: issuer, to: AgencyNumber(0), before: cursor, limit: 8, reach: 12)
                    pages.append(page.rows.map(\.serial.value))
                    cursor = page.next
                } while cursor != nil
                return pages
            }
            let found = try pages(of: AgencyNumber(2)).flatMap { $0 }
            #expect(found.count == 30 && found == found.sorted(by: >))
            #expect(try pages(of: AgencyNumber(1)) == [[], [], []])
        }
    }
}
