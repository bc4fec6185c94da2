internal import Exchange
internal import Glibc

/// Why the ledger could not do its work.
public enum LedgerError: Error, Sendable, CustomStringConvertible {
    /// SQLite's answer: its extended code, its words, and the statement.
    case database(code: Int32, message: String, statement: String)
    /// A file could not be written, read or synced.
    case file(String)
    /// There is no room for more, or a file for it cannot be opened: nothing of what was to be written is kept.
    case noRoom(String)
    /// What is stored is not what this program wrote.
    case corrupt(String)
    /// The bytes of a document are not those that were accepted.
    case damaged(PayloadDamage)
    /// The ledger's last batch is sealed by another key than the bus's.
    case otherKey
    /// The queue is full: try again later.
    case busy
    /// The ledger is closing.
    case closed

    /// One line for people.
    public var description: String {
        switch self {
        case .database(let code, let message, let statement): "database error \(code): \(message) (\(statement))"
        case .file(let message): "file error: \(message)"
        case .noRoom(let message): "cannot write: \(message)"
        case .corrupt(let message): "the ledger is damaged: \(message)"
        case .damaged(let damage): "the ledger is damaged: \(damage)"
        case .otherKey: "the ledger is sealed by another key than the bus's"
        case .busy: "the ledger's queue is full"
        case .closed: "the ledger is closing"
        }
    }

    /// What `error` says of the database where that is not as this program wrote it, as `corrupt`; nil for all other errors.
    ///
    /// SQLite tells a page that is no page of its tree, or has another checksum, and a file that is no database; a row that
    /// is there twice could not have been written.
    static func damage(_ error: any Error) -> LedgerError? {
        switch error {
        case LedgerError.corrupt: error as? LedgerError
        case LedgerError.database(let code, _, _) where [11, 19, 26].contains(code & 0xFF) || code == checksum:
            .corrupt("\(error)")
        case is FactError: .corrupt("a fact cannot be read: \(error)")
        default: nil
        }
    }

    /// `SQLITE_IOERR_DATA`.
    private static let checksum: Int32 = 10 | 32 << 8

    /// Whether `errno` says that a disk, a quota or a file's size limit is full: what such a write left behind may be undone.
    static func isNoRoom(_ number: Int32) -> Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }
}
