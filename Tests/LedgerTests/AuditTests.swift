import Exchange
import Testing

@testable import Ledger

/// The audit: what was asked for, and what came of it.
@Suite struct AuditTests {
    private static func entry(_ target: String, _ id: UInt64?) -> Audit {
        Audit(
            actor: "token mẫu", operation: "addFault", target: target, detail: "hub=H10",
            id: id.map { Identifier(high: 0x0190_0000_0000_8000 | $0, low: 0x8000_0000_0000_0000 | $0) })
    }

    @Test func outcomesStandBesideTheirEntries() throws {
        let test = try TestLedger()
        let (old, done, refused, open) = (
            Self.entry("old", nil), Self.entry("done", 1), Self.entry("refused", 2), Self.entry("open", 3)
        )
        try test.define([.audited(old), .audited(done), .audited(refused), .audited(open)])
        for (entry, code) in [(done, ""), (refused, "hub_scope")] {
            try test.define([.auditOutcome(AuditOutcome(audit: try #require(entry.id), code: code))])
        }
        func check() throws {
            let rows = try test.ledger.read { try $0.audits(before: nil, limit: 10) }
            #expect(rows.map(\.audit) == [open, refused, done, old])
            #expect(rows.map(\.outcome) == [nil, "hub_scope", "", nil])
        }
        try check()
        try test.reopen()
        try check()
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/again.sqlite").isEmpty)
    }
}
