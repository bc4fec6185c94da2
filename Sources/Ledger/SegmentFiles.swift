internal import Glibc
internal import Platform

/// The append-only files that hold payloads. One thread writes; any thread reads.
///
/// A record is 16 bytes of header (magic, content length, signature length) and the bytes. A payload counts only once
/// the database names it. Nothing that lies in a file at the start is cut off or written over: what follows the last named
/// payload after a crash stays and is told, and a file that has lost bytes is written to no more.
@safe final class SegmentFiles: @unchecked Sendable {
    // Sendable: the writer's fields are touched by the writer thread alone; reading opens files of its own.
    struct Location: Hashable {
        var segment: Int64
        var offset: Int64
        var content: Int64
        var signature: Int64
    }

    /// Bytes in a segment behind the last payload that the database names.
    struct Rest: CustomStringConvertible {
        let segment: Int64
        let offset: Int64
        let count: Int64

        var description: String {
            "segment \(segment) holds \(count) bytes from \(offset) on that no document names: they are kept"
        }
    }

    static let headerSize: Int64 = 16
    private static let magic: [UInt8] = Array("LGSP".utf8)
    private static let flushSize = 1 << 20

    private let directory: String
    private let segmentLimit: Int64
    private var descriptor: Int32 = -1
    private var segment: Int64
    private var end: Int64
    private var buffer: [UInt8] = []
    private var isDirty = false
    /// Files open for reading, by segment. They are never closed before the end: pread needs no place of its own.
    private let readers = Monitor<[Int64: Int32]>([:])
    /// Segments that do not hold what the database says.
    let faults: [SegmentFault]
    /// What lies behind the last named payload of the segment that is written on.
    let rest: Rest?

    /// Goes on in the last segment; in a new one where that has lost bytes. `ends` says for each segment where the last
    /// payload ends that the database names.
    ///
    /// Nothing is written before the first payload comes, but for the folder where there is none.
    init(directory: String, ends: [Int64: Int64], segmentLimit: Int64 = 1 << 30) throws(LedgerError) {
        self.directory = directory
        self.segmentLimit = segmentLimit
        if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST { throw Self.failure("mkdir \(directory)") }
        // Always: the folder may have been made by a run that ended before its name was on disk.
        do { try Files.syncFolder(of: directory) } catch { throw .file(error.description) }
        let sizes = Self.sizes(in: directory)
        faults = ends.sorted { $0.key < $1.key }.compactMap { segment, end in
            if let size = sizes[segment], size >= end { return nil }
            return SegmentFault(segment: segment, expected: end, found: sizes[segment])
        }
        let last = max(ends.keys.max() ?? 0, sizes.keys.max() ?? 0)
        let named = ends[last] ?? 0
        if let size = sizes[last], size >= named {
            (segment, end) = (last, size)
            rest = size > named ? Rest(segment: last, offset: named, count: size - named) : nil
        } else {
            (segment, end) = (last + 1, 0)
            rest = nil
        }
    }

    private static func sizes(in directory: String) -> [Int64: Int64] {
        var sizes: [Int64: Int64] = [:]
        for name in Files.names(in: directory) where name.hasSuffix(".segment") {
            guard let number = Int64(name.dropLast(".segment".count)), (1..<1 << 40).contains(number) else { continue }
            var status = stat()
            if unsafe stat("\(directory)/\(name)", &status) == 0 { sizes[number] = Int64(status.st_size) }
        }
        return sizes
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        for file in readers.withLock({ Array($0.values) }) { close(file) }
    }

    /// Appends one record; it is on disk only after `sync`.
    func append(content: any Payload, signature: [UInt8]) throws(LedgerError) -> Location {
        if end >= segmentLimit {
            try sync()
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
            segment += 1
            end = 0
        }
        if descriptor < 0 { try openSegment() }
        let location = Location(
            segment: segment, offset: end, content: Int64(content.count), signature: Int64(signature.count))
        buffer.append(contentsOf: Self.magic)
        for value in [UInt64(content.count), UInt64(signature.count)] {
            for shift in stride(from: 40, through: 0, by: -8) {
                buffer.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
            }
        }
        unsafe content.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: signature)
        end += Self.headerSize + location.content + location.signature
        isDirty = true
        if buffer.count >= Self.flushSize { try flush() }
        return location
    }

    /// Forgets what was appended since `mark`, for a batch that is rolled back.
    func rollBack(to mark: (segment: Int64, end: Int64)) {
        buffer.removeAll(keepingCapacity: true)
        // A segment that was begun since then holds nothing that counts.
        end = segment == mark.segment ? mark.end : 0
    }

    var mark: (segment: Int64, end: Int64) { (segment, end) }

    /// Puts on disk all that was appended.
    func sync() throws(LedgerError) {
        guard isDirty else { return }
        try flush()
        try check("fdatasync") { fdatasync(descriptor) }
        isDirty = false
    }

    /// Reads a payload: content and signature.
    func read(_ location: Location) throws(PayloadStore.Objection) -> (content: [UInt8], signature: [UInt8]) {
        let sizes = [location.offset, location.content, location.signature]
        guard sizes.allSatisfy({ (0..<1 << 50).contains($0) }) else { throw PayloadStore.Objection(kind: .gone) }
        let start = location.offset + Self.headerSize
        do throws(SystemError) {
            let file = try reader(of: location.segment)
            guard let content = try Self.read(file, at: start, count: Int(location.content)),
                let signature = try Self.read(file, at: start + location.content, count: Int(location.signature))
            else { throw SystemError(call: "read", number: ENODATA) }
            return (content, signature)
        } catch {
            throw error.number == ENODATA ? PayloadStore.Objection(kind: .short) : PayloadStore.Objection(error)
        }
    }

    private func reader(of segment: Int64) throws(SystemError) -> Int32 {
        let path = path(of: segment)
        if let known = readers.withLock({ $0[segment] }) { return known }
        // What is no file, such as a pipe, keeps nobody waiting.
        let file = try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        let kept = readers.withLock { files in
            files[segment] = files[segment] ?? file
            return files[segment] ?? file
        }
        if kept != file { close(file) }
        return kept
    }

    /// `count` bytes from `offset` on; nil where the file ends before.
    private static func read(_ file: Int32, at offset: Int64, count: Int) throws(SystemError) -> [UInt8]? {
        // A count that the database does not have right takes no memory before the file is known to hold so much.
        var status = stat()
        try SystemError.check("fstat") { unsafe fstat(file, &status) }
        guard Int64(status.st_size) - offset >= Int64(count) else { return nil }
        var done = 0
        var failed: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while done < count {
                let part = unsafe pread(
                    file, buffer.baseAddress.map { unsafe $0 + done }, count - done, Int(offset) + done)
                if part < 0, errno == EINTR { continue }
                if part < 0 { failed = errno }
                if part <= 0 { break }
                done += part
            }
            initialized = done
        }
        if failed != 0 { throw SystemError(call: "pread", number: failed) }
        return done == count ? bytes : nil
    }

    private func flush() throws(LedgerError) {
        guard !buffer.isEmpty else { return }
        var done = 0
        let start = end - Int64(buffer.count)
        while done < buffer.count {
            let part = unsafe buffer.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress.map { unsafe $0 + done }, $0.count - done, Int(start) + done)
            }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw Self.failure("write to segment \(segment)") }
            done += part
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func openSegment() throws(LedgerError) {
        let path = path(of: segment)
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // Nothing is written yet: this batch is refused, and the next one tries again.
        guard descriptor >= 0 else { throw .noRoom("open \(path): errno \(errno)") }
        try check("fsync") {
            let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else { return -1 }
            defer { close(folder) }
            return fsync(folder)
        }
    }

    /// The error of a call that failed just now: one for want of room can be undone.
    private static func failure(_ call: String) -> LedgerError {
        let number = errno
        return LedgerError.isNoRoom(number) ? .noRoom(call) : .file("\(call): errno \(number)")
    }

    private func path(of segment: Int64) -> String { "\(directory)/\(segment).segment" }

    private func check(_ call: String, _ body: () -> Int32) throws(LedgerError) {
        do { try SystemError.check(call, directory, body) } catch { throw .file(error.description) }
    }
}
