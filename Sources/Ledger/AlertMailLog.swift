public import Exchange
internal import Platform

/// What mailboxes were told about alerts, in a small database of its own beside the ledger: it never holds the writer.
///
/// It is no fact: nothing of the exchange of documents hangs on it, alerts are measured anew at every look, and whoever
/// gets a mail holds its proof. Lost, open alerts are mailed once more. Each step is on disk when it returns, so that a
/// restart repeats nothing.
public final class AlertMailLog: Sendable {
    private struct Box: @unchecked Sendable {
        // Sendable: used with the monitor's lock held only.
        let database: Database
    }

    private let box: Monitor<Box>

    static let tables = """
        CREATE TABLE IF NOT EXISTS alert_mailboxes(
            address TEXT PRIMARY KEY, began INTEGER NOT NULL, mails INTEGER NOT NULL, last INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS alert_told(
            address TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, step INTEGER NOT NULL,
            PRIMARY KEY (address, kind, subject)
        ) STRICT, WITHOUT ROWID;
        """

    /// Opens or makes the database at `path`.
    public init(path: String) throws {
        let database = try SideDatabase.open(path) {
            try $0.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            try $0.run(Self.tables)
        }
        box = Monitor(Box(database: database))
    }

    /// What every mailbox was told.
    public func mailboxes() throws -> [EmailAddress: AlertMailbox] {
        try box.withLock { box in
            var told: [String: [AlertMailbox.Condition: Int]] = [:]
            let rows = try box.database.statement("SELECT address, kind, subject, step FROM alert_told")
            defer { rows.reset() }
            while try rows.step() {
                // What an older or newer program told of, and this one does not know, is nobody's news.
                guard let kind = Alert.Kind(rawValue: rows.text(1)) else { continue }
                told[rows.text(0), default: [:]][.init(kind, rows.text(2))] = Int(clamping: rows.number(3))
            }
            var mailboxes: [EmailAddress: AlertMailbox] = [:]
            let boxes = try box.database.statement("SELECT address, began, mails, last FROM alert_mailboxes")
            defer { boxes.reset() }
            while try boxes.step() {
                guard let address = EmailAddress(boxes.text(0)) else { continue }
                mailboxes[address] = AlertMailbox(
                    began: Instant(milliseconds: boxes.number(1)), mails: boxes.number(2),
                    last: boxes.optional(3).map(Instant.init(milliseconds:)), told: told[boxes.text(0)] ?? [:])
            }
            return mailboxes
        }
    }

    /// Keeps what a mailbox was told, or forgets the mailbox.
    public func keep(_ mailbox: AlertMailbox?, of address: EmailAddress) throws {
        try box.withLock { box in
            try box.database.run("BEGIN IMMEDIATE")
            do {
                try Self.write(mailbox, address.description, box.database)
                try box.database.run("COMMIT")
            } catch {
                try? box.database.run("ROLLBACK")
                throw error
            }
        }
    }

    private static func write(_ mailbox: AlertMailbox?, _ address: String, _ database: Database) throws {
        for sql in ["DELETE FROM alert_told WHERE address = ?", "DELETE FROM alert_mailboxes WHERE address = ?"] {
            let statement = try database.statement(sql)
            statement.bind(1, address)
            try statement.run()
        }
        guard let mailbox else { return }
        let row = try database.statement("INSERT INTO alert_mailboxes VALUES(?,?,?,?)")
        row.bind(1, address)
        row.bind(2, mailbox.began.milliseconds)
        row.bind(3, mailbox.mails)
        row.bind(4, mailbox.last?.milliseconds)
        try row.run()
        for (condition, step) in mailbox.told {
            let told = try database.statement("INSERT INTO alert_told VALUES(?,?,?,?)")
            told.bind(1, address)
            told.bind(2, condition.kind.rawValue)
            told.bind(3, condition.subject)
            told.bind(4, Int64(step))
            try told.run()
        }
    }
}
