public import Exchange

extension Reader {
    /// What was asked for with an admin's rights, the newest first, from before `cursor`.
    public func audits(before cursor: Int64?, limit: Int) throws -> [(fact: Int64, at: Instant, audit: Audit)] {
        let statement = try database.statement(
            """
            SELECT fact, at, actor, operation, target, detail FROM audits WHERE fact < ? ORDER BY fact DESC LIMIT ?
            """)
        statement.bind(1, cursor ?? .max)
        statement.bind(2, Int64(limit))
        return try rows(statement) { row in
            (
                row.number(0), Instant(milliseconds: row.number(1)),
                Audit(actor: row.text(2), operation: row.text(3), target: row.text(4), detail: row.text(5))
            )
        }
    }
}
