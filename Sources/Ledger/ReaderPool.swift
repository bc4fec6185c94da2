internal import Platform

/// Read-only connections, each used by one thread at a time.
final class ReaderPool: Sendable {
    private let path: String
    private let payloads: PayloadStore
    private let idle = Monitor<[Reader]>([])

    init(path: String, payloads: PayloadStore) {
        self.path = path
        self.payloads = payloads
    }

    func read<Result>(_ body: (Reader) throws -> Result) throws -> Result {
        let pooled = idle.withLock { Lease(reader: $0.popLast()) }
        let reader = try pooled.reader ?? Reader(path: path, payloads: payloads)
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
