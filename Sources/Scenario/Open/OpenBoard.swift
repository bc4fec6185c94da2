/// What the threads of an open run share.
struct OpenBoard: Sendable {
    var figures: OpenFigures
    var flights = Flights()
    /// When the run began, on the monotonic clock.
    var start: Int64 = 0
    /// Documents sent and not answered.
    var inFlight = 0
    /// Confirmations and answers that receivers have still to give.
    var todo = 0
    /// Documents accepted for each agency, and document deliveries that it fetched.
    var owed: [Int]
    var fetched: [Int]
    /// Items of all kinds that each agency that looks has still to fetch.
    var expected: [Int]
    /// Their sum.
    var outstanding = 0
    /// By receiver thread, the agencies for which something came since it looked here.
    var arrived: [[Int]]
    /// Whether no more documents come.
    var allSent = false
    /// Whether all threads are to end.
    var stops = false

    private let crew: Crew
    private let warmUps: [Bool]
    private let lateAfter: Int64
    private var isListed: [Bool]

    init(_ crew: Crew, figures: OpenFigures, phases: [Phase], lateAfter: Int64) {
        self.crew = crew
        self.figures = figures
        self.lateAfter = lateAfter
        warmUps = phases.map(\.isWarmUp)
        owed = Array(repeating: 0, count: crew.count)
        fetched = owed
        expected = owed
        isListed = Array(repeating: false, count: crew.count)
        arrived = Array(repeating: [], count: crew.threads)
    }

    /// Whether everything was sent, answered, fetched and answered back.
    var isDone: Bool { allSent && inFlight == 0 && outstanding <= 0 && todo == 0 }

    /// Documents whose time has come and that have no answer, about: within a part they are taken to come evenly.
    func backlog(at now: Int64) -> Int {
        let passed = Double(now - start) / 1e9 / figures.timeline.width
        var due = 0.0
        var settled = 0
        for (place, part) in figures.timeline.parts.enumerated() {
            settled += part.settled
            due += Double(part.planned) * min(max(passed - Double(place), 0), 1)
        }
        return max(0, Int(due) - settled)
    }

    // MARK: Sending

    /// `item` goes out at `now`; `begun` is when a sender took it.
    mutating func send(_ item: Prepared, begun: Int64, now: Int64) {
        let intended = start + item.time.offset
        inFlight += 1
        figures.sent += 1
        figures.phases[item.time.phase].sent += 1
        figures.timeline.note(at: now - start) { $0.sent += 1 }
        if now - intended > lateAfter {
            let why: OpenFigures.Lateness =
                item.readyAt > intended + lateAfter
                ? .signing : begun > intended + lateAfter ? .senders : .waking
            figures.late[why, default: 0] += 1
        }
        flights[item.document.index] = Flights.Flight(
            serial: item.document.index, phase: item.time.phase, intended: intended, sent: now)
    }

    /// `item` could not be sent in time.
    mutating func drop(_ item: Prepared, now: Int64) {
        figures.dropped += 1
        figures.timeline.note(at: now - start) { $0.settled += 1 }
    }

    /// No answer to `item`, or one with `code` that says nothing about the document.
    mutating func fail(_ item: Prepared, code: String, now: Int64) {
        settle(item, now: now)
        figures.errors[code, default: 0] += 1
        figures.timeline.note(at: now - start) { $0.errors += 1 }
        flights[item.document.index]?.failed = true
    }

    /// `item` was refused with `code`.
    mutating func refuse(_ item: Prepared, code: String, now: Int64) {
        settle(item, now: now)
        figures.refused[code, default: 0] += 1
        flights[item.document.index]?.failed = true
        guard item.document.bad == nil else { return }
        figures.goodRefused += 1
        figures.timeline.note(at: now - start) { $0.errors += 1 }
    }

    /// `item` was accepted, or registered where it is on paper; `tiers` are of its agencies.
    mutating func accept(_ item: Prepared, tiers: [Int], now: Int64) {
        settle(item, now: now)
        figures.accepted += 1
        figures.phases[item.time.phase].accepted += 1
        figures.timeline.note(at: now - start) { $0.accepted += 1 }
        let document = item.document
        if document.bad != nil { figures.badAccepted += 1 }
        guard document.medium != .paper, let flight = flights[document.index] else { return }
        let (corrected, raw) = (now - flight.intended, max(1, now - flight.sent))
        flights[document.index]?.taken = raw
        figures.recent.record(corrected)
        figures.timeline.note(at: item.time.offset) { $0.latency.record(corrected) }
        figures.phases[flight.phase].latencies.accepted.record(corrected: corrected, raw: raw)
        if !warmUps[flight.phase] {
            figures.latencies.accepted.record(corrected: corrected, raw: raw)
            let row = tiers[document.sender]
            for column in Set(document.receivers.map { tiers[$0] }) {
                figures.pairs[row][column].accepted += 1
                figures.pairs[row][column].latency.record(corrected)
            }
        }
        for receiver in document.receivers {
            owed[receiver] += 1
            expect(receiver)
        }
    }

    private mutating func settle(_ item: Prepared, now: Int64) {
        inFlight -= 1
        figures.timeline.note(at: now - start) { $0.settled += 1 }
    }

    // MARK: Receiving

    /// One more item lies in the mailbox of `party`.
    mutating func expect(_ party: Int) {
        guard !crew.isAway(party) else { return }
        expected[party] += 1
        outstanding += 1
        guard !isListed[party] else { return }
        isListed[party] = true
        arrived[crew.thread(of: party)].append(party)
    }

    /// The agencies of the receiver thread `thread` for which something came since the last call.
    mutating func takeArrived(_ thread: Int) -> [Int] {
        guard !arrived[thread].isEmpty else { return [] }
        defer { arrived[thread].removeAll(keepingCapacity: true) }
        for party in arrived[thread] { isListed[party] = false }
        return arrived[thread]
    }

    /// `party` fetched the document `serial` at `now`, which lay in the mailbox `delay` nanoseconds after it was accepted.
    ///
    /// False where that was not expected: the run has no answer that says that it was accepted.
    mutating func fetch(_ serial: Int, by party: Int, delay: Int64?, now: Int64) -> Bool {
        if flights[serial]?.failed == true {
            figures.unexpected += 1
            return false
        }
        figures.fetched += 1
        fetched[party] += 1
        guard let flight = flights[serial] else { return true }
        // Fetched before the sender has its answer: in the mailbox by now at the latest.
        let raw = flight.taken > 0 ? delay.map { flight.taken + max(0, $0) } : now - flight.sent
        guard let raw else { return true }
        let corrected = raw + flight.sent - flight.intended
        figures.phases[flight.phase].latencies.mailbox.record(corrected: corrected, raw: raw)
        if !warmUps[flight.phase] { figures.latencies.mailbox.record(corrected: corrected, raw: raw) }
        return true
    }

    /// `count` items of `party` are fetched and no longer expected.
    mutating func settle(_ party: Int, count: Int) {
        expected[party] -= count
        outstanding -= count
    }
}
