internal import Platform

/// What is to be done before the database that an earlier process left may be believed.
enum Recovery {
    /// Has on disk whatever the database at `path` would give as committed.
    ///
    /// A process that was killed between a commit's write and its sync leaves frames in the write-ahead log that are
    /// read back as committed, but that a power cut would still take away: they must be on disk before anything is
    /// said about them. A checkpoint syncs the log before it copies from it, and then the database.
    static func settle(_ path: String) throws(LedgerError) {
        guard Files.exists(path) else { return }
        let database = try Database(path: path, readOnly: false)
        do {
            try database.run("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)")
        } catch LedgerError.noRoom {
            // The log was synced before anything was copied from it: it is on disk, and is read from there.
        }
    }
}
