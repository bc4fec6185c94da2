public import Platform

/// The file in a data folder that says that it was restored from a backup, and which numbers come next.
///
/// Documents that came after the backup are not in it, and yet their numbers are known outside: a number that a program of the
/// field remembers must not come to mean another document.
public enum RestoreMark {
    private static let name = "restored"

    /// Marks the folder as restored at `now`, milliseconds since 1970: counts go on from the milliseconds since 2020, which
    /// is beyond what any ledger counted that took in fewer than a thousand documents a second all its life.
    public static func write(in folder: String, at now: Int64) throws(SystemError) {
        let count = max(1, min(limit, now - 1_577_836_800_000))
        try Files.write(Array("first count \(count)\n".utf8), to: "\(folder)/\(name)", isSecret: true)
    }

    /// The first count of a restored ledger; nil where it was not restored. Throws `corrupt` where the mark cannot be read: without
    /// it numbers would be given out again.
    static func firstCount(in folder: String) throws(LedgerError) -> Int64? {
        let path = "\(folder)/\(name)"
        guard Files.exists(path) else { return nil }
        let words = (try? Files.read(path)).map {
            String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        }
        guard let count = words?.last.flatMap({ Int64($0) }), (1...limit).contains(count) else {
            throw .corrupt("\(path) does not say from which number on the restored ledger counts")
        }
        return count
    }

    /// A shard has 2^40 counts: half of them are left for what comes.
    private static let limit: Int64 = 1 << 39
}
