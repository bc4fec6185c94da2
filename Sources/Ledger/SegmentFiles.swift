internal import Glibc
internal import Platform

/// The append-only files that hold payloads. One thread writes; any thread reads.
///
/// A record is 16 bytes of header (magic, content length, signature length) and the bytes. A payload counts only once
/// the database names it, so what follows the last named one after a crash is cut off.
@safe final class SegmentFiles: @unchecked Sendable {
    // Sendable: the writer's fields are touched by the writer thread alone; reading opens files of its own.
    struct Location: Hashable {
        var segment: Int64
        var offset: Int64
        var content: Int64
        var signature: Int64
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

    /// Continues after `last`, the last payload that the database names; cuts off what a crash left behind it.
    init(directory: String, last: Location?, segmentLimit: Int64 = 1 << 30) throws(LedgerError) {
        self.directory = directory
        self.segmentLimit = segmentLimit
        segment = last?.segment ?? 1
        end = last.map { $0.offset + Self.headerSize + $0.content + $0.signature } ?? 0
        if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST { throw .file("mkdir \(directory)") }
        // Always: the folder may have been made by a run that ended before its name was on disk.
        do { try Files.syncFolder(of: directory) } catch { throw .file(error.description) }
        try openSegment()
        try check("ftruncate") { ftruncate(descriptor, Int(end)) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        for file in readers.withLock({ Array($0.values) }) { close(file) }
    }

    /// Appends one record; it is on disk only after `sync`.
    func append(content: any Payload, signature: [UInt8]) throws(LedgerError) -> Location {
        if end >= segmentLimit {
            try flush()
            try sync()
            close(descriptor)
            segment += 1
            end = 0
            try openSegment()
        }
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
        if segment == mark.segment { end = mark.end }
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
    func read(_ location: Location) throws(LedgerError) -> (content: [UInt8], signature: [UInt8]) {
        let file = try reader(of: location.segment)
        let content = try read(file, at: location.offset + Self.headerSize, count: Int(location.content))
        let signature = try read(
            file, at: location.offset + Self.headerSize + location.content, count: Int(location.signature))
        return (content, signature)
    }

    private func reader(of segment: Int64) throws(LedgerError) -> Int32 {
        let path = path(of: segment)
        let file = readers.withLock { files in
            if let known = files[segment] { return known }
            let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
            if file >= 0 { files[segment] = file }
            return file
        }
        guard file >= 0 else { throw .file("open \(path)") }
        return file
    }

    private func read(_ file: Int32, at offset: Int64, count: Int) throws(LedgerError) -> [UInt8] {
        var done = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while done < count {
                let part = unsafe pread(
                    file, buffer.baseAddress.map { unsafe $0 + done }, count - done, Int(offset) + done)
                if part < 0, errno == EINTR { continue }
                if part <= 0 { break }
                done += part
            }
            initialized = done
        }
        guard done == count else { throw .corrupt("a payload is cut short") }
        return bytes
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
            guard part > 0 else { throw .file("write to segment \(segment): errno \(errno)") }
            done += part
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func openSegment() throws(LedgerError) {
        let path = path(of: segment)
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file("open \(path)") }
        let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .file("open \(directory)") }
        defer { close(folder) }
        try check("fsync") { fsync(folder) }
    }

    private func path(of segment: Int64) -> String { "\(directory)/\(segment).segment" }

    private func check(_ call: String, _ body: () -> Int32) throws(LedgerError) {
        do { try SystemError.check(call, directory, body) } catch { throw .file(error.description) }
    }
}
