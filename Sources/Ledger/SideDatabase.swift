internal import Glibc
internal import Platform

/// A database beside the ledger that is no truth: one that is damaged is made anew.
enum SideDatabase {
    /// Opens or makes the database at `path` with `prepare`, which makes its tables. Every page is read: what is found damaged is
    /// told on the log, and is thrown away. Throws what `prepare` throws for other reasons, such as a full disk.
    static func open(_ path: String, _ prepare: (Database) throws -> Void) throws -> Database {
        do {
            let database = try Database(path: path, readOnly: false)
            try prepare(database)
            let check = try database.statement("PRAGMA quick_check(1)")
            defer { check.reset() }
            guard try check.step(), check.text(0) == "ok" else { throw LedgerError.corrupt(check.text(0)) }
            return database
        } catch {
            guard let damage = LedgerError.damage(error) else { throw error }
            StandardError.write("lgsp: \(path) is made anew: \(damage)")
        }
        BackupFolder.remove(database: path)
        let database = try Database(path: path, readOnly: false)
        try prepare(database)
        return database
    }
}
