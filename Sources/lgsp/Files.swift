internal import Glibc
internal import Platform

/// Reads and writes whole files.
enum Files {
    /// The bytes of the file at `path`, `-` for stdin; at most `limit`.
    static func read(_ path: String, limit: Int = 256 << 20) throws(SystemError) -> [UInt8] {
        let descriptor =
            path == "-" ? STDIN_FILENO : try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try SystemError.check("read", path) {
                unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw SystemError(call: "read", subject: path, number: EFBIG) }
        }
    }

    /// Writes a new file, or over an old one.
    static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let descriptor = try SystemError.check("open", path) {
            unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try SystemError.check("write", path) {
                unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a folder where there is none.
    static func makeFolder(_ path: String) throws(SystemError) {
        guard unsafe mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        throw SystemError(call: "mkdir", subject: path, number: errno)
    }

    /// Whether something can be read at `path`.
    static func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

    /// The last part of a path.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "file" }

    /// The absolute form of a path that need not exist.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }
}
