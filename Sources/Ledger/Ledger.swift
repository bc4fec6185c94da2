public import Exchange
internal import Platform

/// The durable record of all that happened, and the one writer that adds to it.
///
/// A job is answered only when its batch is on disk. Jobs wait in one bounded queue; the writer takes what waits, lets
/// them decide one after another in one transaction, signs the batch once, syncs once, and then answers all of them.
public final class Ledger: Sendable {
    /// How the ledger is set up.
    public struct Configuration: Sendable {
        /// The folder of the database and the segments; made where it is not there.
        public var directory: String
        /// How many jobs may wait.
        public var queueLimit = 4096
        /// How much work one batch may take: documents and confirmations, roughly.
        public var batchLimit = 512
        /// The business clock.
        public var clock: @Sendable () -> Instant
        /// Whether a ledger that another key has sealed so far is gone on with.
        public var takesOtherKey: Bool
        /// Fills the free bits of ids.
        public var entropy: @Sendable () -> UInt64

        /// The usual limits, in `directory`.
        public init(
            directory: String, takesOtherKey: Bool = false, clock: @escaping @Sendable () -> Instant,
            entropy: @escaping @Sendable () -> UInt64
        ) {
            self.takesOtherKey = takesOtherKey
            self.directory = directory
            self.clock = clock
            self.entropy = entropy
        }
    }

    /// What a committed batch changed, for those who wait.
    public struct Commit: Sendable {
        /// Agencies with something new in their mailbox.
        public let mailboxes: Set<AgencyNumber>
        /// The number of the last fact.
        public let lastFact: Int64
        /// Whether the directory changed.
        public let isDirectoryChanged: Bool
        /// What it moved.
        public let tally: TrafficTally
    }

    struct Job {
        let weight: Int
        /// Decides within the batch; gives what to call once the batch is on disk.
        let perform: (Batch) throws -> (SealedBatch) -> Void
        /// Called instead, where the batch could not be kept.
        let fail: (LedgerError) -> Void
    }

    struct Queue {
        var jobs: [Job] = []
        var isClosing = false
    }

    /// The digest tree and signature of a committed batch.
    struct SealedBatch: Sendable {
        let tree: DigestTree
        let checkpoint: Checkpoint
        let digest: [UInt8]
        let signature: [UInt8]
        let key: [UInt8]

        func receipt(index: Int, fact: [UInt8]) -> Receipt {
            Receipt(
                fact: fact, index: index, tree: tree, checkpoint: checkpoint, digest: digest, signature: signature,
                key: key)
        }
    }

    let configuration: Configuration
    let sealer: any Sealer
    let queue: Monitor<Queue>
    let readers: ReaderPool
    private let conditionNow: Monitor<LedgerCondition>
    private let currentDirectory: Monitor<Directory>
    /// How many copies waited for each hub, by its place in the directory, when the ledger was opened.
    public let waitingAtStart: [Int: Int64]
    private let writer: Monitor<Thread?>

    /// Opens or makes the ledger in `configuration.directory` and starts its writer.
    ///
    /// `onCommit` is called by the writer after each batch, before the jobs' own answers. Throws `corrupt` where the database
    /// is so damaged that nothing can be built on it.
    public init(
        configuration: Configuration, sealer: any Sealer, onCommit: @escaping @Sendable (Commit) -> Void
    ) throws {
        self.configuration = configuration
        self.sealer = sealer
        queue = Monitor(Queue())
        let condition = Monitor(LedgerCondition())
        conditionNow = condition
        let work: Writer
        do {
            try Recovery.settle("\(configuration.directory)/ledger.sqlite")
            work = try Writer(configuration: configuration, sealer: sealer, condition: condition)
        } catch { throw LedgerError.damage(error) ?? error }
        readers = ReaderPool(
            path: work.path,
            payloads: PayloadStore(segments: work.segments, digest: sealer.digest, condition: condition),
            condition: condition)
        currentDirectory = Monitor(work.directory)
        waitingAtStart = work.waiting
        writer = Monitor(nil)
        let box = WriterBox(work)
        let thread = try Thread(name: "ledger-writer") { [self] in
            box.writer.run(
                queue: queue,
                onCommit: { commit, directory in
                    if let directory { currentDirectory.withLock { $0 = directory } }
                    onCommit(commit)
                })
        }
        writer.withLock { $0 = thread }
    }

    /// The directory as of the last commit.
    public var directory: Directory { currentDirectory.withLock { $0 } }

    /// What is wrong with the storage, as far as it is known.
    public var condition: LedgerCondition { conditionNow.withLock { $0 } }

    /// The folder of the database and the segments, where copies may be made that nobody keeps.
    public var scratchDirectory: String { configuration.directory }

    /// Lets the queue run empty, then ends the writer. Later jobs fail as `closed`.
    public func close() {
        queue.notify { $0.isClosing = true }
        writer.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// Notes that the database is damaged.
    func note(_ damage: LedgerError) { DatabaseDamage.note(damage, in: conditionNow) }

    func enqueue(_ job: Job) throws(LedgerError) {
        let refusal: LedgerError? = queue.notify { queue in
            if queue.isClosing { return .closed }
            if queue.jobs.count >= configuration.queueLimit { return .busy }
            queue.jobs.append(job)
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Runs `body` on a reader: a consistent view of the last commit.
    public func read<Result>(_ body: (Reader) throws -> Result) throws -> Result {
        try readers.read { reader in try reader.atOneMoment { try body(reader) } }
    }

    private final class WriterBox: @unchecked Sendable {
        // Sendable: handed once to the writer's thread, which alone uses it.
        let writer: Writer
        init(_ writer: Writer) { self.writer = writer }
    }
}
