public import Exchange

/// A mailbox in which something lies, as alerts look at it.
public struct OpenMailbox: Sendable {
    /// Whose it is.
    public let agency: AgencyNumber
    /// How much lies there, counted up to a limit.
    public let depth: Int64
    /// When the oldest of it came.
    public let oldest: Instant
    /// When the oldest came that was not fetched, among the first hundred; nil for none.
    public let oldestUnfetched: Instant?
    /// How many are late, among the first hundred.
    public let late: Int64
}

extension Reader {
    /// The next mailbox in which something lies, in order of the agencies' numbers; nil at the end.
    ///
    /// It costs the same however many agencies and deliveries there are.
    public func openMailbox(after agency: AgencyNumber?, depth limit: Int) throws -> OpenMailbox? {
        let next = try database.statement(
            "SELECT agency FROM deliveries WHERE agency > ? AND state < 2 ORDER BY agency LIMIT 1")
        next.bind(1, agency.map { Int64($0.value) } ?? -1)
        guard let found = try rows(next, { $0.agency(0) }).first else { return nil }
        let first = try database.statement(
            """
            SELECT min(delivered), min(CASE WHEN fetched IS NULL THEN delivered END), count(late) FROM (
                SELECT delivered, fetched, late FROM deliveries WHERE agency = ? AND state < 2 ORDER BY serial LIMIT 100)
            """)
        first.bind(1, Int64(found.value))
        let depth = try mailboxDepth(found, limit: limit)
        return try rows(first) { row in
            OpenMailbox(
                agency: found, depth: depth, oldest: Instant(milliseconds: row.number(0)),
                oldestUnfetched: row.optional(1).map(Instant.init(milliseconds:)), late: row.number(2))
        }.first
    }

    /// How many of the webhook's last thousand dead letters are about deliveries that still lie in a mailbox.
    public func openLetters(of webhook: Identifier) throws -> Int64 {
        let statement = try database.statement(
            """
            SELECT count(*) FROM (
                SELECT delivery AS letter FROM webhook_letters
                WHERE id_high = ? AND id_low = ? AND restarted IS NULL ORDER BY delivery DESC LIMIT 1000)
            JOIN deliveries ON serial = letter WHERE state < 2
            """)
        statement.bind(1, webhook)
        return try rows(statement) { $0.number(0) }.first ?? 0
    }

    /// When the last fact was written; nil in an empty ledger.
    public func lastMoment() throws -> Instant? {
        let statement = try database.statement("SELECT at FROM facts WHERE fact = (SELECT max(fact) FROM facts)")
        return try rows(statement) { Instant(milliseconds: $0.number(0)) }.first
    }
}
