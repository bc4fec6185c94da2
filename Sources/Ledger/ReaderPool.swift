internal import Platform

/// Read-only connections, each used by one thread at a time.
final class ReaderPool: Sendable {
    private let path: String
    let segments: SegmentFiles
    private let idle = Monitor<[Reader]>([])

    init(path: String, segments: SegmentFiles) {
        self.path = path
        self.segments = segments
    }

    func read<Result>(_ body: (Reader) throws -> Result) throws -> Result {
        let pooled = idle.withLock { Lease(reader: $0.popLast()) }
        let reader = try pooled.reader ?? Reader(path: path, segments: segments)
        defer {
            let lease = Lease(reader: reader)
            idle.withLock { readers in
                if let reader = lease.reader { readers.append(reader) }
            }
        }
        return try body(reader)
    }

    private struct Lease: @unchecked Sendable {
        // Sendable: a reader is in the pool or with one thread, never both.
        let reader: Reader?
    }
}
