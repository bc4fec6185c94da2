internal import CSQLite

/// A prepared statement of one connection. Columns count from 0, parameters from 1, as in SQLite.
@safe final class Statement {
    private let handle: OpaquePointer
    private let sql: String
    private unowned let database: Database

    @unsafe init(_ handle: OpaquePointer, sql: String, database: Database) {
        unsafe self.handle = handle
        self.sql = sql
        self.database = database
    }

    deinit { unsafe sqlite3_finalize(handle) }

    func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value {
            unsafe sqlite3_bind_int64(handle, index, value)
        } else {
            unsafe sqlite3_bind_null(handle, index)
        }
    }

    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { text in
            // An empty text may have no address, which SQLite would take for NULL.
            let start = unsafe UnsafeRawPointer(text.baseAddress ?? UnsafePointer(StaticString("").utf8Start))
            unsafe _ = sqlite3_bind_text(
                handle, index, start.assumingMemoryBound(to: CChar.self), Int32(text.count), lgsp_sqlite_transient())
        }
    }

    func bind(_ index: Int32, _ value: [UInt8]) {
        if value.isEmpty {
            unsafe sqlite3_bind_zeroblob(handle, index, 0)
        } else {
            unsafe sqlite3_bind_blob(handle, index, value, Int32(value.count), lgsp_sqlite_transient())
        }
    }

    /// True where there is a row to read, false at the end.
    func step() throws(LedgerError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error(code, sql)
        }
    }

    /// Runs to the end and resets.
    func run() throws(LedgerError) {
        while try step() {}
        unsafe sqlite3_reset(handle)
    }

    /// A number that may be computed with: all that are written are far smaller than `numberLimit`, and a damaged one must
    /// not overflow.
    func number(_ column: Int32) -> Int64 { max(-Self.numberLimit, min(Self.numberLimit, bits(column))) }

    private static let numberLimit: Int64 = 1 << 60

    /// A number as it stands there.
    func bits(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    func optional(_ column: Int32) -> Int64? {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : number(column)
    }

    func text(_ column: Int32) -> String {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func data(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
