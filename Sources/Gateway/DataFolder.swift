internal import CLinux
internal import Glibc
internal import Platform

/// Who may read what the daemon keeps: the user it runs as, whatever the folder's mode and the umask were.
enum DataFolder {
    /// Has every secret file and folder that this process makes from now on be its user's alone, and its memory, which holds
    /// keys, go nowhere when it crashes. A crash that is to say where (SWIFT_BACKTRACE) must be looked at by another process
    /// of the same user.
    static func keepToOwner() {
        FileMode.keepToOwner()
        let tells = unsafe getenv("SWIFT_BACKTRACE").map { unsafe String(cString: $0) }?.contains("enable=yes") ?? false
        lgsp_keep_memory(tells ? 0 : 1)
    }

    /// Takes the rights of others from the folder, which is locked, and from the databases that an earlier daemon left in it.
    /// A folder that is somebody else's, or holds what is not the daemon's, is told of and left as it is.
    static func tighten(_ path: String) {
        let names = Files.names(in: path)
        for name in names
        where name.hasSuffix(".sqlite") || name.hasSuffix(".sqlite-wal") || name.hasSuffix(".sqlite-shm") {
            unsafe chmod("\(path)/\(name)", 0o600)
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        let isOurs = names.contains("ledger.sqlite") || Set(names).isSubset(of: ["lock", "certificates"])
        // In a folder with the sticky bit many are at home.
        if isOurs, status.st_mode & 0o1000 == 0, status.st_uid == geteuid(), unsafe chmod(path, 0o700) == 0 {
            StandardError.write(
                "lgsp: others could look into the data folder \(path) (mode \(mode)); its mode is 700 now")
        } else {
            StandardError.write(
                "lgsp: others may look into the data folder \(path) (mode \(mode)): run chmod 700 on it")
        }
    }
}
