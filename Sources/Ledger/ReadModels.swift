internal import Exchange

/// Makes the read models anew from the facts, which alone are the truth.
enum ReadModels {
    /// Makes the tables where there are none, and folds all facts into fresh ones where another version made them.
    static func bringUpToDate(_ database: Database) throws(LedgerError) {
        guard try number(database, "PRAGMA user_version") != Schema.version else { return }
        try database.run("BEGIN IMMEDIATE")
        let isNew = try number(database, "SELECT coalesce(max(fact), 0) FROM facts") == 0
        if !isNew { try database.run("CREATE TEMP TABLE pending AS SELECT fact FROM schedule") }
        for table in Schema.readModels { try database.run("DROP TABLE IF EXISTS \(table)") }
        try database.run(Schema.readModels())
        if !isNew {
            try foldAll(in: database)
            // What was scheduled and carried out leaves no fact of its own: the old schedule knows what is still due.
            try database.run(
                "DELETE FROM schedule WHERE fact NOT IN (SELECT fact FROM temp.pending); DROP TABLE temp.pending")
        }
        try database.run("PRAGMA user_version = \(Schema.version); COMMIT")
    }

    /// Folds every fact into the tables led by `prefix`, in bounded memory.
    static func foldAll(in database: Database, prefix: String = "") throws(LedgerError) {
        let fold = Fold(database: database, prefix: prefix, directory: Directory())
        let facts = try database.statement(
            "SELECT fact, at, kind, version, bytes FROM facts WHERE fact > ? ORDER BY fact LIMIT 1000")
        var last: Int64 = 0
        while true {
            let before = last
            facts.bind(1, last)
            while try facts.step() {
                last = facts.number(0)
                let fact: Fact
                do {
                    fact = try Fact(
                        kind: UInt16(truncatingIfNeeded: facts.number(2)),
                        version: UInt8(truncatingIfNeeded: facts.number(3)), bytes: facts.data(4))
                } catch { throw .corrupt("fact \(last): \(error)") }
                try fold.apply(fact, number: last, at: Instant(milliseconds: facts.number(1)))
            }
            facts.reset()
            try fold.flush()
            if last == before { return }
        }
    }

    private static func number(_ database: Database, _ sql: String) throws(LedgerError) -> Int64 {
        let statement = try database.statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.number(0) : 0
    }
}
