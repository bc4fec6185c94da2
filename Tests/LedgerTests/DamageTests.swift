import Exchange
import Glibc
import Platform
import Testing

@testable import Ledger

/// What was stored is given out as it was accepted or not at all, and what a ledger has lost is named before it is missed.
@Suite struct DamageTests {
    private static let signed: @Sendable ([UInt8], [UInt8]) -> Bool = { digest, signature in
        Array(digest.reversed()) == signature
    }

    private static func segment(_ test: TestLedger, _ number: Int = 1) -> String {
        "\(test.directory)/segments/\(number).segment"
    }

    /// Has the ledger closed, its files changed, and opened again.
    private static func change(_ test: TestLedger, _ body: (Database) throws -> Void) throws {
        test.ledger.close()
        try body(try Database(path: "\(test.directory)/ledger.sqlite", readOnly: false))
        try test.reopen()
    }

    private static func serials(_ answers: [Ledger.SubmissionAnswer]) -> [Serial] {
        answers.compactMap { if case .accepted(let accepted, _, _) = $0 { accepted.serial } else { nil } }
    }

    private static func damage(_ test: TestLedger, _ document: Serial) -> PayloadDamage.Kind? {
        do { _ = try test.ledger.read { try $0.payload(document) } } catch LedgerError.damaged(let damage) {
            return damage.kind
        } catch { Issue.record(error) }
        return nil
    }

    @Test(arguments: [(0, PayloadDamage.Kind.content), (-1, .signature)])
    func alteredBytesAreGivenToNobody(place: Int, kind: PayloadDamage.Kind) throws {
        let test = try TestLedger()
        let documents = Self.serials(try test.submit(3))
        let whole = try #require(try test.ledger.read { try $0.payload(documents[1]) })
        var bytes = try Files.read(Self.segment(test))
        let start = try #require(bytes.firstRange(of: whole.content + whole.signature)).lowerBound
        bytes[place < 0 ? start + whole.content.count : start] ^= 1
        try Files.write(bytes, to: Self.segment(test))
        try test.reopen()
        #expect(Self.damage(test, documents[1]) == kind)
        #expect(Self.damage(test, documents[0]) == nil && Self.damage(test, documents[2]) == nil)
        #expect(test.ledger.condition.documents.values.map(\.kind) == [kind])
        let faults = try test.ledger.verify(isSignedByBus: Self.signed).faults
        #expect(faults.count == 1 && faults[0].contains("its \(kind.rawValue) is not"), "\(faults)")
    }

    /// The database may be altered with the bytes: the fact alone counts.
    @Test func whatTheReadModelsSayIsNotEnough() throws {
        let test = try TestLedger()
        let document = Self.serials(try test.submit(1))[0]
        let whole = try #require(try test.ledger.read { try $0.payload(document) })
        var bytes = try Files.read(Self.segment(test))
        let start = try #require(bytes.firstRange(of: whole.content)).lowerBound
        bytes[start] ^= 1
        let digest = TestSealer().digest(Array(bytes[start..<start + whole.content.count]))
        try Files.write(bytes, to: Self.segment(test))
        try Self.change(test) {
            let change = try $0.statement("UPDATE documents SET digest = ?")
            change.bind(1, digest)
            try change.run()
        }
        #expect(Self.damage(test, document) == .content)
    }

    @Test(arguments: [(false, PayloadDamage.Kind.gone), (true, .short)])
    func aSegmentThatLostBytesIsNamedAndWrittenToNoMore(isShort: Bool, kind: PayloadDamage.Kind) throws {
        let test = try TestLedger()
        let before = Self.serials(try test.submit(4))
        test.ledger.close()
        let path = Self.segment(test)
        let size = try Files.read(path).count
        if isShort { try #require(unsafe truncate(path, size - 1) == 0) } else { unsafe unlink(path) }
        try test.reopen()
        let fault = try #require(test.ledger.condition.segments.first)
        #expect(fault.segment == 1 && fault.expected == Int64(size) && fault.found == (isShort ? Int64(size - 1) : nil))
        let after = Self.serials(try test.submit(4, from: 4))
        #expect(after.allSatisfy { Self.damage(test, $0) == nil })
        #expect(Self.damage(test, before[3]) == kind)
        #expect(Self.damage(test, before[0]) == (isShort ? nil : .gone))
        #expect(isShort ? try Files.read(path).count == size - 1 : !Files.exists(path))
        #expect(try Files.read(Self.segment(test, 2)).count > 0)
        // Once more: what was written since then is whole.
        try test.reopen()
        #expect(after.allSatisfy { Self.damage(test, $0) == nil })
        #expect(test.ledger.condition.segments.map(\.segment) == [1])
    }

    @Test func bytesThatNoDocumentNamesAreKept() throws {
        let test = try TestLedger()
        let before = Self.serials(try test.submit(2))
        test.ledger.close()
        let rest = Array("half of a document that was never acknowledged".utf8)
        try Files.write(try Files.read(Self.segment(test)) + rest, to: Self.segment(test))
        try test.reopen()
        let after = Self.serials(try test.submit(2, from: 2))
        #expect((before + after).allSatisfy { Self.damage(test, $0) == nil })
        #expect(try Files.read(Self.segment(test)).firstRange(of: rest) != nil)
        #expect(test.ledger.condition.isSound)
    }

    @Test(arguments: [
        "INSERT INTO facts SELECT max(fact) + 1, at, kind, version, bytes FROM facts",
        "DELETE FROM facts WHERE fact = (SELECT max(fact) FROM facts)",
        "DELETE FROM batches WHERE batch = (SELECT max(batch) FROM batches)",
        "INSERT INTO facts SELECT -7, at, kind, version, bytes FROM facts WHERE fact = 4",
        "UPDATE batches SET first_fact = 9223372036854775807 WHERE batch = (SELECT max(batch) FROM batches)",
        "UPDATE batches SET count = -5, at = 9223372036854775807 WHERE batch = (SELECT max(batch) FROM batches)",
    ])
    func aStartRefusesFactsThatNoBatchSeals(change: String) throws {
        let test = try TestLedger()
        _ = try test.submit(2)
        let error = #expect(throws: LedgerError.self) { try Self.change(test) { try $0.run(change) } }
        #expect(error?.description.contains("fact") == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("DELETE FROM batches WHERE batch = 2", "batch 2 is gone"),
        ("DELETE FROM batches WHERE batch IN (2, 3)", "the batches 2 to 3 are gone"),
        (
            """
            UPDATE batches SET batch = -2 WHERE batch = 2; UPDATE batches SET batch = 2 WHERE batch = 3;
            UPDATE batches SET batch = 3 WHERE batch = -2
            """, "batch 2: the chain is broken"
        ),
        (
            "INSERT INTO batches SELECT 0, -50, 3, at, root, previous, digest, signature, key FROM batches WHERE batch = 1",
            "a batch 0"
        ),
        ("UPDATE batches SET key = zeroblob(32) WHERE batch = 2", "1 batches name another key"),
        ("UPDATE facts SET kind = kind + 65536 WHERE kind = 13", "is of no kind"),
        ("UPDATE facts SET version = version + 256 WHERE fact = 5", "fact 5 is of no kind"),
        ("INSERT INTO payloads VALUES(424242, 1, 0, 10, 10)", "1 places of payloads are of no message"),
        ("UPDATE batches SET first_fact = 9223372036854775807 WHERE batch = 2", "batch 2: its facts have no numbers"),
        ("UPDATE batches SET count = 9223372036854775807 WHERE batch = 2", "batch 2: its facts have no numbers"),
        ("UPDATE payloads SET offset = 9223372036854775800", "the file that holds it is gone"),
        ("UPDATE payloads SET content = 9223372036854775807", "its content is not the one that was accepted"),
        (
            """
            DROP INDEX deliveries_open;
            CREATE INDEX deliveries_open ON deliveries(agency, serial) WHERE state < 2 AND serial % 2 = 0;
            """, "its index deliveries_open is not the one that is made"
        ),
        (
            """
            DROP INDEX deliveries_open;
            CREATE INDEX deliveries_open ON deliveries(agency, serial) WHERE state < 2 AND serial % 2 = 0;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = 'CREATE INDEX deliveries_open ON deliveries(agency, serial) WHERE state < 2'
            WHERE name = 'deliveries_open'
            """, "missing from index deliveries_open"
        ),
        ("UPDATE facts SET at = at + 1 WHERE fact = 3", "fact 3 has another time than its batch"),
        ("UPDATE batches SET at = at + 1 WHERE batch = 3", "batch 3: its digest is wrong"),
        ("UPDATE payloads SET offset = offset + 1", "its content is not the one that was accepted"),
        ("DELETE FROM payloads", "the ledger does not say where it lies"),
    ])
    func whatWasRemovedReorderedOrChangedIsFound(change: String, fault: String) throws {
        let test = try TestLedger()
        for index in 0..<4 { _ = try test.submit(1, from: index) }
        try Self.change(test) { try $0.run(change) }
        let faults = try test.ledger.verify(isSignedByBus: Self.signed).faults
        #expect(faults.contains { $0.contains(fault) }, "\(faults)")
    }

    @Test(arguments: [
        "CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM audits; END", "CREATE VIEW v AS SELECT 1",
    ])
    func aStartRefusesWhatWouldActBehindTheWriter(change: String) throws {
        let test = try TestLedger()
        _ = try test.submit(1)
        #expect(throws: LedgerError.self) { try Self.change(test) { try $0.run(change) } }
    }

    /// An older copy of the database is whole in itself: whoever has a receipt knows better, and so does the file of the head.
    @Test(arguments: [true, false])
    func anEndThatWasCutOffIsKnown(hasHead: Bool) throws {
        let test = try TestLedger()
        _ = try test.submit(2)
        test.ledger.close()
        let path = "\(test.directory)/ledger.sqlite"
        // Whatever is in the write-ahead log goes into the copy.
        try Recovery.settle(path)
        let older = try Files.read(path)
        try test.reopen()
        guard case .accepted(_, _, let receipt) = try test.submit(1, from: 2)[0] else { throw LedgerError.busy }
        let head = LedgerHead(batch: receipt.checkpoint.batch, digest: receipt.digest)
        #expect(try test.ledger.verify(against: [head], isSignedByBus: Self.signed).faults == [])
        test.ledger.close()
        for suffix in ["-wal", "-shm"] { unsafe unlink(path + suffix) }
        try Files.write(older, to: path)
        if !hasHead { unsafe unlink("\(test.directory)/head") }
        try test.reopen()
        #expect(test.ledger.condition.lostEnd == (hasHead ? head : nil))
        let faults = try test.ledger.verify(against: hasHead ? [] : [head], isSignedByBus: Self.signed).faults
        #expect(faults.count == 1 && faults[0].contains("batch \(head.batch) is gone"), "\(faults)")
        // Another batch takes its number: it is not the one that it was.
        _ = try test.submit(1, from: 9)
        let other = try test.ledger.verify(against: [head], isSignedByBus: Self.signed).faults
        #expect(other.contains { $0.contains("is not the one that it was") }, "\(other)")
    }

    /// Documents of before digests of signatures were kept are read, and counted.
    @Test func olderFactsProveTheirContentAlone() throws {
        let test = try TestLedger()
        _ = try test.submit(2)
        let found = try test.ledger.verify(isSignedByBus: Self.signed)
        #expect(found.messages == 2 && found.unproven == 0)
    }

    @Test func roomIsLeftForReading() {
        #expect(StorageReserve.bytes(ofDisk: 12 << 20) == (12 << 20) / 50)
        #expect(StorageReserve.bytes(ofDisk: 1 << 40) == 64 << 20)
        #expect(StorageReserve.hasRoom(at: "/tmp") && StorageReserve.hasRoom(at: "/nowhere"))
    }

    /// A row with one other letter has the form of a row: only a checksum tells.
    @Test func aByteChangedInTheDatabaseIsNamedAndNotRead() throws {
        let test = try TestLedger()
        // Far from what a start reads.
        let document = Self.serials(try test.submit(400))[200]
        try Self.change(test) { try $0.run("PRAGMA wal_checkpoint(TRUNCATE)") }
        test.ledger.close()
        let path = "\(test.directory)/ledger.sqlite"
        var bytes = try Files.read(path)
        // In the fact and in the row that it gave: all of them.
        var place = bytes.startIndex
        while let found = bytes[place...].firstRange(of: Array("Văn bản 200".utf8)) {
            bytes[found.lowerBound] ^= 1
            place = found.upperBound
        }
        #expect(place > bytes.startIndex)
        try Files.write(bytes, to: path)
        try test.reopen()
        #expect(test.ledger.condition.isSound)
        let error = #expect(throws: LedgerError.self) { try test.ledger.read { try $0.document(document) } }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            test.ledger.condition.database?.contains("disk I/O error") == true && test.ledger.condition.damages == 1)
    }

    /// Copies keep checksums too, where the pages come in the order that SQLite likes.
    @Test func aCopyOfTheDatabaseHasChecksums() throws {
        let test = try TestLedger()
        _ = try test.submit(50)
        let copy = "\(test.directory)/copy.sqlite"
        try Self.change(test) { try $0.copy(to: copy) }
        var bytes = try Files.read(copy)
        #expect(bytes[20] == 8)
        #expect(try Database(path: copy, readOnly: true).count("facts") > 50)
        let last = try #require(bytes.firstRange(of: Array("Văn bản 49".utf8))).lowerBound
        bytes[last] ^= 1
        try Files.write(bytes, to: copy)
        #expect(throws: LedgerError.self) {
            try Database(path: copy, readOnly: true).count("facts WHERE bytes > x''")
            try Database(path: copy, readOnly: true).count("documents WHERE subject > ''")
        }
    }

    /// An older database under a newer log may be whole in form: what lies between is missing.
    @Test func missingBatchesAreNamedAtTheStart() throws {
        let test = try TestLedger()
        for index in 0..<4 { _ = try test.submit(1, from: index) }
        try test.reopen()
        #expect(test.ledger.condition.isSound)
        try Self.change(test) { try $0.run("DELETE FROM batches WHERE batch = 3") }
        #expect(test.ledger.condition.database?.contains("1 of 6 batches are missing") == true)
    }

    /// What webhooks are still to be told is no truth: damaged, it does not keep the bus from starting.
    @Test(arguments: [0, 30, 5_000]) func aDamagedOutboxIsMadeAnew(place: Int) throws {
        let test = try TestLedger()
        let (path, now) = ("\(test.directory)/webhooks.sqlite", Instant(milliseconds: 1))
        _ = try WebhookOutbox(path: path, now: now, longest: 1)
        var bytes = try Files.read(path)
        for index in place..<place + 20 { bytes[index] ^= 0x55 }
        try Files.write(bytes, to: path)
        let outbox = try WebhookOutbox(path: path, now: now, longest: 1)
        let (webhook, agency) = (Identifier(at: now, entropy: (1, 2)), AgencyNumber(1))
        try outbox.add([Serial(7)], in: agency, to: webhook, now: now)
        #expect(try outbox.cursor(of: webhook, in: agency) == Serial(7))
    }

    /// A file in the head's place that is longer than one must not outlive the head that is written into it.
    @Test func aHeadThatCannotBeReadIsWrittenAnew() throws {
        let test = try TestLedger()
        _ = try test.submit(1)
        let path = "\(test.directory)/head"
        try Files.write([UInt8](repeating: 0x41, count: 500), to: path)
        try test.reopen()
        _ = try test.submit(1, from: 1)
        let text = try Files.read(path)
        #expect(text.count == 91 && text.starts(with: Array("batch ".utf8)), "\(String(decoding: text, as: UTF8.self))")
    }
}

extension Database {
    /// How many rows there are.
    @discardableResult fileprivate func count(_ table: String) throws -> Int64 {
        let statement = try statement("SELECT count(*) FROM \(table)")
        defer { statement.reset() }
        return try statement.step() ? statement.number(0) : 0
    }
}
