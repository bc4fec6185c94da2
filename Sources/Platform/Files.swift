internal import Glibc

/// Whole small files, read and written.
public enum Files {
    /// The bytes of the file at `path`.
    public static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try SystemError.check("read", path) { unsafe Glibc.read(file, &chunk, chunk.count) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Writes a file anew beside its place and moves it there, so that a reader sees the old or the new one, whole.
    ///
    /// After it bytes and name are on disk: a power cut leaves the old or the new file as well, never an empty one.
    /// `isSecret` files have the mode 0600 from the start. A link at `path` is replaced, not followed. Where it fails, such
    /// as on a full disk, the old file stands and nothing lies beside it.
    public static func write(_ bytes: [UInt8], to path: String, isSecret: Bool = false) throws(SystemError) {
        let temporary = "\(path).new-\(getpid())"
        unsafe unlink(temporary)
        do {
            try put(bytes, into: temporary, isSecret: isSecret, isSynced: true)
            try SystemError.check("rename", path) { unsafe rename(temporary, path) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        try syncFolder(of: path)
    }

    /// Writes a new file; unless `isSynced` it is on disk only after `syncAll`, and may be there cut short after a power
    /// cut before that.
    public static func put(
        _ bytes: [UInt8], into path: String, isSecret: Bool = false, isSynced: Bool = false
    ) throws(SystemError) {
        let file = try SystemError.check("open", path) {
            unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isSecret ? 0o600 : 0o644)
        }
        defer { close(file) }
        // Whatever the umask took away.
        if let mode = isSecret ? 0o600 : FileMode.open(0o644) {
            try SystemError.check("fchmod", path) { fchmod(file, mode) }
        }
        try put(bytes, into: file, at: path)
        if isSynced { try SystemError.check("fsync", path) { fsync(file) } }
    }

    private static func put(_ bytes: [UInt8], into file: Int32, at path: String) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let rest = Array(bytes[done...])
            done += try SystemError.check("write", path) { unsafe Glibc.write(file, rest, rest.count) }
        }
    }

    /// Has everything on disk that was written before: for many files at once.
    public static func syncAll() { Glibc.sync() }

    /// Makes the folder at `path` and those above it, and has their names on disk; `isSecret` ones with the mode 0700,
    /// whatever the umask. A folder that is there keeps its mode.
    public static func makeFolder(_ path: String, isSecret: Bool = false) throws(SystemError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
            if unsafe mkdir(made, isSecret ? 0o700 : 0o755) == 0 {
                if let mode = isSecret ? 0o700 : FileMode.open(0o755) {
                    try SystemError.check("chmod", made) { unsafe chmod(made, mode) }
                }
                try syncFolder(of: made)
            } else if errno != EEXIST {
                throw SystemError(call: "mkdir", subject: made, number: errno)
            }
        }
    }

    /// Has the names in the folder that holds `path` on disk: a file's own fsync does not see to its name.
    public static func syncFolder(of path: String) throws(SystemError) {
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        try sync(path.hasPrefix("/") ? "/" + parent : parent.isEmpty ? "." : parent)
    }

    /// Has the file or folder at `path` on disk: its bytes, or its names.
    public static func sync(_ path: String) throws(SystemError) {
        let file = try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(file) }
        try SystemError.check("fsync", path) { fsync(file) }
    }

    /// Whether something is at `path`.
    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The bytes of all files in the folder at `path` together.
    public static func size(ofFilesIn path: String) -> Int {
        names(in: path).reduce(0) { sum, name in
            var status = stat()
            return unsafe stat("\(path)/\(name)", &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// The paths of the regular files below the folder at `path`, relative to it and sorted; links are not followed.
    public static func paths(below path: String) -> [String] {
        names(in: path).flatMap { name -> [String] in
            var status = stat()
            guard unsafe lstat("\(path)/\(name)", &status) == 0 else { return [] }
            return switch status.st_mode & S_IFMT {
            case S_IFREG: [name]
            case S_IFDIR: paths(below: "\(path)/\(name)").map { "\(name)/\($0)" }
            default: []
            }
        }
    }

    /// The names in the folder at `path`, sorted; none where there is no such folder.
    public static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
