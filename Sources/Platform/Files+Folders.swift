internal import CLinux
internal import Glibc

extension Files {
    /// Makes the folder at `path` and those above it where they are missing, and leaves it to its owner alone (0700).
    ///
    /// The mode of a folder of another user, which only that one may change, stays as it is.
    public static func makeSecretFolder(_ path: String) throws(SystemError) {
        try makeFolder(path, isSecret: true)
        var status = stat()
        try SystemError.check("stat", path) { unsafe stat(path, &status) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw SystemError(call: "mkdir", subject: path, number: ENOTDIR)
        }
        if status.st_mode & 0o7777 == 0o700 { return }
        guard unsafe chmod(path, 0o700) == 0 || errno == EPERM else {
            throw SystemError(call: "chmod", subject: path, number: errno)
        }
    }

    /// Gives what root made to the owner of `folder`, so that the service whose folder it is gets at it; for any other user
    /// than root nothing is to be done.
    public static func give(_ path: String, toOwnerOf folder: String) throws(SystemError) {
        guard geteuid() == 0 else { return }
        var (owner, own) = (stat(), stat())
        try SystemError.check("stat", folder) { unsafe stat(folder, &owner) }
        try SystemError.check("lstat", path) { unsafe lstat(path, &own) }
        if own.st_uid == owner.st_uid { return }
        try SystemError.check("lchown", path) { unsafe lchown(path, owner.st_uid, owner.st_gid) }
    }

    /// Swaps what two paths of one file system name, in one step: whoever looks sees the one state or the other.
    ///
    /// Throws with EINVAL or ENOSYS where the file system has no such step.
    public static func exchange(_ one: String, _ other: String) throws(SystemError) {
        try SystemError.check("renameat2", other) { unsafe lgsp_exchange(one, other) }
    }

    /// Whether `path` is a folder itself, not a link to one.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes a folder with what it holds, as far as that can be; links are removed, not followed.
    public static func removeFolder(_ path: String) {
        for name in names(in: path) {
            let inner = "\(path)/\(name)"
            if isFolder(inner) { removeFolder(inner) } else { unsafe unlink(inner) }
        }
        unsafe rmdir(path)
    }
}
