/// Jobs that wait for a worker: parties take turns, and each party's own jobs keep their order.
///
/// A value that only decides; `Workers` locks it and runs what it gives. Every operation takes constant time but `cancel`,
/// which looks through one party's jobs.
struct WorkQueue<Job> {
    /// How much may wait, and run at once.
    struct Limits: Sendable {
        /// Jobs of all parties, waiting and running.
        var jobs = 256
        /// Jobs of one party, waiting and running.
        var jobsOfParty = 16
        /// Bytes of contents that running jobs hold together; a single job may hold more.
        var bytes = 128 << 20
    }

    /// Why a job is not taken.
    enum Full: Error {
        /// Its party has as many as one may have.
        case party
        /// There are as many as there may be.
        case all
    }

    /// A job that was taken.
    struct Entry {
        let number: UInt64
        let party: UInt64
        let bytes: Int
        let job: Job
    }

    private let limits: Limits
    private var waiting: [UInt64: [Entry]] = [:]
    /// The parties with waiting jobs in the order of their turns.
    private var turns: [UInt64] = []
    private var held: [UInt64: Int] = [:]
    private var last: UInt64 = 0
    private(set) var running = (jobs: 0, bytes: 0)
    /// Jobs that wait for their turn.
    private(set) var waitingCount = 0

    init(_ limits: Limits) { self.limits = limits }

    /// Takes a job that will hold `bytes`; gives its number.
    mutating func add(_ job: Job, bytes: Int, for party: UInt64) throws(Full) -> UInt64 {
        guard held[party, default: 0] < limits.jobsOfParty else { throw .party }
        guard waitingCount + running.jobs < limits.jobs else { throw .all }
        last += 1
        if waiting[party] == nil { turns.append(party) }
        waiting[party, default: []].append(Entry(number: last, party: party, bytes: bytes, job: job))
        held[party, default: 0] += 1
        waitingCount += 1
        return last
    }

    /// The job whose turn it is, which runs from now on; nil for none, or where it has to wait for memory. Nothing
    /// overtakes it then, or large jobs would wait for ever.
    mutating func next() -> Entry? {
        guard let party = turns.first, let entry = waiting[party]?.first else { return nil }
        guard running.jobs == 0 || running.bytes + entry.bytes <= limits.bytes else { return nil }
        turns.removeFirst()
        waiting[party]?.removeFirst()
        if waiting[party]?.isEmpty == true { waiting[party] = nil } else { turns.append(party) }
        waitingCount -= 1
        running.jobs += 1
        running.bytes += entry.bytes
        return entry
    }

    /// A running job is done.
    mutating func finish(_ entry: Entry) {
        running.jobs -= 1
        running.bytes -= entry.bytes
        forget(entry.party)
    }

    /// Takes a job back that still waits; nil where it runs, or ran, already.
    mutating func cancel(_ number: UInt64, of party: UInt64) -> Job? {
        guard let index = waiting[party]?.firstIndex(where: { $0.number == number }),
            let entry = waiting[party]?.remove(at: index)
        else { return nil }
        if waiting[party]?.isEmpty == true {
            waiting[party] = nil
            turns.removeAll { $0 == party }
        }
        waitingCount -= 1
        forget(party)
        return entry.job
    }

    /// Takes back all that wait, in no order.
    mutating func removeAll() -> [Job] {
        let entries = waiting.values.flatMap { $0 }
        waiting = [:]
        turns = []
        waitingCount = 0
        for entry in entries { forget(entry.party) }
        return entries.map(\.job)
    }

    private mutating func forget(_ party: UInt64) {
        let left = (held[party] ?? 0) - 1
        held[party] = left > 0 ? left : nil
    }
}
