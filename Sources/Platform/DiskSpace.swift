internal import Glibc

/// The room on the disk that holds a folder.
public struct DiskSpace: Sendable {
    /// Bytes that may still be written.
    public let free: UInt64
    /// Bytes in all.
    public let size: UInt64

    /// The room at `path`; an error where the system does not tell.
    public init(path: String) throws(SystemError) {
        var found = statvfs()
        guard unsafe statvfs(path, &found) == 0 else {
            throw SystemError(call: "statvfs", subject: path, number: errno)
        }
        free = UInt64(found.f_bavail) * UInt64(found.f_frsize)
        size = UInt64(found.f_blocks) * UInt64(found.f_frsize)
    }
}
