internal import Glibc
internal import Platform

/// One process at a time changes the folder.
extension DemoPKI {
    /// How long is waited for another process that is at work on the folder, milliseconds.
    public static let patience: Int64 = 30_000
    /// Stands while a new PKI's files are moved to their places.
    static let unfinished = "ca/unfinished"

    /// Whether there is a whole PKI in `directory`; waits for a process that is just making one.
    ///
    /// Throws `PKIError` where that takes longer than `patience`.
    public static func isThere(in directory: String) throws -> Bool {
        if Files.exists("\(directory)/root.pem") { return true }
        guard Files.exists("\(directory)/ca/lock") else { return false }
        return try withExtendedLifetime(lock(directory)) { Files.exists("\(directory)/root.pem") }
    }

    /// Runs `body` on the PKI as it is on disk once nobody else is at work on it; `body` must not ask for the lock again.
    ///
    /// Throws `PKIError` where another process is at work for all of `milliseconds`, and what `body` throws.
    func locked<Result>(waiting milliseconds: Int64 = patience, _ body: (DemoPKI) throws -> Result) throws -> Result {
        let lock = try Self.lock(directory, waiting: milliseconds)
        return try withExtendedLifetime(lock) { try body(DemoPKI(directory: directory)) }
    }

    /// The lock on the folder, whose `ca` is there; what a process that was killed left half done is swept away.
    static func lock(_ directory: String, waiting milliseconds: Int64 = patience) throws -> FolderLock {
        do {
            let lock = try FolderLock(folder: "\(directory)/ca", waiting: milliseconds)
            // On a full disk the lock holds all the same: others are then not told by whom.
            try? lock.describe(Array("\(getpid())".utf8))
            sweep(directory)
            return lock
        } catch let taken as FolderLock.Taken {
            let holder = Int32(String(decoding: taken.holder, as: UTF8.self)).map { "process \($0)" }
            throw PKIError(
                .inUse,
                "\(holder ?? "another process") has been at work on the PKI in \(directory) for \(milliseconds / 1000) s"
            )
        }
    }

    /// Makes a folder of the PKI for its owner alone.
    static func makeFolder(_ path: String, in directory: String) throws {
        try Files.makeSecretFolder(path)
        try Files.give(path, toOwnerOf: directory)
    }

    /// Where identities are put together before they are moved to their place, on the same file system.
    var workshop: String { "\(directory)/issuing-\(getpid())" }

    private static func sweep(_ directory: String) {
        if Files.exists("\(directory)/root.pem") { unsafe unlink("\(directory)/\(unfinished)") }
        for name in Files.names(in: directory) where number(in: name, after: "issuing-") != nil {
            if Files.isFolder("\(directory)/\(name)") { Files.removeFolder("\(directory)/\(name)") }
        }
        for folder in [directory, "\(directory)/ca"] {
            for name in Files.names(in: folder) where isTemporary(name) { unsafe unlink("\(folder)/\(name)") }
        }
    }

    /// Whether `name` is what `Files.write` calls a file of ours before it moves it to its place.
    static func isTemporary(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: "."), number(in: String(name[dot...]), after: ".new-") != nil else {
            return false
        }
        let base = name[..<dot]
        return base.hasSuffix(".pem") || base.hasSuffix(".tsv") || base == "crl-number"
    }

    private static func number(in name: String, after prefix: String) -> UInt32? {
        name.hasPrefix(prefix) ? UInt32(name.dropFirst(prefix.count)) : nil
    }
}
