internal import Glibc

/// A lock on a folder that one process holds at a time, by flock(2) on the file `lock` in it.
///
/// The kernel drops it with the process, whatever ends that: a file that is left behind holds nobody up.
public final class FolderLock: Sendable {
    /// Another process holds the lock; `holder` is what it wrote about itself, empty where that cannot be read.
    public struct Taken: Error, Sendable {
        /// The folder.
        public let folder: String
        /// What the holder wrote.
        public let holder: [UInt8]
    }

    private let descriptor: Int32
    private let path: String

    /// Takes the lock on `folder`, which is there. Throws `Taken` where another process has it, and `SystemError` where the
    /// file cannot be opened; what the folder holds stays as it is.
    public init(folder: String) throws {
        let path = "\(folder)/lock"
        self.path = path
        descriptor = try SystemError.check("open", path) {
            unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        var result: Int32
        repeat { result = flock(descriptor, LOCK_EX | LOCK_NB) } while result != 0 && errno == EINTR
        guard result == 0 else {
            let number = errno
            close(descriptor)
            guard number == EWOULDBLOCK else { throw SystemError(call: "flock", subject: path, number: number) }
            throw Taken(folder: folder, holder: (try? Files.read(path)) ?? [])
        }
    }

    deinit { close(descriptor) }

    /// Writes what others are told of the holder, in place of what the last one wrote.
    public func describe(_ text: [UInt8]) throws(SystemError) {
        try SystemError.check("ftruncate", path) { ftruncate(descriptor, 0) }
        try SystemError.check("pwrite", path) { unsafe pwrite(descriptor, text, text.count, 0) }
    }
}
