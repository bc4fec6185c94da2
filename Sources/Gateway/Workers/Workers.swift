internal import Glibc
internal import HTTP
internal import Platform

/// Threads for work that grows with a document: reading, verifying and explaining large ones.
///
/// They run below the priority of the threads that serve connections, take turns between parties, and hold no more contents
/// at once than their limit. What does not fit into the queue is answered 429 to a party with too much of its own, else 503.
final class Workers: Sendable {
    private struct Job: Sendable {
        let work: @Sendable () -> Void
        let refuse: @Sendable (Problem) -> Void
    }

    private struct State {
        var queue: WorkQueue<Job>
        var isClosed = false
        /// Mean time of a job in milliseconds, the latest counting most.
        var pace: Int64 = 500
    }

    let limits: WorkQueue<Void>.Limits
    /// How many threads there are.
    let count: Int
    private let state: Monitor<State>
    private let threads = Monitor<[Thread]>([])

    /// `count` workers: half of the processors, so that the others always serve.
    init(
        _ limits: WorkQueue<Void>.Limits = WorkQueue<Void>.Limits(),
        count: Int = max(1, min(4, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) / 2))
    ) {
        self.limits = limits
        self.count = count
        let own = WorkQueue<Job>.Limits(jobs: limits.jobs, jobsOfParty: limits.jobsOfParty, bytes: limits.bytes)
        state = Monitor(State(queue: WorkQueue(own)))
    }

    /// Jobs that wait, and that run.
    var load: (waiting: Int, running: Int) {
        state.withLock { ($0.queue.waitingCount, $0.queue.running.jobs) }
    }

    /// Starts the threads.
    func start() throws {
        for _ in 0..<count {
            let thread = try Thread(name: "worker") { [self] in run() }
            threads.withLock { $0.append(thread) }
        }
    }

    /// Refuses all that waits as `busy`, since nothing of it was begun; returns once what runs is done.
    func close() {
        let dropped = state.notify { state in
            state.isClosed = true
            return state.queue.removeAll()
        }
        for job in dropped { job.refuse(Problem("busy")) }
        for thread in threads.withLock({ threads in
            defer { threads = [] }
            return threads
        }) { thread.join() }
    }

    /// Runs `body` here, or on a worker where `bytes` of contents are many or `body` finds that out by `LargeWork`. `failure`
    /// makes the answer of whatever it throws, and of why it is not taken.
    func run(
        _ bytes: Int, for party: UInt64, _ responder: HTTPResponder,
        failure: @escaping @Sendable (any Error) -> HTTPResponse,
        _ body: @escaping @Sendable (WorkPlace) throws -> Void
    ) {
        var bytes = bytes
        if bytes <= WorkPlace.limit {
            do { return try body(.serving) } catch let large as LargeWork { bytes = large.bytes } catch {
                return responder.respond(failure(error))
            }
        }
        do {
            try add(bytes, for: party, responder) { problem in
                responder.respond(failure(problem))
            } work: {
                do { try body(.worker) } catch { responder.respond(failure(error)) }
            }
        } catch { responder.respond(failure(error)) }
    }

    /// Queues `work`, which is dropped where the client of `responder` is gone before its turn.
    private func add(
        _ bytes: Int, for party: UInt64, _ responder: HTTPResponder, refuse: @escaping @Sendable (Problem) -> Void,
        work: @escaping @Sendable () -> Void
    ) throws(Problem) {
        let taken = state.notify { state -> Result<UInt64, Problem> in
            guard !state.isClosed else { return .failure(Problem("busy")) }
            do throws(WorkQueue<Job>.Full) {
                return .success(try state.queue.add(Job(work: work, refuse: refuse), bytes: bytes, for: party))
            } catch {
                var problem = Problem(error == .party ? "too_many_large_requests" : "busy")
                let ahead = error == .party ? limits.jobsOfParty : limits.jobs
                problem.retryAfter = min(60, max(1, state.pace * Int64(ahead / count) / 2_000))
                return .failure(problem)
            }
        }
        let number = try taken.get()
        // The job goes outside the lock: with it may go the last responder, which answers.
        responder.whenOver { [self] in _ = state.withLock { $0.queue.cancel(number, of: party) } }
    }

    private func run() {
        Self.yieldToServingThreads()
        while true {
            let entry = state.wait { state -> WorkQueue<Job>.Entry?? in
                if let entry = state.queue.next() { return .some(entry) }
                return state.isClosed ? .some(nil) : nil
            }
            guard let entry = entry ?? nil else { return }
            let began = MonotonicTime.now
            entry.job.work()
            let took = MonotonicTime.now.since(began) / 1_000_000
            state.notify { state in
                state.queue.finish(entry)
                state.pace = (state.pace * 3 + took) / 4
            }
        }
    }

    /// Lowers the priority of the calling thread alone: Linux takes 0 for the thread, not for its process.
    static func yieldToServingThreads() { setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10) }
}
