import Foundation
import Testing

@testable import Ledger

/// No statement may walk a table that grows. They are taken from the sources, so that none is forgotten.
@Suite struct PlanTests {
    /// What stands in the place of values that a statement is made of, where they are no constants of its file.
    private static let values = [
        "max(\\(column)), 0) FROM \\(table)": "max(fact), 0) FROM facts", "\\(table)": "deliveries",
        "\\(kind.rawValue)": "0", "\\(fetched)": "AND fetched IS NULL",
        "\\(prefix)": "", "SELECT % FROM": "SELECT serial FROM", "FROM % m": "FROM documents m", "%": "",
        "\\(key)": "issuer",
        "\\(Self.select(grouping))": "SELECT issuer, channel, sum(count) FROM traffic",
    ]

    /// The statements that may walk, by what they begin with, and why.
    private static let allowed = [
        "SELECT batch, first_fact + count - 1, at, digest, key FROM batches ORDER BY batch DESC LIMIT 1":
            "at start: from the end, and stops at the first",
        "SELECT count(*) FROM batches": "at start: by the smallest index, to know whether one is missing",
        "SELECT kind, version, bytes FROM facts WHERE kind < 10 OR kind >= 40":
            "at start: the directory's facts, by their index",
        "SELECT segment, offset + content + signature FROM payloads":
            "at start: where each segment ends, to know one that has lost bytes",
        "SELECT (SELECT min(fact) FROM facts), (SELECT count(*) FROM batches": "ledger verify: all there is",
        "SELECT type || ' ' || name": "at start and ledger verify: tables and indexes, which do not grow",
        "SELECT (SELECT coalesce(max(fact), 0) FROM facts), (SELECT first_fact + count - 1":
            "ledger verify: from the end, and stops at the first",
        "SELECT (SELECT count(*) FROM (SELECT * FROM deliveries EXCEPT": "ledger rebuild: all of both tables",
        "SELECT count(*) FROM shadow_schedule": "ledger rebuild: on its own copy",
        "DELETE FROM shadow_": "ledger rebuild: on its own copy",
        "DELETE FROM traffic WHERE count = 0": "ledger rebuild: on its own copy",
        "DELETE FROM counters WHERE count = 0": "ledger rebuild: on its own copy",
        "UPDATE webhook_pending SET leased = 0, next = min(next, ?)": "at start: all that webhooks are to be told",
        "SELECT DISTINCT id_high, id_low FROM webhook_pending": "at changes of the directory: by an index",
        "SELECT address, kind, subject, step FROM alert_told": "at start: all that mailboxes were told",
        "SELECT address, began, mails, last FROM alert_mailboxes": "at start: all mailboxes that were told anything",
        "CREATE TEMP TABLE pending AS SELECT fact FROM schedule": "another version's read models are made anew",
        "SELECT hub, count(*) FROM schedule WHERE kind < 16": "at start: what is still on its way",
        "DELETE FROM schedule WHERE fact NOT IN": "another version's read models are made anew",
    ]

    @Test func noStatementWalksATableThatGrows() throws {
        let database = try Database(path: ":memory:", readOnly: false)
        for sql in [
            Schema.truth, Schema.readModels(), Schema.readModels(prefix: "shadow_"), WebhookOutbox.tables,
            SearchIndex.tables, AlertMailLog.tables,
        ] { try database.run(sql) }
        try database.run("CREATE TEMP TABLE pending(fact INTEGER)")
        let statements = try Self.statements()
        #expect(statements.count >= 60)
        var unused = Set(Self.allowed.keys)
        for (file, sql) in statements {
            #expect(!sql.contains("\\("), "\(file): \(sql): say in `values` what its parts stand for")
            let plan = try database.plan(sql.replacingOccurrences(of: "TABLE pending", with: "TABLE another"))
            // The rows of a subquery are bounded by its own search.
            // The full-text table is searched where it is asked to match; a walk names no `M` there.
            let walks = plan.filter {
                $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN (subquery") && !$0.contains(/VIRTUAL TABLE INDEX \d+:.*M/)
            }
            if let reason = Self.allowed.keys.first(where: sql.hasPrefix) {
                unused.remove(reason)
            } else {
                #expect(walks == [], "\(file): \(sql)")
            }
        }
        #expect(unused == [], "allowed, but there is no such statement")
    }

    @Test(arguments: [
        ("SELECT * FROM documents WHERE subject = ?", true), ("SELECT * FROM documents WHERE serial = ?", false),
        ("SELECT max(fact) FROM facts", false), ("SELECT count(*) FROM facts", true),
    ])
    func aWalkIsSeen(sql: String, walks: Bool) throws {
        let database = try Database(path: ":memory:", readOnly: false)
        for sql in [Schema.truth, Schema.readModels()] { try database.run(sql) }
        #expect(try database.plan(sql).contains { $0.hasPrefix("SCAN") } == walks)
    }

    /// The statements of every source file of the ledger, their constants put in.
    private static func statements() throws -> [(file: String, sql: String)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../Sources/Ledger")
        var found: [(file: String, sql: String)] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() where file != "Schema.swift"
        {
            let source = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
            var values = values
            for match in source.matches(of: #/static let (\w+) =\s+(?:"""(.*?)"""|"(.*?)")/#.dotMatchesNewlines()) {
                values["\\(Self.\(match.1))"] = String(match.2 ?? match.3 ?? "")
            }
            for literal in source.matches(of: #/"""(.*?)"""|"([^"\n]*)"/#.dotMatchesNewlines()) {
                var text = String(literal.1 ?? literal.2 ?? "")
                for _ in 0..<2 {
                    for (name, value) in values.sorted(by: { $0.key.count > $1.key.count }) {
                        text = text.replacingOccurrences(of: name, with: value)
                    }
                }
                for part in text.split(separator: ";") {
                    let sql = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    guard sql.prefixMatch(of: #/(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TEMP TABLE) /#) != nil
                    else {
                        continue
                    }
                    // A beginning that others go on from is looked at with them.
                    if !sql.contains("WHERE"), values.values.contains(text) { continue }
                    found.append((file, sql))
                }
            }
        }
        return found
    }
}
