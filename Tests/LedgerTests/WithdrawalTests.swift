import Exchange
@testable import Ledger
import Testing

/// What left for a receiver before a withdrawal, and is noted only after it.
@Suite struct WithdrawalTests {
    @Test func aReadingNotedAfterTheWithdrawalIsStillReported() throws {
        let test = try TestLedger()
        _ = try test.submit(1, to: ["G22", "H10"])
        let document = try #require(
            try test.ledger.read { try $0.documents(from: nil, to: nil, before: nil, limit: 1).rows.first })
        let content = Array("withdrawal".utf8)
        let entry = Ledger.Entry(
            submission: Submission(
                from: "H10.13", to: ["G22"], documentID: "w", digest: TestSealer().digest(content), size: 10,
                subject: "Thu hồi", number: "9", notation: "TH", promulgationDay: Day(number: 18_800),
                typeName: "Công văn", urgency: 0, kind: .withdraw, hasPaper: false, signature: .valid, signerKey: [2]),
            content: content, signature: [],
            act: DocumentAct(targets: [DocumentAct.Target(documentID: document.documentID)], reason: "Nhầm"))
        let answer: Result<[Ledger.SubmissionAnswer], LedgerError> = try test.wait {
            try test.ledger.submit(
                [entry], refuse: { (Identifier(at: Instant(milliseconds: 1), entropy: (1, 2)), true) }, completion: $0)
        }
        guard case .accepted? = try answer.get().first else {
            Issue.record("not accepted")
            return
        }
        func notices() throws -> [String] {
            try test.ledger.read { try $0.notices(of: document.serial) }.map(\.code).sorted()
        }
        #expect(try notices() == ["withdrawn_unread", "withdrawn_unread"])
        let copy = try #require(
            try test.ledger.read { try $0.deliveries(of: document.serial) }.first { $0.message.kind == .document })
        #expect(copy.state == .withdrawn && copy.takenAt != nil && copy.fetchedAt == nil)
        // Once only, however often it is noted.
        for _ in 0..<2 { try test.ledger.noteFetched([copy.serial]) }
        try test.define([])
        #expect(try notices() == ["withdrawn_fetched", "withdrawn_unread", "withdrawn_unread"])
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
    }
}
