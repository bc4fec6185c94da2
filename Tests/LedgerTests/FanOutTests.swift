import Exchange
import Glibc
import Testing

@testable import Ledger

/// A document for more mailboxes than one batch fills.
@Suite struct FanOutTests {
    /// The usual ledger with two more hubs, on each of which 400 agencies hang.
    private static func large() throws -> (test: TestLedger, codes: [String]) {
        let test = try TestLedger()
        var facts: [Fact] = [3, 4].map {
            .hubDefined(Hub(code: "H1\($0)", parent: 0, shard: $0, latency: 0, name: "LGSP"))
        }
        let codes = (0..<800).map { "H1\(3 + $0 % 2).\($0)" }
        for (place, code) in codes.enumerated() {
            facts.append(
                .agencyDefined(
                    Agency(
                        number: AgencyNumber(UInt32(3 + place)), code: code, oldCode: "", name: code, tier: 1,
                        parent: nil,
                        hub: 2 + place % 2, status: .active, validFrom: nil, validUntil: nil, isInvented: true)))
        }
        try test.define(facts)
        return (test, codes)
    }

    private static func deliveries(_ document: Accepted, in test: TestLedger, wanted: Int) throws -> [AgencyNumber] {
        var found: [AgencyNumber] = []
        for _ in 0..<2_000 {
            found = try test.ledger.read { try $0.deliveries(of: document.serial) }.map(\.recipient)
            if found.count >= wanted { break }
            usleep(1_000)
        }
        return found
    }

    @Test func aDirectiveIsAcceptedBeforeItIsDeliveredAndReachesEverybodyOnce() throws {
        let (test, codes) = try Self.large()
        guard case .accepted(let directive, _, let receipt)? = try test.submit(1, to: codes).first else {
            Issue.record("not accepted")
            return
        }
        // What was accepted, and the copy for the hub above: no mailbox is filled in this batch.
        #expect(receipt.tree.count == 2)
        // Wherever it is by now, it goes on from there.
        try test.reopen()
        let found = try Self.deliveries(directive, in: test, wanted: codes.count)
        #expect(found.count == codes.count)
        #expect(Set(found) == Set(directive.recipients))
        // Up, and down to each of the two: a copy a link, though 400 mailboxes of a hub are more than one step fills.
        #expect(try test.ledger.read { try $0.hops(of: directive.serial) }.count == 6)
        #expect(try test.ledger.rebuild(scratch: test.directory + "/scratch.sqlite") == [])
        let verification = try test.ledger.verify { digest, signature in Array(digest.reversed()) == signature }
        #expect(verification.faults == [])
    }

    @Test func whatFitsIntoOneBatchIsDeliveredWithinIt() throws {
        let (test, codes) = try Self.large()
        let some = Array(codes.prefix(Routing.mailboxesPerStep))
        guard case .accepted(let document, _, let receipt)? = try test.submit(1, to: some).first else {
            Issue.record("not accepted")
            return
        }
        // Accepted; relayed and arrived above; relayed, arrived and delivered at each of the two hubs.
        #expect(receipt.tree.count == 9)
        #expect(try Self.deliveries(document, in: test, wanted: 0).count == some.count)
    }
}
