internal import Glibc
internal import Synchronization

/// The mode of files that a process makes.
public enum FileMode {
    /// The umask as it was, plus one; 0 where it is still in force.
    private static let users = Atomic<UInt32>(0)

    /// Has what this process makes from now on be its user's alone, whatever is asked for: SQLite and others ask for more.
    /// Files that `Files` writes and are no secret keep the mode that the umask gave them before.
    public static func keepToOwner() {
        let mask = umask(0o077)
        _ = users.compareExchange(expected: 0, desired: mask + 1, ordering: .relaxed)
    }

    /// The mode of something that is no secret and would be made with `mode`; nil where the umask sees to it.
    static func open(_ mode: mode_t) -> mode_t? {
        let mask = users.load(ordering: .relaxed)
        return mask == 0 ? nil : mode & ~(mask - 1)
    }
}
