internal import Exchange
internal import Glibc
internal import Platform

/// The index that documents are found by, in a small database of its own beside the ledger: it never holds the writer.
///
/// It is no truth: lost, damaged, of another version or of another ledger, it is filled again from the facts. So it is
/// written without a sync at each step. Documents are named by the fact that accepted them: a higher one is newer.
public final class SearchIndex: Sendable {
    struct State: @unchecked Sendable {
        // Sendable: used with the monitor's lock held only.
        var database: Database
        var generation = 0
        /// Whether a reader found it damaged.
        var isDamaged = false
        var words: AgencyWords?
    }

    private struct Lease: @unchecked Sendable {
        // Sendable: a connection is in the pool or with one thread, never both.
        let database: Database
        let generation: Int
    }

    private let path: String
    private let state: Monitor<State>
    private let idle = Monitor<[Lease]>([])

    static let version: Int64 = 4
    static let tables = """
        CREATE VIRTUAL TABLE IF NOT EXISTS words USING
            fts5(text, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
        CREATE TABLE IF NOT EXISTS found(
            fact INTEGER PRIMARY KEY, serial INTEGER NOT NULL, marks INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS marks(
            mark INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (mark, fact)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS progress(
            one INTEGER PRIMARY KEY CHECK (one = 1), fact INTEGER NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL
        ) STRICT;
        """

    /// Opens or makes the index at `path`; one that cannot be read is made anew.
    public init(path: String) throws {
        self.path = path
        let database: Database
        do { database = try Self.open(path) } catch LedgerError.noRoom(let words) {
            // Nothing is wrong with it: it is not thrown away.
            throw LedgerError.noRoom(words)
        } catch { database = try Self.make(path) }
        state = Monitor(State(database: database))
    }

    private static func open(_ path: String) throws -> Database {
        let database = try Database(path: path, readOnly: false)
        try database.run(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
            PRAGMA cache_size = -16384
            """)
        let found = try database.statement("PRAGMA user_version")
        _ = try found.step()
        let version = found.number(0)
        found.reset()
        guard version == 0 || version == Self.version else {
            throw LedgerError.corrupt("an index of version \(version)")
        }
        try database.run(tables)
        if version == 0 { try database.run("PRAGMA user_version = \(Self.version)") }
        return database
    }

    private static func make(_ path: String) throws -> Database {
        BackupFolder.remove(database: path)
        return try open(path)
    }

    /// Throws all away and begins anew.
    func reset() throws {
        try state.withLock { state in
            // The old connection lets go of the files first.
            state.database = try Database(path: ":memory:", readOnly: false)
            state.database = try Self.make(path)
            state.generation += 1
            state.isDamaged = false
        }
    }

    /// Whether it was found damaged since it was begun, and is to be reset.
    var isDamaged: Bool { state.withLock { $0.isDamaged } }

    /// Runs `body` on a connection that only reads, at one moment. Throws `busy` where the index is damaged: it will be filled
    /// again.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do { return try lend(body) } catch {
            guard case LedgerError.database = error, LedgerError.damage(error) != nil else { throw error }
            state.withLock { $0.isDamaged = true }
            throw LedgerError.busy
        }
    }

    private func lend<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let generation = state.withLock { $0.generation }
        let pooled = idle.withLock { leases in
            leases.removeAll { $0.generation != generation }
            return leases.popLast()
        }
        let database = try pooled?.database ?? Database(path: path, readOnly: true)
        let result = Swift.Result {
            try database.run("BEGIN")
            return try body(database)
        }
        // What cannot be read ends the transaction by itself, and tells more than a second error.
        guard database.isInTransaction else { return try result.get() }
        try database.run("COMMIT")
        let lease = Lease(database: database, generation: generation)
        idle.withLock { $0.append(lease) }
        return try result.get()
    }

    /// The last fact taken in, and what it is recognised by; 0 and nil in an empty index.
    func progress() throws -> (fact: Int64, proof: SearchBatch.Proof?) { try read(Self.progress) }

    static func progress(_ database: Database) throws -> (fact: Int64, proof: SearchBatch.Proof?) {
        let statement = try database.statement("SELECT fact, at, bytes FROM progress WHERE one = 1")
        defer { statement.reset() }
        guard try statement.step() else { return (0, nil) }
        return (statement.number(0), SearchBatch.Proof(at: statement.number(1), bytes: statement.data(2)))
    }

    /// Takes in what comes behind the last batch, all or nothing.
    func add(_ batch: SearchBatch, _ directory: Directory) throws {
        guard let proof = batch.proof else { return }
        try state.withLock { state in
            if state.words?.directory.version != directory.version { state.words = AgencyWords(directory) }
            let database = state.database
            guard let words = state.words else { return }
            try database.run("BEGIN IMMEDIATE")
            do {
                for (fact, accepted) in batch.documents { try Self.insert(fact, accepted, words, database) }
                for (fact, marks) in batch.marks { try Self.mark(fact, marks, database) }
                let progress = try database.statement("INSERT OR REPLACE INTO progress VALUES(1, ?, ?, ?)")
                progress.bind(1, batch.last)
                progress.bind(2, proof.at)
                progress.bind(3, proof.bytes)
                try progress.run()
                try database.run("COMMIT")
            } catch {
                try? database.run("ROLLBACK")
                throw error
            }
        }
    }

    private static func insert(
        _ fact: Int64, _ accepted: Accepted, _ names: AgencyWords, _ database: Database
    ) throws {
        let text = try database.statement(of: "INSERT INTO words(rowid, text) VALUES(?, ?)")
        text.bind(1, fact)
        text.bind(2, SearchTokens(block: SearchTokens.block(of: fact)).text(of: accepted, names: names))
        try text.run()
        let row = try database.statement(of: "INSERT INTO found VALUES(?, ?, 0)")
        row.bind(1, fact)
        row.bind(2, accepted.serial.value)
        try row.run()
    }

    private static func mark(_ fact: Int64, _ marks: SearchMarks, _ database: Database) throws {
        let known = try database.statement(of: "SELECT marks FROM found WHERE fact = ?")
        known.bind(1, fact)
        defer { known.reset() }
        guard try known.step() else { return }
        let before = SearchMarks(rawValue: known.number(0))
        guard before != marks else { return }
        for mark in before.subtracting(marks).single {
            let gone = try database.statement(of: "DELETE FROM marks WHERE mark = ? AND fact = ?")
            gone.bind(1, mark.rawValue)
            gone.bind(2, fact)
            try gone.run()
        }
        for mark in marks.subtracting(before).single {
            let new = try database.statement(of: "INSERT INTO marks VALUES(?, ?)")
            new.bind(1, mark.rawValue)
            new.bind(2, fact)
            try new.run()
        }
        let row = try database.statement(of: "UPDATE found SET marks = ? WHERE fact = ?")
        row.bind(1, marks.rawValue)
        row.bind(2, fact)
        try row.run()
    }
}
