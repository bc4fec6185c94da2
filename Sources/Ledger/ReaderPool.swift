internal import Platform

/// Read-only connections, each used by one thread at a time.
final class ReaderPool: Sendable {
    private let path: String
    private let payloads: PayloadStore
    private let condition: Monitor<LedgerCondition>
    private let idle = Monitor<[Reader]>([])

    /// Readers of the database at `path`; what they find damaged in it is noted in `condition`.
    init(path: String, payloads: PayloadStore, condition: Monitor<LedgerCondition>) {
        self.path = path
        self.payloads = payloads
        self.condition = condition
    }

    /// Runs `body` on a reader. Throws what it throws; a damaged database as `corrupt`, told before that.
    func read<Result>(_ body: (Reader) throws -> Result) throws -> Result {
        do { return try lend(body) } catch {
            guard let damage = LedgerError.damage(error) else { throw error }
            DatabaseDamage.note(damage, in: condition)
            throw damage
        }
    }

    private func lend<Result>(_ body: (Reader) throws -> Result) throws -> Result {
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
