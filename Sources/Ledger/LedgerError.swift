/// Why the ledger could not do its work.
public enum LedgerError: Error, Sendable, CustomStringConvertible {
    /// SQLite's answer: its extended code, its words, and the statement.
    case database(code: Int32, message: String, statement: String)
    /// A file could not be written, read or synced.
    case file(String)
    /// What is stored is not what this program wrote.
    case corrupt(String)
    /// The queue is full: try again later.
    case busy
    /// The ledger is closing.
    case closed

    /// One line for people.
    public var description: String {
        switch self {
        case .database(let code, let message, let statement): "database error \(code): \(message) (\(statement))"
        case .file(let message): "file error: \(message)"
        case .corrupt(let message): "the ledger is damaged: \(message)"
        case .busy: "the ledger's queue is full"
        case .closed: "the ledger is closing"
        }
    }
}
