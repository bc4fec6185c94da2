internal import Platform

/// One open run on its way: the threads and what they share.
final class OpenRun {
    private let replay: OpenReplay
    private let scenario: ScenarioFile
    private let generator: Generator
    private let crew: Crew
    private let board: Monitor<OpenBoard>
    private let failure = Monitor<ScenarioError?>(nil)
    private let lookahead: Lookahead
    private let planned: Int
    private var preparers: [Thread] = []

    /// Milliseconds between two looks at whether all is done.
    private static let lookEvery: Int64 = 50

    init(_ replay: OpenReplay, generator: Generator, crew: Crew) {
        self.replay = replay
        scenario = replay.scenario
        self.generator = generator
        self.crew = crew
        var figures = OpenFigures(
            phases: scenario.phases.count, tiers: scenario.tiers.count,
            seconds: replay.length + scenario.open.drain)
        var serial = 0
        for time in ArrivalTimes(scenario.phases, seed: scenario.seed) {
            serial += 1
            guard replay.part.holds(serial) else { continue }
            figures.planned += 1
            figures.phases[time.phase].planned += 1
            figures.timeline.note(at: time.offset) { $0.planned += 1 }
        }
        planned = figures.planned
        board = Monitor(
            OpenBoard(
                crew, figures: figures, phases: scenario.phases, lateAfter: Int64(scenario.open.lateAfter) * 1_000_000))
        lookahead = Lookahead(total: planned, ahead: scenario.open.ahead)
    }

    /// Starts to write and sign documents, and waits until as many are ready as may be.
    func prepare() throws(ScenarioError) {
        let plan = Monitor(OpenPlan(generator, phases: scenario.phases, part: replay.part))
        let signers = Signers(replay.surroundings)
        for _ in 0..<scenario.open.signers {
            let preparer = Preparer(
                generator, plan: plan, into: lookahead, signers: signers, surroundings: replay.surroundings,
                failure: failure)
            preparers.append(try Self.thread("sign") { preparer.run() })
        }
        lookahead.fill()
        if let failure = failure.withLock({ $0 }) {
            end()
            throw failure
        }
    }

    /// Sends and receives until all is done or the time is over; nanoseconds from the first intended time.
    func work() -> Int64 {
        let start = MonotonicTime.now.advanced(byMilliseconds: 5)
        let end = start.nanoseconds + Int64(replay.length * 1e9)
        let drained = end + Int64(scenario.open.drain * 1e9)
        board.withLock { $0.start = start.nanoseconds }
        var receivers: [Thread] = []
        var senders: [Thread] = []
        do throws(ScenarioError) {
            try startReceivers(&receivers, end: end, drained: drained)
            try startSenders(&senders, start: start.nanoseconds, end: drained)
        } catch {
            failure.withLock { $0 = $0 ?? error }
            lookahead.end()
        }
        watch(start: start, until: MonotonicTime(nanoseconds: drained))
        for thread in senders { thread.join() }
        let last = MonotonicTime.now
        board.notify { $0.stops = true }
        for thread in receivers { thread.join() }
        self.end()
        return last.since(start)
    }

    private func startReceivers(_ threads: inout [Thread], end: Int64, drained: Int64) throws(ScenarioError) {
        let indices = Dictionary(
            generator.parties.enumerated().map { ($0.element.code, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        for number in 0..<crew.threads {
            let receiver = Receiver(
                thread: number, part: replay.part, crew: crew, generator: generator,
                surroundings: replay.surroundings, board: board, indices: indices,
                connections: max(1, scenario.load.connections / 2 / crew.threads), end: end,
                deadline: MonotonicTime(nanoseconds: drained))
            // It is this thread's until its own begins, and nobody's after that one's end.
            nonisolated(unsafe) let lent = receiver
            threads.append(try Self.thread("receive") { unsafe lent.run() })
        }
    }

    private func startSenders(_ threads: inout [Thread], start: Int64, end: Int64) throws(ScenarioError) {
        let pool = ConnectionPool(
            replay.surroundings, limit: max(scenario.open.senders, scenario.load.connections / 2))
        let sender = Sender(
            board: board, lookahead: lookahead, pool: pool, tiers: generator.parties.map(\.tier), start: start,
            dropAfter: Int64(scenario.open.dropAfter * 1e9), end: end)
        let running = Monitor(scenario.open.senders)
        for _ in 0..<scenario.open.senders {
            threads.append(
                try Self.thread("send") { [board] in
                    sender.run()
                    let isLast = running.withLock { count in
                        count -= 1
                        return count == 0
                    }
                    if isLast { board.notify { $0.allSent = true } }
                })
        }
    }

    /// Says how far the run is until it is done, or `end` has come.
    private func watch(start: MonotonicTime, until end: MonotonicTime) {
        var next = MonotonicTime.now.advanced(byMilliseconds: replay.progress.interval)
        while true {
            Pause.milliseconds(Self.lookEvery)
            let isDone = board.withLock { $0.isDone } || failure.withLock { $0 != nil } || .now >= end
            if isDone || .now >= next {
                say(start: start, ends: isDone)
                next = MonotonicTime.now.advanced(byMilliseconds: replay.progress.interval)
            }
            if isDone { return }
        }
    }

    private func say(start: MonotonicTime, ends: Bool) {
        let now = MonotonicTime.now
        let (answered, dropped, backlog, phase, recent) = board.withLock { board in
            defer { board.figures.recent = Histogram() }
            let figures = board.figures
            let answered =
                figures.accepted + figures.refused.values.reduce(0, +) + figures.errors.values.reduce(0, +)
            return (
                answered, figures.dropped, board.backlog(at: now.nanoseconds), self.phase(at: now.since(start)),
                figures.recent
            )
        }
        var detail = "\(phase) · backlog \(Format.count(backlog))"
        if recent.count > 0 { detail += " · p99 \(Format.milliseconds(recent.percentile(0.99))) ms" }
        if dropped > 0 { detail += " · \(Format.count(dropped)) dropped" }
        replay.progress.report(
            "replay", done: answered, of: planned, nanoseconds: now.since(start), detail: detail, ends: ends)
    }

    private func phase(at nanoseconds: Int64) -> String {
        var end = 0.0
        for phase in scenario.phases {
            end += phase.seconds
            if Double(nanoseconds) / 1e9 < end { return phase.name }
        }
        return "draining"
    }

    private func end() {
        lookahead.end()
        for thread in preparers { thread.join() }
        preparers = []
    }

    private static func thread(_ name: String, _ body: @escaping @Sendable () -> Void) throws(ScenarioError) -> Thread {
        do {
            return try Thread(name: name, body)
        } catch {
            throw ScenarioError(.unreachable, error.description, hint: "Use fewer senders and receivers.")
        }
    }

    // MARK: After the run

    /// Document deliveries of this process that still lie in mailboxes: their receivers are away or slow.
    ///
    /// Looks again for some seconds as long as anything is missing that was owed.
    func waiting(_ admin: Caller) throws(ScenarioError) -> Int {
        for attempt in 1... {
            let missing = board.withLock { board in
                board.owed.indices.filter { board.owed[$0] > board.fetched[$0] }
                    .map { (party: $0, count: board.owed[$0] - board.fetched[$0]) }
            }
            var found = 0
            var isWhole = true
            for (party, count) in missing {
                let here = try lying(generator.parties[party].code, admin)
                found += min(here, count)
                if here < count { isWhole = false }
            }
            if isWhole || attempt >= 10 { return found }
            Pause.milliseconds(500)
        }
        return 0
    }

    /// Documents of this process in the mailbox of the agency `code`, which needs no identity for that.
    private func lying(_ code: String, _ caller: Caller) throws(ScenarioError) -> Int {
        var count = 0
        var cursor: String?
        while true {
            let page = cursor.map { "&cursor=\(Percent.encode($0))" } ?? ""
            let inbox = try caller.json(
                WireRequest(method: "GET", target: "/api/v1/inbox/\(code)?limit=500\(page)"), as: .admin)
            let items = inbox["items"]?.elements ?? []
            count += items.count { item in
                guard item["kind"]?.string == "document", item["state"]?.string ?? "initial" == "initial",
                    let number = item["document_id"]?.string.flatMap(DocumentNumber.init(documentID:))
                else { return false }
                return number.run == generator.run && replay.part.holds(number.serial)
            }
            guard items.count == 500, let next = inbox["cursor"]?.string, next != cursor else { return count }
            cursor = next
        }
    }

    /// What came out, judged.
    func results(
        startedAt: String, nanoseconds: Int64, cpu: Double, waiting: Int, bus: Snapshot
    ) -> OpenOutcome {
        let (figures, owed) = board.withLock { ($0.figures, $0.owed.reduce(0, +)) }
        var results = ReplayResults(
            scenario: scenario.name, seed: scenario.seed, run: generator.run.description,
            part: ReplayResults.Part(number: replay.part.number, of: replay.part.of), server: replay.serverURL,
            version: replay.version, startedAt: startedAt,
            seconds: Double(nanoseconds) / 1e9)
        results.fill(figures, scenario: scenario, owed: owed, waiting: waiting)
        let late = figures.late
        let own = late[.signing, default: 0] + late[.waking, default: 0]
        results.generator = ReplayResults.GeneratorHealth(
            late: late.values.reduce(0, +), dropped: figures.dropped, saturated: own * 100 > planned, cpuSeconds: cpu)
        let whole = bus.electronic + bus.both + bus.paper
        if whole > 0 {
            results.ratio = ReplayResults.Ratio(
                exchanged: Double(bus.electronic + bus.both) / Double(whole),
                inPlace: Double(bus.electronic) / Double(whole))
        }
        results.thresholds = results.judged(
            by: scenario, goodRefused: figures.goodRefused, badAccepted: figures.badAccepted,
            notVerified: figures.notVerified)
        var outcome = OpenOutcome(results)
        outcome.remark(late, cpu: cpu, nanoseconds: nanoseconds, senders: scenario.open.senders)
        if let failure = failure.withLock({ $0 }) { outcome.remarks.append("The run broke off: \(failure)") }
        return outcome
    }
}
