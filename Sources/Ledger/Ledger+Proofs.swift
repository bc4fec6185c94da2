internal import Exchange

/// What a check of the whole ledger found.
public struct LedgerVerification: Sendable {
    /// How many batches were checked.
    public let batches: Int64
    /// How many facts were checked.
    public let facts: Int64
    /// What is wrong; empty where all is well.
    public let faults: [String]
}

extension Ledger {
    /// The receipt of an accepted document: always the same one.
    public func receipt(of document: DocumentRow) throws -> Receipt {
        try read { reader in
            let database = reader.database
            let row = try database.statement(
                """
                SELECT batch, first_fact, count, at, root, previous, digest, signature, key FROM batches
                WHERE first_fact <= ? ORDER BY first_fact DESC LIMIT 1
                """)
            row.bind(1, document.fact)
            guard try row.step() else { throw LedgerError.corrupt("a document without its batch") }
            let checkpoint = Checkpoint(
                batch: row.number(0), firstFact: row.number(1), count: row.number(2), at: row.number(3),
                root: row.data(4), previous: row.data(5))
            let (digest, signature, key) = (row.data(6), row.data(7), row.data(8))
            row.reset()
            let (leaves, statements) = try Self.leaves(database, checkpoint, digest: sealer.digest)
            let index = Int(document.fact - checkpoint.firstFact)
            guard statements.indices.contains(index) else { throw LedgerError.corrupt("a batch without its facts") }
            return Receipt(
                fact: statements[index], index: index, tree: DigestTree(leaves: leaves, digest: sealer.digest),
                checkpoint: checkpoint, digest: digest, signature: signature, key: key)
        }
    }

    /// Recomputes every leaf, root and link of the chain, and the digest of every payload.
    ///
    /// `isSignedByBus` checks a checkpoint's signature.
    public func verify(isSignedByBus: (_ digest: [UInt8], _ signature: [UInt8]) -> Bool) throws -> LedgerVerification {
        // A view for so long would keep the write-ahead log from being taken into the database.
        try readers.read { reader in
            let database = reader.database
            var faults: [String] = []
            var previous = Checkpoint.genesis
            var nextFact: Int64 = 1
            var batches: Int64 = 0
            while let (checkpoint, digest, signature) = try Self.batch(database, number: batches + 1) {
                batches += 1
                if checkpoint.previous != previous { faults.append("batch \(batches): the chain is broken") }
                if checkpoint.firstFact != nextFact { faults.append("batch \(batches): facts are missing before it") }
                if sealer.digest(checkpoint.statement) != digest {
                    faults.append("batch \(batches): its digest is wrong")
                }
                if !isSignedByBus(digest, signature) { faults.append("batch \(batches): its signature is wrong") }
                let leaves = try Self.leaves(database, checkpoint, digest: sealer.digest).leaves
                if leaves.count != checkpoint.count
                    || DigestTree(leaves: leaves, digest: sealer.digest).root != checkpoint.root
                {
                    faults.append("batch \(batches): its facts do not give its root")
                }
                nextFact = checkpoint.firstFact + checkpoint.count
                previous = digest
                if faults.count > 100 { break }
            }
            let payloads = try database.statement(
                """
                SELECT d.serial, d.digest, p.segment, p.offset, p.content, p.signature FROM documents d
                LEFT JOIN payloads p ON p.document = d.serial ORDER BY d.serial
                """)
            while try payloads.step(), faults.count <= 100 {
                guard payloads.optional(2) != nil else {
                    faults.append("document \(payloads.number(0)): its payload is missing")
                    continue
                }
                let location = SegmentFiles.Location(
                    segment: payloads.number(2), offset: payloads.number(3), content: payloads.number(4),
                    signature: payloads.number(5))
                if let content = try? reader.segments.read(location).content, sealer.digest(content) == payloads.data(1)
                {
                    continue
                }
                faults.append("document \(payloads.number(0)): its payload is damaged")
            }
            payloads.reset()
            return LedgerVerification(batches: batches, facts: nextFact - 1, faults: faults)
        }
    }

    /// Folds every fact again into shadow tables beside the live ones and compares them; gives the tables that differ.
    ///
    /// It works on a copy made at `scratch`, so that the daemon goes on meanwhile; the copy goes with the answer.
    public func rebuild(scratch: String) throws -> [String] {
        defer { BackupFolder.remove(database: scratch) }
        try backupDatabase(to: scratch)
        let database = try Database(path: scratch, readOnly: false)
        try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
        try database.run(Schema.readModels(prefix: "shadow_"))
        try database.run("BEGIN")
        try ReadModels.foldAll(in: database, prefix: "shadow_")
        // What was scheduled and carried out leaves no fact of its own: an arrival does, the rest is compared by it.
        try database.run(
            """
            DELETE FROM shadow_schedule WHERE fact NOT IN (SELECT fact FROM schedule);
            DELETE FROM shadow_traffic WHERE count = 0; DELETE FROM traffic WHERE count = 0;
            DELETE FROM shadow_counters WHERE count = 0; DELETE FROM counters WHERE count = 0;
            """)
        var different: [String] = []
        for table in Schema.readModels {
            let statement = try database.statement(
                """
                SELECT (SELECT count(*) FROM (SELECT * FROM \(table) EXCEPT SELECT * FROM shadow_\(table)))
                     + (SELECT count(*) FROM (SELECT * FROM shadow_\(table) EXCEPT SELECT * FROM \(table)))
                """)
            if try statement.step(), statement.number(0) != 0 { different.append(table) }
            statement.reset()
        }
        try database.run("ROLLBACK")
        return different
    }

    /// Copies database and segments into the new folder `directory`, consistent while documents come in.
    ///
    /// When it returns, the copy is on disk.
    public func backup(to directory: String) throws {
        try BackupFolder.make(directory)
        try backupDatabase(to: "\(directory)/ledger.sqlite")
        // Segments only grow, and the database was copied first: all that the copy names is there.
        try BackupFolder.copySegments(from: "\(configuration.directory)/segments", to: "\(directory)/segments")
        try BackupFolder.sync(directory)
    }

    private func backupDatabase(to path: String) throws {
        try readers.read { try $0.database.copy(to: path) }
    }

    private static func batch(
        _ database: Database, number: Int64
    ) throws -> (Checkpoint, digest: [UInt8], signature: [UInt8])? {
        let row = try database.statement(
            "SELECT first_fact, count, at, root, previous, digest, signature FROM batches WHERE batch = ?")
        row.bind(1, number)
        defer { row.reset() }
        guard try row.step() else { return nil }
        return (
            Checkpoint(
                batch: number, firstFact: row.number(0), count: row.number(1), at: row.number(2), root: row.data(3),
                previous: row.data(4)), row.data(5), row.data(6)
        )
    }

    private static func leaves(
        _ database: Database, _ checkpoint: Checkpoint, digest: ([UInt8]) -> [UInt8]
    ) throws -> (leaves: [[UInt8]], statements: [[UInt8]]) {
        let facts = try database.statement(
            "SELECT kind, version, bytes FROM facts WHERE fact >= ? AND fact < ? ORDER BY fact")
        facts.bind(1, checkpoint.firstFact)
        facts.bind(2, checkpoint.firstFact + checkpoint.count)
        defer { facts.reset() }
        var statements: [[UInt8]] = []
        while try facts.step() {
            statements.append(
                DigestTree.statement(
                    kind: UInt16(truncatingIfNeeded: facts.number(0)),
                    version: UInt8(truncatingIfNeeded: facts.number(1)), bytes: facts.data(2)))
        }
        return (statements.map { digest([0] + $0) }, statements)
    }
}
