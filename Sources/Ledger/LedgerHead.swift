internal import Glibc
internal import Platform

/// The last batch of a ledger: its number, and the digest of its checkpoint.
public struct LedgerHead: Sendable, Hashable {
    /// The batch's number, from 1.
    public let batch: Int64
    /// The digest of its checkpoint.
    public let digest: [UInt8]

    /// The batch `batch` with `digest`.
    public init(batch: Int64, digest: [UInt8]) {
        self.batch = batch
        self.digest = digest
    }
}

/// Keeps the ledger's head in a file of its own, so that a ledger whose end was cut off, or that an older copy took the
/// place of, is known at the next start.
///
/// It is written after the batch is on disk, without a sync of its own: what it names was there, and it may lag behind.
@safe final class LedgerHeadFile {
    private let descriptor: Int32
    private let path: String

    /// Opens or makes the file at `path`. Throws `file` where that fails.
    init(path: String) throws(LedgerError) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            let number = errno
            if LedgerError.isNoRoom(number) { throw .noRoom("open \(path)") }
            throw .file("open \(path): errno \(number)")
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .file("\(path) is no regular file")
        }
    }

    deinit { close(descriptor) }

    /// What was written last; nil where nothing was, or it cannot be read.
    func read() -> LedgerHead? {
        guard let text = try? Files.read(path) else { return nil }
        let words = text.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3, words[0] == "batch", let batch = Int64(words[1]),
            let digest = Hex.decode(words[2].filter { $0 != "\n" }), digest.count == 32
        else { return nil }
        return LedgerHead(batch: batch, digest: digest)
    }

    /// Empties it: a line that is longer than the one that is written, since it is none, would never be read again.
    func clear() { _ = ftruncate(descriptor, 0) }

    /// Writes it in place; what fails is passed over, for the file only lags behind then.
    func write(_ head: LedgerHead) {
        let number = String(head.batch)
        let text = "batch " + String(repeating: "0", count: 19 - number.utf8.count) + number + " "
        let line = Array((text + Hex.encode(head.digest) + "\n").utf8)
        _ = unsafe pwrite(descriptor, line, line.count, 0)
    }
}
