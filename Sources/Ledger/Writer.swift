internal import Exchange
internal import Platform

/// The one thread that writes: takes what waits, decides, folds, seals, syncs, answers.
final class Writer {
    let path: String
    let segments: SegmentFiles
    private let condition: Monitor<LedgerCondition>
    private let headFile: LedgerHeadFile
    private var hasLostEnd = false
    /// Where there was no room: what is scheduled is not tried before.
    private var resting: MonotonicTime?
    /// Whether that was because the disk has no more than its reserve.
    private var isBelowReserve = false
    private let configuration: Ledger.Configuration
    private let sealer: any Sealer
    private let database: Database
    private let fold: Fold
    /// The first count of every shard, for a ledger that was restored.
    private let floor: Int64
    private var lastBatch: Int64
    private var lastFact: Int64
    private var lastTime: Int64
    private var previous: [UInt8]
    private var messages: [UInt16: Int64] = [:]
    private var deliveries: [UInt16: Int64] = [:]
    /// The head of the schedule: when the next scheduled fact is due.
    private var nextDue: Int64?
    /// Counts the scheduled facts that were carried out, for whose turn it is.
    private var step = 0
    /// Whether the last batch put something scheduled into mailboxes.
    private var didScheduled = false
    /// How many copies waited for each hub at the start.
    private(set) var waiting: [Int: Int64] = [:]

    var directory: Directory { fold.directory }

    init(configuration: Ledger.Configuration, sealer: any Sealer, condition: Monitor<LedgerCondition>) throws {
        self.configuration = configuration
        self.sealer = sealer
        self.condition = condition
        path = "\(configuration.directory)/ledger.sqlite"
        database = try Database(path: path, readOnly: false)
        try database.run(
            """
            PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;
            """)
        try database.makeCheckpointsByHand()
        try database.run(Schema.truth)
        try ReadModels.bringUpToDate(database)
        let chain = try database.statement(
            "SELECT batch, first_fact + count - 1, at, digest, key FROM batches ORDER BY batch DESC LIMIT 1")
        let isNew = try !chain.step()
        lastBatch = isNew ? 0 : chain.number(0)
        lastFact = isNew ? 0 : chain.number(1)
        lastTime = isNew ? 0 : chain.number(2)
        previous = isNew ? Checkpoint.genesis : chain.data(3)
        if !isNew, !configuration.takesOtherKey, chain.data(4) != sealer.key { throw LedgerError.otherKey }
        chain.reset()
        // A number that no ledger reaches would overflow the next one.
        guard [lastBatch, lastFact, lastTime].allSatisfy({ (0..<1 << 53).contains($0) }), previous.count == 32 else {
            throw LedgerError.corrupt("its last batch \(lastBatch), with the fact \(lastFact), is none")
        }
        try Self.refuseUnsealed(database, last: lastFact)
        try LedgerSchema.refuseOthers(in: database)
        floor = try RestoreMark.firstCount(in: configuration.directory) ?? 1
        headFile = try LedgerHeadFile(path: "\(configuration.directory)/head")
        var directory = Directory()
        let facts = try database.statement(
            "SELECT kind, version, bytes FROM facts WHERE kind < 10 OR kind >= 40 ORDER BY fact")
        while try facts.step() {
            directory.apply(
                try Fact(
                    kind: UInt16(truncatingIfNeeded: facts.number(0)),
                    version: UInt8(truncatingIfNeeded: facts.number(1)),
                    bytes: facts.data(2)))
        }
        fold = Fold(database: database, directory: directory)
        segments = try SegmentFiles(
            directory: "\(configuration.directory)/segments", ends: try Self.segmentEnds(database))
        try tellMissingBatches()
        try tellWhatIsAmiss()
        try loadCounts()
        try loadSchedule()
        waiting = try loadWaiting()
    }

    /// The serials of every shard.
    private static func serials(_ directory: Directory) -> [(shard: UInt16, first: Int64, last: Int64)] {
        Set(directory.hubs.map(\.shard)).sorted().map { shard in
            (shard, Serial(shard: shard, count: 0).value, Serial(shard: shard, count: .max).value)
        }
    }

    /// Where the last payload ends in each segment.
    private static func segmentEnds(_ database: Database) throws(LedgerError) -> [Int64: Int64] {
        let ends = try database.statement(
            "SELECT segment, offset + content + signature FROM payloads")
        defer { ends.reset() }
        var found: [Int64: Int64] = [:]
        while try ends.step() {
            found[ends.number(0)] = max(found[ends.number(0)] ?? 0, ends.number(1) + SegmentFiles.headerSize)
        }
        return found
    }

    /// Facts that no batch seals were not written by this program, and a batch without its last fact has lost it: nothing is
    /// built on either.
    private static func refuseUnsealed(_ database: Database, last: Int64) throws(LedgerError) {
        let facts = try database.statement("SELECT coalesce(max(fact), 0) FROM facts")
        defer { facts.reset() }
        let first = try database.statement("SELECT min(fact) FROM facts")
        defer { first.reset() }
        if try first.step(), let number = first.optional(0), number != 1 {
            throw .corrupt("its first fact has the number \(number), and is in no sealed batch")
        }
        guard try facts.step(), facts.number(0) != last else { return }
        throw .corrupt(
            facts.number(0) > last
                ? "the facts after \(last), up to \(facts.number(0)), are in no sealed batch"
                : "the last batch ends with fact \(last), but the last fact there is \(facts.number(0))")
    }

    /// Has noted that batches are missing between the first and the last: an older database under a newer log looks so.
    private func tellMissingBatches() throws {
        let batches = try database.statement("SELECT count(*) FROM batches")
        defer { batches.reset() }
        guard try batches.step(), batches.number(0) != lastBatch else { return }
        DatabaseDamage.note(
            .corrupt("\(lastBatch - batches.number(0)) of \(lastBatch) batches are missing"), in: condition)
    }

    /// Has noted, and on the log, what this ledger has lost since it was written last.
    private func tellWhatIsAmiss() throws {
        func tell(_ words: some CustomStringConvertible) { StandardError.write("lgsp: ledger_damaged: \(words)") }
        segments.faults.forEach(tell)
        condition.withLock { $0.segments = segments.faults }
        if let rest = segments.rest { StandardError.write("lgsp: \(rest)") }
        // Known at once, and not only when the first document is refused.
        if !StorageReserve.hasRoom(at: configuration.directory) {
            noteFull(.noRoom("\(configuration.directory) has no more than its reserve"))
        }
        guard let head = headFile.read() else { return headFile.clear() }
        let known = try database.statement("SELECT digest FROM batches WHERE batch = ?")
        known.bind(1, head.batch)
        defer { known.reset() }
        if try known.step(), known.data(0) == head.digest { return }
        condition.withLock { $0.lostEnd = head }
        hasLostEnd = true
        tell(
            "it had a batch \(head.batch) that is not in it now: its end was cut off, or an older copy took its place (\(path))"
        )
    }

    private func loadCounts() throws {
        for (shard, first, last) in Self.serials(directory) {
            func highest(_ table: String) throws -> Int64 {
                let statement = try database.statement("SELECT max(serial) FROM \(table) WHERE serial BETWEEN ? AND ?")
                statement.bind(1, first)
                statement.bind(2, last)
                defer { statement.reset() }
                guard try statement.step(), let serial = statement.optional(0) else { return 0 }
                return serial - first
            }
            let last = try ["documents", "statuses", "notices", "papers"].map(highest).reduce(0, max)
            messages[shard] = max(last + 1, floor)
            deliveries[shard] = max(try highest("deliveries") + 1, floor)
        }
    }

    /// Looked at once: from here on commits tell what changes.
    private func loadWaiting() throws -> [Int: Int64] {
        let statement = try database.statement("SELECT hub, count(*) FROM schedule WHERE kind < 16 GROUP BY hub")
        defer { statement.reset() }
        var waiting: [Int: Int64] = [:]
        while try statement.step() { waiting[Int(statement.number(0))] = statement.number(1) }
        return waiting
    }

    private func loadSchedule() throws {
        nextDue = try Overtaking.lanes.compactMap { lane in
            let statement = try database.statement(
                of: "SELECT due FROM schedule WHERE lane = ? ORDER BY due, fact LIMIT 1")
            statement.bind(1, Int64(lane))
            defer { statement.reset() }
            return try statement.step() ? statement.number(0) : nil
        }.min()
    }

    /// Works until the queue is closing and empty.
    func run(queue: Monitor<Ledger.Queue>, onCommit: (Ledger.Commit, Directory?) -> Void) {
        while true {
            // Not longer than a while: the clock may be set meanwhile.
            let deadline = nextDue.map {
                max(
                    resting ?? .now,
                    MonotonicTime.now.advanced(
                        byMilliseconds: min(Self.look, max(0, $0 - configuration.clock().milliseconds))))
            }
            let limit = configuration.batchLimit
            let taken: (jobs: [Ledger.Job], isLast: Bool)? = queue.wait(until: deadline ?? resting) { queue in
                guard !queue.jobs.isEmpty || queue.isClosing else { return nil }
                var weight = 0
                var count = 0
                while count < queue.jobs.count, count == 0 || weight + queue.jobs[count].weight <= limit {
                    weight += queue.jobs[count].weight
                    count += 1
                }
                let jobs = Array(queue.jobs.prefix(count))
                queue.jobs.removeFirst(count)
                return (jobs, queue.isClosing && queue.jobs.isEmpty)
            }
            lookForRoom()
            if taken?.jobs.isEmpty == false || isDue { write(taken?.jobs ?? [], queue, onCommit: onCommit) }
            if taken?.isLast == true { return settle() }
        }
    }

    private static let look: Int64 = 10_000

    private var isDue: Bool {
        guard resting == nil, let nextDue else { return false }
        let clock = configuration.clock().milliseconds
        return nextDue <= clock || ClockSetBack(last: lastTime, now: clock) != nil
    }

    /// Goes on where there is room again, or looks for it once more a second later.
    private func lookForRoom() {
        guard let rest = resting, rest <= .now else { return }
        let hasRoom = StorageReserve.hasRoom(at: configuration.directory)
        resting = hasRoom ? nil : MonotonicTime.now.advanced(byMilliseconds: 1_000)
        // Of another limit than the disk's only a write tells that it is over.
        if hasRoom, isBelowReserve { condition.withLock { $0.fullSince = nil } }
        isBelowReserve = isBelowReserve && !hasRoom
    }

    private func noteFull(_ error: LedgerError) {
        isBelowReserve = !StorageReserve.hasRoom(at: configuration.directory)
        resting = MonotonicTime.now.advanced(byMilliseconds: 1_000)
        let now = configuration.clock()
        let isNews = condition.withLock { condition in
            guard condition.fullSince == nil else { return false }
            condition.fullSince = now
            return true
        }
        if isNews { StandardError.write("lgsp: storage_full: \(error); writes are refused until there is room") }
    }

    private func write(
        _ jobs: [Ledger.Job], _ queue: Monitor<Ledger.Queue>, onCommit: (Ledger.Commit, Directory?) -> Void
    ) {
        let directory = fold.directory
        let mark = segments.mark
        do {
            // What makes room is not there yet: so nothing is written that might fill what reading needs.
            guard StorageReserve.hasRoom(at: configuration.directory) else {
                throw LedgerError.noRoom("\(configuration.directory) has no more than its reserve")
            }
            let clock = configuration.clock().milliseconds
            let step = ClockSetBack(last: lastTime, now: clock)
            let now = Instant(milliseconds: step == nil ? max(lastTime, clock) : clock)
            let batch = Batch(
                now: now, firstFact: lastFact + 1,
                numbering: Numbering(
                    now: now, messages: messages, deliveries: deliveries, entropy: configuration.entropy()),
                database: database, fold: fold, segments: segments, digest: sealer.digest)
            try database.run("BEGIN IMMEDIATE")
            if let step { try batch.append(.clockSetBack(step)) }
            var answers: [(Ledger.SealedBatch) -> Void] = []
            answers.reserveCapacity(jobs.count)
            for job in jobs { answers.append(try job.perform(batch)) }
            // One batch of those who wait, one with a step of what is scheduled: neither keeps the other waiting long.
            let filled = batch.filled
            if jobs.isEmpty || !didScheduled { try carryOutWhatIsDue(batch, queue) }
            didScheduled = batch.filled > filled
            try fold.flush()
            let sealed = try seal(batch, now: now)
            try segments.sync()
            try database.run("COMMIT")
            lastFact += Int64(batch.leaves.count)
            lastTime = now.milliseconds
            (messages, deliveries) = (batch.numbering.messages, batch.numbering.deliveries)
            if let sealed {
                lastBatch = sealed.checkpoint.batch
                previous = sealed.digest
                // What proves that the end was cut off stays until somebody takes the file away.
                if !hasLostEnd { headFile.write(LedgerHead(batch: lastBatch, digest: previous)) }
            }
            if condition.withLock({ $0.fullSince.take() }) != nil { (resting, isBelowReserve) = (nil, false) }
            do {
                try loadSchedule()
                if batch.directoryChanged { try loadCounts() }
            } catch {
                // The batch is durable: it can neither be undone nor be told as failed.
                DurabilityLoss.stop(error as? LedgerError ?? .corrupt("\(error)"))
            }
            let tally = fold.tally
            fold.tally = TrafficTally()
            onCommit(
                Ledger.Commit(
                    mailboxes: batch.mailboxes, lastFact: lastFact, isDirectoryChanged: batch.directoryChanged,
                    tally: tally),
                batch.directoryChanged ? fold.directory : nil)
            let seal = sealed ?? emptySeal
            for answer in answers { answer(seal) }
        } catch {
            return fail(jobs, error: error, directory: directory, mark: mark)
        }
        takeInLog()
    }

    /// Has all in the database file at the end: a program that only reads it then finds no log to take in, which it would
    /// do without checksums.
    private func settle() {
        guard !database.isInTransaction else { return }
        try? database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Frames in the write-ahead log after which it is taken into the database.
    private static let logLimit: Int32 = 10_000

    private func takeInLog() {
        guard database.logFrames >= Self.logLimit else { return }
        do { try database.takeInLog() } catch LedgerError.noRoom {
            // What committed stays in the log until there is room.
        } catch { DurabilityLoss.stop(error) }
    }

    /// Nothing of the batch is kept, and every job is told. A failed sync cannot be tried again: the process stops.
    ///
    /// So it does where a batch cannot be undone, for later ones would be built on it.
    private func fail(
        _ jobs: [Ledger.Job], error: any Error, directory: Directory, mark: (segment: Int64, end: Int64)
    ) {
        let failure = LedgerError.damage(error) ?? error as? LedgerError ?? .corrupt("\(error)")
        switch failure {
        case .file: DurabilityLoss.stop(failure)
        case .database(let code, _, _) where code & 0xFF == 10: DurabilityLoss.stop(failure)
        default: break
        }
        if database.isInTransaction {
            do { try database.run("ROLLBACK") } catch { DurabilityLoss.stop(error) }
        }
        switch failure {
        case .noRoom: noteFull(failure)
        case .corrupt:
            // What is scheduled there would fail again at once.
            resting = MonotonicTime.now.advanced(byMilliseconds: 1_000)
            if LedgerError.damage(error) != nil { DatabaseDamage.note(failure, in: condition) }
        default: break
        }
        fold.reset(to: directory)
        segments.rollBack(to: mark)
        for job in jobs { job.fail(failure) }
    }

    /// Mailboxes that scheduled facts fill in one batch, about.
    private static let mailboxes = 512

    /// Carries out scheduled facts, one at least; no further one where somebody waits for the next batch.
    private func carryOutWhatIsDue(_ batch: Batch, _ queue: Monitor<Ledger.Queue>) throws {
        guard isDue else { return }
        let before = batch.filled
        repeat {
            let heads = try Overtaking.lanes.map { try head(of: $0, batch) }
            guard let lane = Overtaking.next(heads.map { $0?.due }, step: step), let number = heads[lane]?.fact else {
                return
            }
            step += 1
            let statement = try database.statement(of: "SELECT kind, version, bytes FROM facts WHERE fact = ?")
            statement.bind(1, number)
            guard try statement.step() else { throw LedgerError.corrupt("fact \(number) is scheduled, but not there") }
            let fact = try Fact(
                kind: UInt16(truncatingIfNeeded: statement.number(0)),
                version: UInt8(truncatingIfNeeded: statement.number(1)), bytes: statement.data(2))
            statement.reset()
            try batch.carryOut(fact, number: number, step: Routing.mailboxesPerScheduledStep)
        } while batch.filled - before < Self.mailboxes && queue.withLock { $0.jobs.isEmpty }
    }

    /// What of a lane is due and was there before this batch, first of all.
    private func head(of lane: Int, _ batch: Batch) throws -> (fact: Int64, due: Instant)? {
        let statement = try database.statement(
            of: """
                SELECT fact, due FROM schedule WHERE lane = ? AND due <= ? AND fact < ? ORDER BY due, fact LIMIT 1
                """)
        statement.bind(1, Int64(lane))
        statement.bind(2, batch.now.milliseconds)
        statement.bind(3, batch.firstFact)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return (statement.number(0), Instant(milliseconds: statement.number(1)))
    }

    private func seal(_ batch: Batch, now: Instant) throws -> Ledger.SealedBatch? {
        guard !batch.leaves.isEmpty else { return nil }
        let tree = DigestTree(leaves: batch.leaves, digest: sealer.digest)
        let checkpoint = Checkpoint(
            batch: lastBatch + 1, firstFact: batch.firstFact, count: Int64(batch.leaves.count), at: now.milliseconds,
            root: tree.root, previous: previous)
        let digest = sealer.digest(checkpoint.statement)
        let signature = try sealer.sign(digest)
        let statement = try database.statement("INSERT INTO batches VALUES(?,?,?,?,?,?,?,?,?)")
        statement.bind(1, checkpoint.batch)
        statement.bind(2, checkpoint.firstFact)
        statement.bind(3, checkpoint.count)
        statement.bind(4, checkpoint.at)
        statement.bind(5, checkpoint.root)
        statement.bind(6, checkpoint.previous)
        statement.bind(7, digest)
        statement.bind(8, signature)
        statement.bind(9, sealer.key)
        try statement.run()
        return Ledger.SealedBatch(
            tree: tree, checkpoint: checkpoint, digest: digest, signature: signature, key: sealer.key)
    }

    /// For jobs of a batch that gave no fact: nothing was kept, so nothing needs a receipt.
    private var emptySeal: Ledger.SealedBatch {
        Ledger.SealedBatch(
            tree: DigestTree(leaves: [], digest: sealer.digest),
            checkpoint: Checkpoint(
                batch: lastBatch, firstFact: lastFact, count: 0, at: lastTime, root: [], previous: previous),
            digest: [],
            signature: [], key: sealer.key)
    }
}
