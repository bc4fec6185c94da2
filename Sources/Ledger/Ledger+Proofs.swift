internal import Exchange
internal import Platform

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
            // A receipt is given out as a proof: it is one, or there is none.
            let tree = DigestTree(leaves: leaves, digest: sealer.digest)
            guard tree.root == checkpoint.root,
                sealer.digest(checkpoint.statement) == digest
            else { throw LedgerError.corrupt("batch \(checkpoint.batch) is not what was sealed") }
            return Receipt(
                fact: statements[index], index: index, tree: tree,
                checkpoint: checkpoint, digest: digest, signature: signature, key: key)
        }
    }

    /// Folds every fact again into shadow tables beside the live ones and compares them; gives the tables that differ.
    ///
    /// It works on a copy made at `scratch`, so that the daemon goes on meanwhile; the copy goes with the answer.
    public func rebuild(scratch: String) throws -> [String] {
        defer { BackupFolder.remove(database: scratch) }
        try backupDatabase(to: scratch)
        let different: [String]
        do { different = try Self.compare(scratch) } catch {
            guard let damage = LedgerError.damage(error) else { throw error }
            note(damage)
            throw damage
        }
        if let first = different.first { note(.corrupt("the read model \(first) is not what the facts give")) }
        return different
    }

    private static func compare(_ scratch: String) throws -> [String] {
        let database = try Database(path: scratch, readOnly: false)
        try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
        try database.run(Schema.readModels(prefix: "shadow_"))
        try database.run("BEGIN")
        try ReadModels.foldAll(in: database, prefix: "shadow_")
        let lost = try Self.lostCopies(database)
        // What was scheduled and carried out leaves no fact of its own, but for arrivals: the rest cannot be told from it.
        try database.run(
            """
            DELETE FROM shadow_schedule WHERE fact NOT IN (SELECT fact FROM schedule);
            DELETE FROM shadow_traffic WHERE count = 0; DELETE FROM traffic WHERE count = 0;
            DELETE FROM shadow_counters WHERE count = 0; DELETE FROM counters WHERE count = 0;
            """)
        var different = lost > 0 ? ["schedule"] : []
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

    /// How many copies left a hub, are not on their way any more, and arrived nowhere.
    private static func lostCopies(_ database: Database) throws -> Int64 {
        let lost = try database.statement(
            """
            SELECT count(*) FROM shadow_schedule s JOIN facts f ON f.fact = s.fact
            WHERE f.kind = 11 AND s.fact NOT IN (SELECT fact FROM schedule) AND NOT EXISTS (
                SELECT 1 FROM shadow_visits v WHERE v.message = s.message AND v.hub = s.hub AND v.kind = s.kind)
            """)
        defer { lost.reset() }
        return try lost.step() ? lost.number(0) : 0
    }

    /// Copies the ledger into the new folder `directory`, consistent while documents come in, with the databases beside it that
    /// `others` names, as far as they are there.
    ///
    /// When it returns, all but the folder's own name is on disk.
    public func backup(to directory: String, others: [String] = []) throws {
        try BackupFolder.make(directory)
        try backupDatabase(to: "\(directory)/ledger.sqlite")
        // Segments only grow, and the database was copied first: all that the copy names is there.
        try BackupFolder.copySegments(from: "\(configuration.directory)/segments", to: "\(directory)/segments")
        for name in others {
            try BackupFolder.copy(database: "\(configuration.directory)/\(name)", to: "\(directory)/\(name)")
        }
        do { try Files.sync(directory) } catch { throw BackupFolder.failure(error) }
    }

    private func backupDatabase(to path: String) throws {
        try readers.read { try BackupFolder.copy($0.database, to: path) }
    }

    static func batch(
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

    static func leaves(
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
