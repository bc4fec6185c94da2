public import Exchange
internal import Platform

/// What webhooks are still to be told, in a small database of its own beside the ledger: it never holds the writer.
///
/// It is no truth: lost, it is filled again from the mailboxes, and webhooks are told twice of what still lies there,
/// under the same ids. So it is written without a sync at each step.
public final class WebhookOutbox: Sendable {
    private struct Box: @unchecked Sendable {
        // Sendable: used with the monitor's lock held only.
        let database: Database
        /// Whether what was under way when the program ended is due again.
        var isReleased = false
    }

    private let box: Monitor<Box>
    private let latest: Int64

    static let tables = """
        CREATE TABLE IF NOT EXISTS webhook_pending(
            id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, delivery INTEGER NOT NULL, attempts INTEGER NOT NULL,
            next INTEGER NOT NULL, leased INTEGER NOT NULL, code TEXT NOT NULL,
            PRIMARY KEY (id_high, id_low, delivery)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS webhook_pending_of_webhook
            ON webhook_pending(id_high, id_low, leased, next, delivery);
        CREATE INDEX IF NOT EXISTS webhook_pending_by_next ON webhook_pending(leased, next);
        CREATE TABLE IF NOT EXISTS webhook_cursors(
            id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, agency INTEGER NOT NULL, delivery INTEGER NOT NULL,
            PRIMARY KEY (id_high, id_low, agency)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS webhook_restarts(one INTEGER PRIMARY KEY CHECK (one = 1), fact INTEGER NOT NULL) STRICT;
        """

    /// Opens or makes the database at `path`. What was under way when the program ended is due again at `now`, and
    /// nothing later than `longest` milliseconds from then, whatever the clock said before; on a full disk, once there is room.
    public init(path: String, now: Instant, longest: Int64) throws {
        let database = try SideDatabase.open(path) {
            try $0.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
            try $0.run(Self.tables)
        }
        latest = now.milliseconds + longest
        box = Monitor(Box(database: database))
        do { try release() } catch LedgerError.noRoom {}
    }

    private func release() throws {
        try box.withLock { box in
            guard !box.isReleased else { return }
            let late = try box.database.statement("UPDATE webhook_pending SET leased = 0, next = min(next, ?)")
            late.bind(1, latest)
            try late.run()
            box.isReleased = true
        }
    }

    private func run(_ sql: String, _ bind: (Statement) -> Void) throws {
        try box.withLock { box in
            let statement = try box.database.statement(sql)
            bind(statement)
            try statement.run()
        }
    }

    private func rows<Row>(_ sql: String, _ bind: (Statement) -> Void, _ make: (Statement) -> Row) throws -> [Row] {
        try box.withLock { box in
            let statement = try box.database.statement(sql)
            bind(statement)
            defer { statement.reset() }
            var rows: [Row] = []
            while try statement.step() { rows.append(make(statement)) }
            return rows
        }
    }

    private func transaction(_ body: (Database) throws -> Void) throws {
        try box.withLock { box in
            try box.database.run("BEGIN IMMEDIATE")
            do {
                try body(box.database)
                try box.database.run("COMMIT")
            } catch {
                try? box.database.run("ROLLBACK")
                throw error
            }
        }
    }

    /// The last delivery in the agency's mailbox that was taken in for the webhook; 0 for none.
    public func cursor(of webhook: Identifier, in agency: AgencyNumber) throws -> Serial {
        try rows("SELECT delivery FROM webhook_cursors WHERE id_high = ? AND id_low = ? AND agency = ?") {
            $0.bind(1, webhook)
            $0.bind(3, Int64(agency.value))
        } _: {
            Serial($0.number(0))
        }.first ?? Serial(0)
    }

    /// Takes in deliveries of the agency's mailbox, in order, due at `now`.
    public func add(_ deliveries: [Serial], in agency: AgencyNumber, to webhook: Identifier, now: Instant) throws {
        guard let last = deliveries.last else { return }
        try transaction { database in
            for delivery in deliveries {
                let row = try database.statement("INSERT OR IGNORE INTO webhook_pending VALUES(?,?,?,0,?,0,'')")
                row.bind(1, webhook)
                row.bind(3, delivery.value)
                row.bind(4, now.milliseconds)
                try row.run()
            }
            let cursor = try database.statement("INSERT OR REPLACE INTO webhook_cursors VALUES(?,?,?,?)")
            cursor.bind(1, webhook)
            cursor.bind(3, Int64(agency.value))
            cursor.bind(4, last.value)
            try cursor.run()
        }
    }

    /// The calls of a webhook that are due at `now` and not under way, the longest due first.
    public func due(_ webhook: Identifier, now: Instant, limit: Int) throws -> [WebhookSchedule.Call] {
        try release()
        return try rows(
            """
            SELECT delivery, attempts FROM webhook_pending WHERE id_high = ? AND id_low = ? AND leased = 0 AND next <= ?
            ORDER BY next, delivery LIMIT ?
            """
        ) {
            $0.bind(1, webhook)
            $0.bind(3, now.milliseconds)
            $0.bind(4, Int64(limit))
        } _: {
            WebhookSchedule.Call(
                webhook: webhook, delivery: Serial($0.number(0)), attempts: UInt32(truncatingIfNeeded: $0.number(1)))
        }
    }

    /// When the next call is due that is not due at `now`.
    public func nextDue(after now: Instant) throws -> Instant? {
        try rows("SELECT min(next) FROM webhook_pending WHERE leased = 0 AND next > ?") {
            $0.bind(1, now.milliseconds)
        } _: {
            $0.optional(0).map(Instant.init(milliseconds:))
        }.first.flatMap { $0 }
    }

    /// The webhooks that have anything to be told.
    public func webhooks() throws -> [Identifier] {
        try rows("SELECT DISTINCT id_high, id_low FROM webhook_pending") { _ in
        } _: {
            $0.identifier(0)
        }
    }

    /// How many deliveries a webhook is still to be told of.
    public func count(of webhook: Identifier) throws -> Int64 {
        try rows("SELECT count(*) FROM webhook_pending WHERE id_high = ? AND id_low = ?") {
            $0.bind(1, webhook)
        } _: {
            $0.number(0)
        }.first ?? 0
    }

    /// Whether a webhook is to be told of anything.
    public func isEmpty(of webhook: Identifier) throws -> Bool {
        try rows("SELECT 1 FROM webhook_pending WHERE id_high = ? AND id_low = ? LIMIT 1") {
            $0.bind(1, webhook)
        } _: {
            $0.number(0)
        }.isEmpty
    }

    /// How often a webhook was told of a delivery in vain, and what came of it last; nil where nothing is to be told.
    public func attempts(
        _ webhook: Identifier, _ delivery: Serial
    ) throws -> (attempts: Int64, code: String, next: Instant)? {
        try rows("SELECT attempts, code, next FROM webhook_pending WHERE id_high = ? AND id_low = ? AND delivery = ?") {
            $0.bind(1, webhook)
            $0.bind(3, delivery.value)
        } _: {
            ($0.number(0), $0.text(1), Instant(milliseconds: $0.number(2)))
        }.first
    }

    /// The call is under way: not due until `postpone` or `remove`, or the next start of the program.
    public func lease(_ call: WebhookSchedule.Call) throws {
        try run("UPDATE webhook_pending SET leased = 1 WHERE id_high = ? AND id_low = ? AND delivery = ?") {
            $0.bind(1, call.webhook)
            $0.bind(3, call.delivery.value)
        }
    }

    /// The call is due again at `next`.
    public func postpone(_ call: WebhookSchedule.Call, until next: Instant, attempts: UInt32, code: String) throws {
        try run(
            "UPDATE webhook_pending SET leased = 0, next = ?, attempts = ?, code = ? WHERE id_high = ? AND id_low = ? AND delivery = ?"
        ) {
            $0.bind(1, next.milliseconds)
            $0.bind(2, Int64(attempts))
            $0.bind(3, code)
            $0.bind(4, call.webhook)
            $0.bind(6, call.delivery.value)
        }
    }

    /// Nothing more is to be told about the delivery.
    public func remove(_ webhook: Identifier, _ delivery: Serial) throws {
        try run("DELETE FROM webhook_pending WHERE id_high = ? AND id_low = ? AND delivery = ?") {
            $0.bind(1, webhook)
            $0.bind(3, delivery.value)
        }
    }

    /// The webhook is there no more.
    public func forget(_ webhook: Identifier) throws {
        try run("DELETE FROM webhook_pending WHERE id_high = ? AND id_low = ?") { $0.bind(1, webhook) }
        try run("DELETE FROM webhook_cursors WHERE id_high = ? AND id_low = ?") { $0.bind(1, webhook) }
    }

    /// The last fact whose restarts were taken in.
    public func restartedUpTo() throws -> Int64 {
        try rows("SELECT fact FROM webhook_restarts WHERE one = 1") { _ in
        } _: {
            $0.number(0)
        }.first ?? 0
    }

    /// Takes in letters that were restarted, due at `now`, from the first attempt on.
    public func restart(_ letters: [WebhookLetterRow], now: Instant) throws {
        guard let last = letters.compactMap(\.restarted).max() else { return }
        try transaction { database in
            for letter in letters {
                let row = try database.statement("INSERT OR REPLACE INTO webhook_pending VALUES(?,?,?,0,?,0,'')")
                row.bind(1, letter.webhook)
                row.bind(3, letter.delivery.value)
                row.bind(4, now.milliseconds)
                try row.run()
            }
            let row = try database.statement("INSERT OR REPLACE INTO webhook_restarts VALUES(1, ?)")
            row.bind(1, last)
            try row.run()
        }
    }
}
