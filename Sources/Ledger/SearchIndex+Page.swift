public import Exchange
internal import Platform

/// Documents that were found.
public struct FoundPage: Sendable {
    /// The documents, the newest first.
    public let rows: [DocumentRow]
    /// Where to go on, before this fact; nil at the end. A page that holds few may have a next one.
    public let next: Int64?
    /// The last fact that the index knows.
    public let indexedUpTo: Int64
    /// How many facts there are behind it.
    public let behind: Int64
}

extension SearchIndex {
    /// Documents that are looked at, one by one, for one page.
    private static let reach = 5_000
    /// Marked documents of a block up to which each is looked up, instead of looking for the words first.
    private static let fewMarks = 128
    /// Milliseconds after which a page is given as it is.
    private static let time: Int64 = 100

    /// The documents that a search finds, from before the fact `cursor`, the newest first.
    ///
    /// A page's work is bounded, whatever is looked for: at the end of a block it ends with what it has once it took
    /// a tenth of a second, and once it looked at some thousands of documents, so that a page may hold few, or none,
    /// and still have a next one.
    public func page(
        _ search: DocumentSearch, in directory: Directory, _ reader: Reader, before cursor: Int64?, limit: Int
    ) throws -> FoundPage {
        let last = try reader.lastFact()
        return try read { database in
            let indexed = try Self.progress(database).fact
            var walk = Walk(
                search: search, names: AgencyWords(directory), reader: reader, database: database, limit: limit)
            var end = min(cursor ?? .max, indexed + 1)
            var first: Int64 = 1
            if let day = search.endDay { end = min(end, try reader.firstFact(on: day)) }
            if let day = search.firstDay { first = try reader.firstFact(on: day) }
            for term in search.terms {
                guard case .id(let id) = term.condition, !term.isNegated else { continue }
                let named = try reader.documentNumber(id).flatMap { try reader.document($0)?.fact }
                first = max(first, named ?? .max)
                end = min(end, named.map { $0 + 1 } ?? 0)
            }
            let next = try walk.run(from: first, before: end)
            return FoundPage(rows: walk.rows, next: next, indexedUpTo: indexed, behind: max(0, last - indexed))
        }
    }

    /// The way from the newest block to the oldest.
    private struct Walk {
        let search: DocumentSearch
        let names: AgencyWords
        let reader: Reader
        let database: Database
        let limit: Int
        var rows: [DocumentRow] = []
        var looked = 0

        mutating func run(from first: Int64, before end: Int64) throws -> Int64? {
            let check = try SearchCheck(search, names: names, reader: reader)
            let deadline = MonotonicTime.now.advanced(byMilliseconds: SearchIndex.time)
            let wanted = marks(negated: false)
            // Whose deliveries an unwanted state is about is not known here, unless it is about all.
            let seesAll = search.viewer == .all && search.namedRecipients.isEmpty
            let unwanted: SearchMarks = seesAll ? marks(negated: true) : []
            var end = end
            while end > first {
                guard let top = try newest(before: end, wanted), top >= first else { return nil }
                let block = SearchTokens.block(of: top)
                guard let words = SearchExpression(search, names: names, block: block).text else { return nil }
                let low = max(first, SearchTokens.start(of: block))
                let statement = try statement(words, low...top, wanted, unwanted)
                defer { statement.reset() }
                while try statement.step() {
                    let (fact, serial) = (statement.number(0), Serial(statement.number(1)))
                    looked += 1
                    if let row = try reader.document(serial),
                        try check.passes(row, SearchMarks(rawValue: statement.number(2)))
                    {
                        rows.append(row)
                    }
                    if rows.count == limit || looked >= SearchIndex.reach { return fact }
                    if looked % 64 == 0, deadline <= .now { return fact }
                }
                end = low
                if deadline <= .now { return end > first ? end : nil }
            }
            return nil
        }

        private func marks(negated: Bool) -> SearchMarks {
            SearchMarks(
                search.terms.filter { $0.isNegated == negated }.compactMap { SearchMarks($0.condition) })
        }

        /// A fact before which all documents are that may be found before `end`; nil where there are none.
        private func newest(before end: Int64, _ wanted: SearchMarks) throws -> Int64? {
            let found = try database.statement("SELECT max(fact) FROM found WHERE fact < ?")
            found.bind(1, end)
            defer { found.reset() }
            guard try found.step(), var top = found.optional(0) else { return nil }
            for mark in wanted.single {
                let row = try database.statement("SELECT max(fact) FROM marks WHERE mark = ? AND fact < ?")
                row.bind(1, mark.rawValue)
                row.bind(2, end)
                defer { row.reset() }
                guard try row.step(), let marked = row.optional(0) else { return nil }
                top = min(top, marked)
            }
            return top
        }

        /// Fact, serial and marks of what may be found within `facts`, the newest first.
        private func statement(
            _ words: String, _ facts: ClosedRange<Int64>, _ wanted: SearchMarks, _ unwanted: SearchMarks
        ) throws -> Statement {
            let statement: Statement
            if let mark = try rare(wanted, facts) {
                statement = try database.statement(
                    """
                    SELECT f.fact, f.serial, f.marks FROM marks m CROSS JOIN words ON words.rowid = m.fact
                    CROSS JOIN found f ON f.fact = m.fact
                    WHERE words MATCH ? AND m.fact >= ? AND m.fact <= ? AND f.marks & ? = ? AND f.marks & ? = 0
                    AND m.mark = ? ORDER BY m.fact DESC
                    """)
                statement.bind(7, mark.rawValue)
            } else {
                statement = try database.statement(
                    """
                    SELECT f.fact, f.serial, f.marks FROM words CROSS JOIN found f ON f.fact = words.rowid
                    WHERE words MATCH ? AND words.rowid >= ? AND words.rowid <= ? AND f.marks & ? = ?
                    AND f.marks & ? = 0 ORDER BY words.rowid DESC
                    """)
            }
            statement.bind(1, words)
            statement.bind(2, facts.lowerBound)
            statement.bind(3, facts.upperBound)
            statement.bind(4, wanted.rawValue)
            statement.bind(5, wanted.rawValue)
            statement.bind(6, unwanted.rawValue)
            return statement
        }

        /// A mark that few documents within `facts` have.
        private func rare(_ wanted: SearchMarks, _ facts: ClosedRange<Int64>) throws -> SearchMarks? {
            try wanted.single.first { mark in
                let row = try database.statement(
                    "SELECT count(*) FROM (SELECT 1 FROM marks WHERE mark = ? AND fact >= ? AND fact <= ? LIMIT ?)")
                row.bind(1, mark.rawValue)
                row.bind(2, facts.lowerBound)
                row.bind(3, facts.upperBound)
                row.bind(4, Int64(SearchIndex.fewMarks + 1))
                defer { row.reset() }
                return try row.step() && row.number(0) <= Int64(SearchIndex.fewMarks)
            }
        }
    }
}
