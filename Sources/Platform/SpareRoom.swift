internal import Glibc

/// A file without meaning that keeps a little room on the disk, to be given up for small files where it is full.
public struct SpareRoom: Sendable {
    private static let size = 256 << 10
    private let path: String

    /// The spare room in `folder`, as far as there is some.
    public init(folder: String) { path = "\(folder)/spare" }

    /// Takes the room where there is enough, else does nothing.
    public func keep() {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        if posix_fallocate(file, 0, Self.size) != 0 { release() }
    }

    /// Gives the room up.
    public func release() { unsafe unlink(path) }
}
