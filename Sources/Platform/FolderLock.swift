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

    /// Takes the lock on `folder`, which is there; waits up to `milliseconds` for whoever has it.
    ///
    /// Throws `Taken` where another has it to the end of that, and `SystemError` where the file cannot be opened; what
    /// the folder holds stays as it is. Another lock in the same process is another's: a thread that holds it and asks
    /// again waits for itself.
    public init(folder: String, waiting milliseconds: Int64 = 0) throws {
        let path = "\(folder)/lock"
        self.path = path
        let deadline = MonotonicTime.now.advanced(byMilliseconds: milliseconds)
        while true {
            if let descriptor = try Self.attempt(folder, path) {
                self.descriptor = descriptor
                return
            }
            guard .now < deadline else { throw Taken(folder: folder, holder: (try? Files.read(path)) ?? []) }
            usleep(5_000)
        }
    }

    /// The locked file, nil where another has it, or where it was taken away meanwhile: a lock on a file without a name
    /// keeps nobody out.
    private static func attempt(_ folder: String, _ path: String) throws(SystemError) -> Int32? {
        let descriptor = try SystemError.check("open", path) {
            unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        try? Files.give(path, toOwnerOf: folder)
        var result: Int32
        repeat { result = flock(descriptor, LOCK_EX | LOCK_NB) } while result != 0 && errno == EINTR
        if result != 0 {
            let number = errno
            close(descriptor)
            guard number == EWOULDBLOCK else { throw SystemError(call: "flock", subject: path, number: number) }
            return nil
        }
        var (own, named) = (stat(), stat())
        guard unsafe fstat(descriptor, &own) == 0, unsafe lstat(path, &named) == 0, own.st_ino == named.st_ino,
            own.st_dev == named.st_dev
        else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Writes what others are told of the holder, in place of what the last one wrote.
    public func describe(_ text: [UInt8]) throws(SystemError) {
        try SystemError.check("ftruncate", path) { ftruncate(descriptor, 0) }
        try SystemError.check("pwrite", path) { unsafe pwrite(descriptor, text, text.count, 0) }
    }
}
