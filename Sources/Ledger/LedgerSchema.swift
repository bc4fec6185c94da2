/// The tables and indexes that a ledger's database consists of: others could hide rows, or change them behind the writer.
enum LedgerSchema {
    /// Refuses a database with triggers or views, of which this program makes none.
    static func refuseOthers(in database: Database) throws(LedgerError) {
        let others = try database.statement(
            "SELECT type || ' ' || name FROM sqlite_schema WHERE type NOT IN ('table', 'index') LIMIT 1")
        defer { others.reset() }
        if try others.step() { throw .corrupt("its database has a \(others.text(0))") }
    }

    /// What differs from the tables and indexes that this program makes, and what SQLite finds wrong between them: an index
    /// that lacks rows hides them.
    static func faults(in database: Database) throws(LedgerError) -> [String] {
        let made = try Database(path: ":memory:", readOnly: false)
        try made.run(Schema.truth)
        try made.run(Schema.readModels())
        let (expected, found) = (try definitions(made), try definitions(database))
        // What an older version made besides is of no use to anybody, and of no harm.
        var faults = expected.keys.filter { found[$0] != expected[$0] }.map { "its \($0) is not the one that is made" }
        let check = try database.statement("PRAGMA integrity_check(20)")
        defer { check.reset() }
        while try check.step() {
            if check.text(0) != "ok" { faults.append("its database is damaged: \(check.text(0))") }
        }
        return faults.sorted()
    }

    /// What each table and index is defined by, but for white space.
    private static func definitions(_ database: Database) throws(LedgerError) -> [String: String] {
        let rows = try database.statement(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
        defer { rows.reset() }
        var definitions: [String: String] = [:]
        while try rows.step() {
            let words = rows.text(1).split(whereSeparator: \.isWhitespace)
            // A table keeps the text that it was made with, by whichever version: its name is what counts.
            definitions[rows.text(0)] = rows.text(0).hasPrefix("index") ? words.joined(separator: " ") : ""
        }
        return definitions
    }
}
