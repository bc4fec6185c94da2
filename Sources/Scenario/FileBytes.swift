internal import Glibc
internal import Platform

/// Reads small files whole.
enum FileBytes {
    /// The bytes of the file at `path`, which must not be larger than `limit`.
    static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
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
}
