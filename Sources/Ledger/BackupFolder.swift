internal import Glibc
internal import Platform

/// Makes the folder of a backup and fills it with copies of the segments.
enum BackupFolder {
    /// Has the whole backup in the folder `path` on disk, down to the folder's own name.
    ///
    /// SQLite writes the copy of a database without a sync, and a file's sync does not see to its name.
    static func sync(_ path: String) throws(LedgerError) {
        do {
            for part in ["ledger.sqlite", "segments", "."] { try Files.sync("\(path)/\(part)") }
            try Files.syncFolder(of: path)
        } catch { throw .file(error.description) }
    }

    /// Takes the database at `path` away, with what belongs to it.
    static func remove(database path: String) {
        for name in [path, path + "-wal", path + "-shm"] { unsafe unlink(name) }
    }

    static func make(_ path: String) throws(LedgerError) {
        guard unsafe mkdir(path, 0o700) == 0 else { throw .file("mkdir \(path): it must not be there yet") }
    }

    static func copySegments(from source: String, to target: String) throws(LedgerError) {
        try make(target)
        var number = 1
        while let file = open("\(source)/\(number).segment", O_RDONLY) {
            defer { close(file) }
            guard let copy = open("\(target)/\(number).segment", O_WRONLY | O_CREAT | O_EXCL) else {
                throw .file("cannot write \(target)/\(number).segment")
            }
            defer { close(copy) }
            while true {
                let part = sendfile(copy, file, nil, 1 << 24)
                if part == 0 { break }
                guard part > 0 else { throw .file("copy of segment \(number): errno \(errno)") }
            }
            guard fsync(copy) == 0 else { throw .file("fsync of segment \(number)") }
            number += 1
        }
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32? {
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
        return descriptor < 0 ? nil : descriptor
    }
}
