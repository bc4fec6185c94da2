internal import Glibc
internal import Platform

/// Makes the folder of a backup and fills it with copies of the ledger's files.
enum BackupFolder {
    /// Takes the database at `path` away, with what belongs to it.
    static func remove(database path: String) {
        for name in [path, path + "-wal", path + "-shm"] { unsafe unlink(name) }
    }

    static func make(_ path: String) throws(LedgerError) {
        if unsafe mkdir(path, 0o700) == 0 { return }
        throw failure(SystemError(call: "mkdir", subject: path, number: errno))
    }

    /// Copies the segments; one that is gone is no reason to leave out those behind it.
    static func copySegments(from source: String, to target: String) throws(LedgerError) {
        do {
            try FolderCopy.copy(folder: source, to: target) { $0.hasSuffix(".segment") }
        } catch { throw failure(error) }
    }

    /// Copies a database that other connections of this process may write to meanwhile; nothing where there is none.
    static func copy(database source: String, to target: String) throws(LedgerError) {
        guard Files.exists(source) else { return }
        try copy(Database(path: source, readOnly: true), to: target)
    }

    /// Copies the database of a connection. SQLite writes a copy without a sync, and for all to read.
    static func copy(_ database: Database, to target: String) throws(LedgerError) {
        try database.copy(to: target)
        do {
            try SystemError.check("chmod", target) { unsafe chmod(target, 0o600) }
            try Files.sync(target)
        } catch { throw failure(error) }
    }

    /// The error of a copy: it costs the ledger itself nothing, so it is never a reason to end the process.
    static func failure(_ error: SystemError) -> LedgerError {
        error.isNoRoom ? .noRoom(error.description) : .file(error.description)
    }
}
