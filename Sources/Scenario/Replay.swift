internal import Platform

/// Replays a scenario against a running daemon, over HTTPS, as every agency with its own certificate.
///
/// A bounded number of threads, connections, documents and seconds; it ends by itself.
public struct Replay: Sendable {
    /// The daemon's address, such as `https://127.0.0.1:8443`.
    public let serverURL: String
    /// The scenario.
    public let scenario: ScenarioFile
    /// The mark of this run's documents.
    public let runID: RunID
    /// The day of promulgation, `yyyy/MM/dd`, by the daemon's clock.
    public let day: String
    /// How the run says how far it is.
    public let progress: Progress

    let surroundings: any Surroundings

    /// A replay against the daemon at `serverURL` with the identities in `certificatesDirectory`
    /// (`root.pem`, `admin/`, `agencies/CODE/`), signing and checking with `keys`.
    public init(
        serverURL: String, certificatesDirectory: String, keys: any KeyRing, scenario: ScenarioFile, runID: RunID,
        day: String, door: Door = .native, progress: Progress = .standard
    ) {
        var serverURL = serverURL
        while serverURL.last == "/" { serverURL.removeLast() }
        self.init(
            serverURL: serverURL,
            surroundings: door.surroundings(
                of: Network(serverURL: serverURL, certificates: certificatesDirectory, keys: keys)),
            scenario: scenario, runID: runID, day: day, progress: progress)
    }

    init(
        serverURL: String, surroundings: any Surroundings, scenario: ScenarioFile, runID: RunID, day: String,
        progress: Progress
    ) {
        self.serverURL = serverURL
        self.surroundings = surroundings
        self.scenario = scenario
        self.runID = runID
        self.day = day
        self.progress = progress
    }

    /// Runs the scenario and gives its report; a run that its own time ended is reported too, as failed.
    ///
    /// Throws where nothing could be run: no daemon, no identities, a directory without the scenario's tiers.
    public func run() throws(ScenarioError) -> Report {
        let deadline = MonotonicTime.now.advanced(byMilliseconds: Int64(scenario.load.seconds) * 1000)
        let admin = Caller(surroundings, connections: 2, deadline: deadline)
        let parties = try Party.all(admin, tiers: scenario.tiers, surroundings: surroundings)
        let generator = try Generator(scenario: scenario, parties: parties, run: runID, day: day)
        let plan = generator.plan()
        let signers = Signers(surroundings)
        let late = Set(plan.filter { $0.bad == .expired }.map { generator.parties[$0.sender].code })
        try signers.bindExpired(late.sorted(), caller: admin)
        try surroundings.open(generator.parties.map(\.code), admin: admin)
        let before = try Snapshot.take(admin, tiers: scenario.tiers)

        let board = Monitor(
            Board(
                documents: plan.count + DirectiveRun.documents, parties: generator.parties.count,
                unanswered: plan.count))
        let workers = makeWorkers(generator, plan: plan, board: board, signers: signers, deadline: deadline)
        let start = MonotonicTime.now
        try work(workers, board: board, plan: plan.count, start: start)
        let duration = MonotonicTime.now.since(start)

        var failure = board.withLock { board in
            board.failure ?? (board.isDone ? nil : Self.timeout(board, seconds: scenario.load.seconds))
        }
        var tally = Tally(tiers: scenario.tiers.count)
        var traces: [Trace] = []
        if failure == nil {
            do throws(ScenarioError) {
                traces = try DirectiveRun(workers[0], plan: plan.count).run()
                for worker in workers { try worker.sweep() }
            } catch {
                failure = error
            }
        }
        for worker in workers { tally.merge(worker.tally) }
        let total = try settled(admin, since: before, looks: failure == nil ? 40 : 1)
        return Report(
            scenario: scenario, run: runID, server: serverURL, duration: duration, tally: tally, total: total,
            bus: total.since(before), traces: traces, failure: failure)
    }

    private static func timeout(_ board: Board, seconds: Int) -> ScenarioError {
        ScenarioError(
            .timeout,
            "after \(seconds) s \(board.unanswered) submissions had no answer and \(board.outstanding) items were not fetched"
        )
    }

    private func makeWorkers(
        _ generator: Generator, plan: [PlannedDocument], board: Monitor<Board>, signers: Signers,
        deadline: MonotonicTime
    ) -> [Worker] {
        var queues = [[PlannedDocument]](repeating: [], count: generator.parties.count)
        for document in plan.reversed() { queues[document.sender].append(document) }
        let count = max(1, scenario.load.workers)
        return (0..<count).map { number in
            let desks = stride(from: number, to: queues.count, by: count).map { party in
                Worker.Desk(party: party, queue: queues[party])
            }
            return Worker(
                generator: generator, board: board, surroundings: surroundings, signers: signers,
                connections: scenario.load.connections / count, deadline: deadline, desks: desks)
        }
    }

    /// Lets each worker have its thread, says how far they are, and waits for all.
    private func work(
        _ workers: [Worker], board: Monitor<Board>, plan: Int, start: MonotonicTime
    ) throws(ScenarioError) {
        let running = Monitor(workers.count)
        var threads: [Thread] = []
        defer { for thread in threads { thread.join() } }
        for worker in workers {
            // Each worker is this thread's until its thread starts, that thread's until it ends, and this one's again.
            nonisolated(unsafe) let lent = worker
            do {
                threads.append(
                    try Thread(name: "replay") {
                        unsafe lent.run()
                        running.notify { $0 -= 1 }
                    })
            } catch {
                board.notify { $0.stops = true }
                throw ScenarioError(.unreachable, error.description, hint: "Use fewer workers.")
            }
        }
        while true {
            let next = MonotonicTime.now.advanced(byMilliseconds: progress.interval)
            let done: Bool? = running.wait(until: next) { $0 == 0 ? true : nil }
            let submitted = board.withLock { $0.submitted }
            progress.report(
                "replay", done: submitted, of: plan, nanoseconds: MonotonicTime.now.since(start), ends: done == true)
            if done == true { return }
        }
    }

    /// The bus's counts, once nothing is on its way any more, or after so many looks, four in a second.
    private func settled(_ admin: Caller, since before: Snapshot, looks: Int) throws(ScenarioError) -> Snapshot {
        for _ in 1..<looks {
            let snapshot = try Snapshot.take(admin, tiers: scenario.tiers)
            if snapshot.since(before).pending == 0 { return snapshot }
            Pause.milliseconds(250)
        }
        return try Snapshot.take(admin, tiers: scenario.tiers)
    }
}
