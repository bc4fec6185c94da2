public import Exchange

/// A delivery that a webhook was not told of, as the read model knows it.
public struct WebhookLetterRow: Sendable {
    /// The webhook.
    public let webhook: Identifier
    /// The delivery.
    public let delivery: Serial
    /// When it was given up.
    public let at: Instant
    /// How often it was tried.
    public let attempts: Int64
    /// What came of the last attempt.
    public let code: String
    /// The number of the fact that restarted it; nil where it is dead.
    public let restarted: Int64?
}

extension Reader {
    private static let letterSelect =
        "SELECT id_high, id_low, delivery, at, attempts, code, restarted FROM webhook_letters"

    /// The dead letters of a webhook that were not restarted, in order, after the delivery `cursor`.
    public func webhookLetters(
        of webhook: Identifier, after cursor: Serial = Serial(0), limit: Int
    ) throws -> [WebhookLetterRow] {
        let statement = try database.statement(
            """
            \(Self.letterSelect)
            WHERE id_high = ? AND id_low = ? AND delivery > ? AND restarted IS NULL ORDER BY delivery LIMIT ?
            """)
        statement.bind(1, webhook)
        statement.bind(3, cursor.value)
        statement.bind(4, Int64(limit))
        return try rows(statement, letterRow)
    }

    /// The letters about a delivery, dead and restarted.
    public func webhookLetters(about delivery: Serial) throws -> [WebhookLetterRow] {
        let statement = try database.statement("\(Self.letterSelect) WHERE delivery = ?")
        statement.bind(1, delivery.value)
        return try rows(statement, letterRow)
    }

    /// The letters that were restarted by facts after `fact`, in order of the facts.
    public func webhookLetters(restartedAfter fact: Int64) throws -> [WebhookLetterRow] {
        let statement = try database.statement("\(Self.letterSelect) WHERE restarted > ? ORDER BY restarted")
        statement.bind(1, fact)
        return try rows(statement, letterRow)
    }

    private func letterRow(_ row: Statement) -> WebhookLetterRow {
        WebhookLetterRow(
            webhook: row.identifier(0), delivery: Serial(row.number(2)), at: Instant(milliseconds: row.number(3)),
            attempts: row.number(4), code: row.text(5), restarted: row.optional(6))
    }
}
