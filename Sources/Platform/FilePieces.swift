internal import Glibc

/// The bytes of a file, a megabyte at a time; links are not followed.
public final class FilePieces {
    private let descriptor: Int32
    private let path: String
    private var piece = [UInt8](repeating: 0, count: 1 << 20)

    /// The file at `path`. Throws where it cannot be opened.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        descriptor = try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    }

    deinit { close(descriptor) }

    /// The next bytes; nil at the end.
    public func next() throws(SystemError) -> [UInt8]? {
        let count = try SystemError.check("read", path) { unsafe Glibc.read(descriptor, &piece, piece.count) }
        return count == 0 ? nil : Array(piece[..<count])
    }
}
