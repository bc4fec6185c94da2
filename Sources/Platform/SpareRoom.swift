internal import Glibc

/// A file without meaning that keeps a little room on the disk, to be given up for small files where it is full.
public struct SpareRoom: Sendable {
    private static let size = 256 << 10
    private let path: String

    /// The spare room in `folder`, as far as there is some.
    public init(folder: String) { path = "\(folder)/spare" }

    /// Takes the room where there is enough, else does nothing.
    public func keep() {
        // Written, not only allocated: file systems differ in what they promise for that.
        if Files.exists(path) { return }
        try? Files.write([UInt8](repeating: 0, count: Self.size), to: path, isSecret: true)
    }

    /// Gives the room up.
    public func release() { unsafe unlink(path) }
}
