internal import CPageChecks
internal import CSQLite

/// A connection to SQLite, owned by one thread at a time, with its statements prepared once.
@safe final class Database {
    private var handle: OpaquePointer?
    private var statements: [String: Statement] = [:]
    private var fixed: [UInt: (part: String, statement: Statement)] = [:]
    /// Frames in the write-ahead log after the last commit of this connection.
    private(set) var logFrames: Int32 = 0
    /// Whether it is the ledger's: what is damaged in it is `corrupt` from the first, and not another database's trouble.
    var isLedger = false
    private static let isConfigured =
        lgsp_sqlite_configure() == SQLITE_OK && lgsp_page_checks_register() == SQLITE_OK

    /// Opens the file at `path`; a reader can never write.
    ///
    /// The file is locked against other processes, and the index of the write-ahead log is kept in memory, so that a database
    /// can be read on a disk that is full: it needs no file of its own for that. Every page of a database that is made by it has a
    /// checksum: a page that is not as it was written is an error (`SQLITE_IOERR_DATA`), and not a row with other values.
    init(path: String, readOnly: Bool) throws(LedgerError) {
        guard Self.isConfigured else { throw .file("sqlite3_config") }
        let flags = (readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(path, &handle, flags, LGSP_PAGE_CHECKS)
        guard code == SQLITE_OK else { throw error(code, "open \(path)") }
        if !readOnly { reserveChecksums() }
        unsafe sqlite3_busy_timeout(handle, 10_000)
        unsafe sqlite3_extended_result_codes(handle, 1)
    }

    deinit {
        forgetStatements()
        unsafe sqlite3_close_v2(handle)
    }

    /// Runs statements that give no rows.
    func run(_ sql: String) throws(LedgerError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql) }
    }

    /// The prepared statement of `sql`, ready to be bound; kept for the next time.
    func statement(_ sql: String) throws(LedgerError) -> Statement {
        if let known = statements[sql] {
            known.reset()
            return known
        }
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let prepared = unsafe pointer else { throw error(code, sql) }
        let statement = unsafe Statement(prepared, sql: sql, database: self)
        statements[sql] = statement
        return statement
    }

    /// The same for a text of the program itself, found by where it stands: hashing it would cost as much as binding it.
    ///
    /// `%` stands for `part` in it.
    func statement(of sql: StaticString, _ part: String = "") throws(LedgerError) -> Statement {
        let place = UInt(bitPattern: unsafe sql.utf8Start)
        if let known = fixed[place], known.part == part {
            known.statement.reset()
            return known.statement
        }
        let text = sql.description.split(separator: "%", omittingEmptySubsequences: false).joined(separator: part)
        let statement = try statement(text)
        fixed[place] = (part, statement)
        return statement
    }

    /// How SQLite goes about `sql`, a step each.
    func plan(_ sql: String) throws(LedgerError) -> [String] {
        let plan = try statement("EXPLAIN QUERY PLAN \(sql)")
        var steps: [String] = []
        while try plan.step() { steps.append(plan.text(3)) }
        return steps
    }

    /// Has the pages of this database keep room for a checksum where it is new, and those of copies in any case.
    private func reserveChecksums() {
        var count: Int32 = LGSP_PAGE_CHECKS_RESERVE
        unsafe _ = sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &count)
    }

    /// Copies the whole database into a new file at `path`, consistent while others write.
    func copy(to path: String) throws(LedgerError) {
        reserveChecksums()
        let statement = try statement("VACUUM INTO ?")
        statement.bind(1, path)
        try statement.run()
    }

    /// Has checkpoints made by `takeInLog` alone: those that SQLite makes by itself pass over their errors.
    func makeCheckpointsByHand() throws(LedgerError) {
        try run("PRAGMA wal_autocheckpoint = 0")
        unsafe sqlite3_wal_hook(
            handle,
            { context, _, _, frames in
                guard let context = unsafe context else { return SQLITE_OK }
                unsafe Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().logFrames = frames
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Copies what committed into the database file, as far as no reader is in the way.
    func takeInLog() throws(LedgerError) {
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED else {
            throw error(code, "checkpoint")
        }
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Lets go of a statement's lock on the schema before it changes.
    func forgetStatements() {
        statements.removeAll()
        fixed.removeAll()
    }

    func error(_ code: Int32, _ sql: String) -> LedgerError {
        let message = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? "unknown"
        // Of its errors on input and output only a write, or a new file, may be for want of room; a failed sync never is.
        let isWrite = code == lgsp_sqlite_ioerr_write || code & 0xFF == SQLITE_CANTOPEN
        if code & 0xFF == SQLITE_FULL || isWrite && LedgerError.isNoRoom(unsafe lgsp_sqlite_last_errno(handle)) {
            return .noRoom("\(message) (\(sql))")
        }
        let error = LedgerError.database(code: code, message: message, statement: sql)
        return isLedger ? LedgerError.damage(error) ?? error : error
    }
}
