internal import Glibc

/// Copies of files and folders that only their owner may read, whatever the originals' modes were.
public enum FolderCopy {
    /// Copies the file at `source`, which is no link, into the new file `target`, and has its bytes on disk.
    public static func copy(file source: String, to target: String) throws(SystemError) {
        let from = try SystemError.check("open", source) { unsafe open(source, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
        defer { close(from) }
        let to = try SystemError.check("open", target) {
            unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        defer { close(to) }
        while try SystemError.check("sendfile", target, { sendfile(to, from, nil, 1 << 24) }) > 0 {}
        try SystemError.check("fsync", target) { fsync(to) }
    }

    /// Copies the regular files and folders in `source` into the new folder `target`, down to `depth` folders below it; what
    /// `isWanted` does not want by its path below `source` is left out, and so are links and other special files.
    public static func copy(
        folder source: String, to target: String, depth: Int = 8, isWanted: (String) -> Bool = { _ in true }
    ) throws(SystemError) {
        try copy(source, target, "", depth, isWanted)
    }

    private static func copy(
        _ source: String, _ target: String, _ below: String, _ depth: Int, _ isWanted: (String) -> Bool
    ) throws(SystemError) {
        try SystemError.check("mkdir", target) { unsafe mkdir(target, 0o700) }
        for name in Files.names(in: source) where isWanted(below + name) {
            var status = stat()
            let path = "\(source)/\(name)"
            try SystemError.check("lstat", path) { unsafe lstat(path, &status) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: try copy(file: path, to: "\(target)/\(name)")
            case S_IFDIR where depth > 0:
                try copy(path, "\(target)/\(name)", "\(below)\(name)/", depth - 1, isWanted)
            default: continue
            }
        }
        try Files.sync(target)
    }
}
