import Testing

@testable import Exchange
@testable import Ledger

/// Canonically equivalent text is the same text (The Unicode Standard, 3.7, D70), however it came and wherever it is kept.
@Suite struct CanonicalTextTests {
    private static let (composed, combining) = ("CV/T\u{1AF}-BTG", "CV/TU\u{31B}-BTG")
    private static let day = Day(number: 18_800)

    private static func entry(
        _ documentID: String, _ content: String, number: String = "1", notation: String = "SM",
        type: String = "Công văn"
    ) -> Ledger.Entry {
        let content = Array(content.utf8)
        return Ledger.Entry(
            submission: Submission(
                from: "H10.13", to: ["G22"], documentID: documentID, digest: TestSealer().digest(content),
                size: UInt64(content.count), subject: "Văn bản", number: number, notation: notation,
                promulgationDay: day, typeName: type, urgency: 0, kind: .new, hasPaper: false, signature: .valid,
                signerKey: [2]), content: content, signature: [])
    }

    private static func submit(_ entries: [Ledger.Entry], to test: TestLedger) throws -> [Ledger.SubmissionAnswer] {
        let answer: Result<[Ledger.SubmissionAnswer], LedgerError> = try test.wait {
            try test.ledger.submit(
                entries, refuse: { (Identifier(at: Instant(milliseconds: 1), entropy: (1, 2)), true) }, completion: $0)
        }
        return try answer.get()
    }

    private static func register(
        _ notation: String, number: String = "9", in test: TestLedger
    ) throws -> [PaperRegistered.Effect] {
        let answer: Result<PaperRegistered, any Error> = try test.wait {
            try test.ledger.register(
                PaperDocument(
                    issuer: "H10.13", recipients: ["G22"], number: number, notation: notation, promulgationDay: day,
                    typeName: "Công văn", isSecret: false), completion: $0)
        }
        return try answer.get().entries.map(\.effect)
    }

    @Test func aDocumentIDIsTheSameInEitherForm() throws {
        let test = try TestLedger()
        let answers = try Self.submit(
            [
                Self.entry("H10.13,2021,\(Self.combining)", "one"), Self.entry("another", "two", number: "2"),
                Self.entry("H10.13,2021,\(Self.composed)", "other bytes"),
                Self.entry("H10.13,2021,\(Self.composed)", "one"),
            ], to: test)
        guard case .accepted(let accepted, _, _) = answers[0], case .refused(let refusal, _) = answers[2],
            case .duplicate(let known) = answers[3]
        else { throw LedgerError.corrupt("\(answers)") }
        #expect(refusal.code == .documentIDConflict)
        #expect(known.serial == accepted.serial)
        for _ in 0..<2 {
            for name in [
                "H10.13,2021,\(Self.composed)", "H10.13,2021,\(Self.combining)", " H10.13,2021,\(Self.composed)\n",
            ] {
                let rows = try test.ledger.read {
                    try $0.documents(documentID: name, issuers: [AgencyNumber(1), AgencyNumber(2)])
                }
                #expect(rows.map(\.serial) == [accepted.serial])
                // It is shown as it came.
                #expect(rows[0].documentID.utf8.elementsEqual("H10.13,2021,\(Self.combining)".utf8))
            }
            #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
            try test.reopen()
        }
    }

    @Test func aNumberIsRepeatedInEitherForm() throws {
        let test = try TestLedger()
        let warnings = try Self.submit(
            [
                Self.entry("1", "one", notation: Self.composed), Self.entry("2", "two", number: "2"),
                Self.entry("3", "three", notation: Self.combining),
                Self.entry("4", "four", number: " 1 ", notation: Self.composed),
            ], to: test
        ).map { if case .accepted(let accepted, _, _) = $0 { accepted.warnings } else { ["?"] } }
        #expect(warnings == [[], [], ["number_repeated"], ["number_repeated"]])
        for code in ["1/\(Self.composed)", "1/\(Self.combining)", " 1 / \(Self.combining)\u{A0}"] {
            let rows = try test.ledger.read {
                try $0.documents(issuer: AgencyNumber(2), code: code, inYearOf: Self.day, limit: 10)
            }
            #expect(rows.map(\.documentID) == ["1", "3", "4"])
        }
    }

    @Test func aPaperIsTheSameInEitherForm() throws {
        let test = try TestLedger()
        _ = try Self.submit([Self.entry("1", "one", notation: Self.combining)], to: test)
        #expect(try Self.register(Self.composed, number: "1", in: test) == [.both])
        #expect(try Self.register(Self.combining, in: test) == [.paper])
        for notation in [Self.composed, Self.combining, "\(Self.composed) ", "\u{3000}\(Self.combining)"] {
            #expect(try Self.register(notation, in: test) == [.already])
            #expect(try Self.register(notation, number: "1", in: test) == [.already])
        }
        #expect(try Self.register("CV/TU-BTG", in: test) == [.paper])
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
    }

    /// In one batch and in several: what is counted does not depend on which came together.
    @Test func aTypeIsCountedOnceInEitherForm() throws {
        let test = try TestLedger()
        let types = ["Công văn", "Co\u{302}ng va\u{306}n", "Công văn "]
        let entries = (0..<6).map { Self.entry("\($0)", "\($0)", number: "\($0)", type: types[$0 % 3]) }
        _ = try Self.submit(Array(entries.prefix(3)), to: test)
        for entry in entries.dropFirst(3) { _ = try Self.submit([entry], to: test) }
        for issuers in [nil, [AgencyNumber(2)]] {
            for day in [nil, Instant(milliseconds: 1_624_500_000_000).day] {
                let figures = try test.ledger.read { try $0.traffic(by: .type, from: day, to: day, of: issuers) }
                #expect(figures.map(\.count) == [6])
                #expect(figures.allSatisfy { $0.key.utf8.elementsEqual("Công văn".utf8) })
            }
        }
        #expect(try test.ledger.rebuild(scratch: "\(test.directory)/scratch.sqlite") == [])
    }

    /// A version before took both forms for different ones: its facts stay, and each is found by its own bytes.
    @Test func whatWasTakenForTwoDocumentsIsStillFound() throws {
        let test = try TestLedger()
        let ids = ["H10.13,2021,\(Self.composed)", "H10.13,2021,\(Self.combining)"]
        let answers = try Self.submit(
            [Self.entry(ids[0], "one", notation: Self.composed), Self.entry("x", "two", number: "2")], to: test)
        guard case .accepted(let first, _, _) = answers[0] else { throw LedgerError.corrupt("\(answers)") }
        var submission = Self.entry(ids[1], "another", notation: Self.combining).submission
        submission.digest = TestSealer().digest(Array("another".utf8))
        let serial = Serial(shard: 2, count: 1_000)
        try test.define([
            .accepted(
                Accepted(
                    serial: serial, id: Identifier(serial: serial, at: Instant(milliseconds: 5), entropy: 9),
                    submission: submission, issuer: first.issuer, recipients: [], hub: first.hub,
                    directoryVersion: first.directoryVersion, warnings: []))
        ])
        test.ledger.close()
        let facts: [[UInt8]]
        do {
            let database = try Database(path: "\(test.directory)/ledger.sqlite", readOnly: false)
            facts = try Self.facts(database)
            try database.run("UPDATE documents SET document_key = NULL, number_key = ''; PRAGMA user_version = 11")
        }
        try test.reopen()
        for (id, serials) in [(ids[0], [first.serial, serial]), (ids[1], [serial, first.serial])] {
            let rows = try test.ledger.read { try $0.documents(documentID: id, issuers: [AgencyNumber(2)]) }
            #expect(rows.map(\.serial) == serials)
        }
        let again = try Self.submit(
            [
                Self.entry(ids[1], "another", notation: Self.combining),
                Self.entry(ids[0], "one", notation: Self.composed),
                Self.entry(ids[0], "third", notation: Self.composed),
            ], to: test)
        guard case .duplicate(let second) = again[0], case .duplicate(let one) = again[1],
            case .refused(let refusal, _) = again[2]
        else { throw LedgerError.corrupt("\(again)") }
        #expect(second.serial == serial && one.serial == first.serial)
        #expect(refusal.code == .documentIDConflict)
        let rows = try test.ledger.read {
            try $0.documents(issuer: AgencyNumber(2), code: "1/\(Self.combining)", inYearOf: Self.day, limit: 10)
        }
        #expect(rows.count == 2)
        test.ledger.close()
        let database = try Database(path: "\(test.directory)/ledger.sqlite", readOnly: true)
        #expect(try Self.facts(database).prefix(facts.count).elementsEqual(facts))
    }

    private static func facts(_ database: Database) throws -> [[UInt8]] {
        let statement = try database.statement("SELECT bytes FROM facts ORDER BY fact")
        defer { statement.reset() }
        var facts: [[UInt8]] = []
        while try statement.step() { facts.append(statement.data(0)) }
        return facts
    }
}
