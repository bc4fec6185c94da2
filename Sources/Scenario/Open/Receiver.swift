internal import Platform

/// One thread's receivers: they look into their mailboxes, check, confirm and answer, each in its own time.
final class Receiver {
    private enum Task {
        case look(Int)
        case confirm(Int, [String], outcome: String)
        case answer(Int, document: String, issuer: Int?, codes: [String], reason: String?)
    }

    private struct Desk {
        var cursor: String?
        /// When it last looked.
        var looked: Int64 = 0
        /// Whether a look stands on the agenda.
        var isListed = false
        /// Milliseconds added to the pause after looks that found nothing.
        var backOff: Int64 = 0
    }

    private let thread: Int
    private let part: ReplayPart
    private let crew: Crew
    private let generator: Generator
    private let behaviour: Behaviour
    private let surroundings: any Surroundings
    private let board: Monitor<OpenBoard>
    private let caller: Caller
    private let indices: [String: Int]
    /// When no more documents are sent, on the monotonic clock.
    private let end: Int64
    private var desks: [Int: Desk] = [:]
    private var agenda = Agenda<Task>()

    init(
        thread: Int, part: ReplayPart, crew: Crew, generator: Generator, surroundings: any Surroundings,
        board: Monitor<OpenBoard>,
        indices: [String: Int], connections: Int, end: Int64, deadline: MonotonicTime
    ) {
        self.thread = thread
        self.part = part
        self.crew = crew
        self.generator = generator
        behaviour = generator.scenario.behaviour
        self.surroundings = surroundings
        self.board = board
        self.indices = indices
        self.end = end
        caller = Caller(surroundings, connections: connections, deadline: deadline)
        let now = MonotonicTime.now.nanoseconds
        var random = SplitMix64(seed: generator.scenario.seed &+ 6, item: thread)
        for party in generator.parties.indices where crew.thread(of: party) == thread && !crew.isAway(party) {
            desks[party] = Desk()
            guard behaviour.look != .expected else { continue }
            // Programs did not all start in one moment.
            let first = behaviour.look == .poll ? Int64(random.unit() * pace(of: party)) : 0
            agenda.put(.look(party), at: now + first)
            desks[party]?.isListed = true
        }
    }

    /// Works until the run stops.
    func run() {
        while !board.withLock({ $0.stops }) {
            if behaviour.look == .expected { list(board.withLock { [thread] in $0.takeArrived(thread) }) }
            var worked = false
            while let task = agenda.take(at: MonotonicTime.now.nanoseconds) {
                carryOut(task)
                worked = true
                if board.withLock({ $0.stops }) { return }
            }
            if !worked { Pause.milliseconds(5) }
        }
    }

    /// Nanoseconds between two looks of `party`.
    private func pace(of party: Int) -> Double { behaviour.every * 1e9 * factor(party) }

    private func factor(_ party: Int) -> Double { crew.manners[party] == .slow ? behaviour.slowFactor : 1 }

    private func list(_ parties: [Int]) {
        let now = MonotonicTime.now.nanoseconds
        for party in parties where desks[party]?.isListed == false { listLook(party, now) }
    }

    private func listLook(_ party: Int, _ now: Int64) {
        guard var desk = desks[party] else { return }
        desk.isListed = true
        desks[party] = desk
        agenda.put(.look(party), at: max(now, desk.looked + Int64(pace(of: party)) + desk.backOff * 1_000_000))
    }

    private func carryOut(_ task: Task) {
        do throws(ScenarioError) {
            switch task {
            case .look(let party): try look(party)
            case .confirm(let party, let deliveries, let outcome):
                defer { board.withLock { $0.todo -= 1 } }
                try confirm(deliveries, outcome: outcome, by: party)
            case .answer(let party, let document, let issuer, let codes, let reason):
                defer { board.withLock { $0.todo -= 1 } }
                try answer(codes, reason: reason, to: document, issuer: issuer, by: party)
            }
        } catch {
            // The generator is to outlive whatever the bus does; what failed is counted, and a look is tried again.
            board.withLock { $0.figures.errors["receiver_\(error.code.rawValue)", default: 0] += 1 }
        }
        guard case .look(let party) = task else { return }
        desks[party]?.isListed = false
        let now = MonotonicTime.now.nanoseconds
        if behaviour.look != .expected || board.withLock({ $0.expected[party] > 0 }) { listLook(party, now) }
    }

    // MARK: Looking

    private func look(_ party: Int) throws(ScenarioError) {
        desks[party]?.looked = MonotonicTime.now.nanoseconds
        let code = generator.parties[party].code
        var target = "/api/v1/inbox/\(code)?limit=\(generator.scenario.load.inbox)&content=1"
        if behaviour.look == .longPoll { target += "&wait=\(patience(of: party))" }
        if let cursor = desks[party]?.cursor { target += "&cursor=\(Percent.encode(cursor))" }
        let inbox = try caller.json(WireRequest(method: "GET", target: target), as: .agency(code))
        let now = MonotonicTime.now.nanoseconds
        if let next = inbox["cursor"]?.string { desks[party]?.cursor = next }
        var good: [String] = []
        var bad: [String] = []
        var settled = 0
        for item in inbox["items"]?.elements ?? [] {
            guard let delivery = item["delivery"]?.string, let kind = item["kind"]?.string,
                let number = item["document_id"]?.string.flatMap(DocumentNumber.init(documentID:)),
                number.run == generator.run, part.holds(number.serial)
            else { continue }
            if kind != "document" {
                good.append(delivery)
                settled += kind == "status" ? 1 : 0
                continue
            }
            let isExpected = board.withLock {
                $0.fetch(number.serial, by: party, delay: Self.delay(item), now: now)
            }
            if isExpected { settled += 1 }
            guard !behaviour.checks || isAuthentic(item) else {
                board.withLock { $0.figures.notVerified += 1 }
                bad.append(delivery)
                continue
            }
            good.append(delivery)
            plan(generator.answer(to: number.serial, by: party), to: item, by: party, now: now)
        }
        let confirmations = [(good, "done"), (bad, "fail")].filter { !$0.0.isEmpty }
        board.withLock { board in
            board.settle(party, count: settled)
            board.todo += confirmations.count
        }
        let due = now + Int64(behaviour.confirmAfter * 1e9 * factor(party))
        for (deliveries, outcome) in confirmations {
            agenda.put(.confirm(party, deliveries, outcome: outcome), at: due)
        }
        if behaviour.look == .longPoll { desks[party]?.looked = 0 }
        guard behaviour.look == .expected else { return }
        let backOff = desks[party]?.backOff ?? 0
        desks[party]?.backOff = good.isEmpty && bad.isEmpty ? min(backOff + 50, 1_000) : 0
    }

    /// How many seconds the bus may hold a request: no longer than until the next thing to do, or the run's end.
    private func patience(of party: Int) -> Int {
        let now = MonotonicTime.now.nanoseconds
        let limit = min(agenda.nextDue ?? .max, max(end, now)) - now
        return max(0, min(Int(behaviour.every), Int(limit / 1_000_000_000)))
    }

    /// Nanoseconds from the document's acceptance to its arrival in the mailbox, both by the bus's clock.
    private static func delay(_ item: JSONNode) -> Int64? {
        guard let accepted = item["accepted_at"]?.string.flatMap(Timestamp.milliseconds),
            let delivered = item["delivered_at"]?.string.flatMap(Timestamp.milliseconds)
        else { return nil }
        return (delivered - accepted) * 1_000_000
    }

    private func isAuthentic(_ item: JSONNode) -> Bool {
        // A signature inside the document is the bus's to check: receivers here know no registered certificates.
        let mayBeInside = generator.scenario.enveloped > 0 || surroundings.signsInside
        if mayBeInside, (item["content_signature"]?.string ?? "").isEmpty { return true }
        guard let content = item["content"]?.string.flatMap(Base64.decode),
            let signature = item["content_signature"]?.string.flatMap(Base64.decode)
        else { return false }
        return surroundings.verify(content, signature: signature)
    }

    // MARK: Answering

    private func plan(_ answer: Answer, to item: JSONNode, by party: Int, now: Int64) {
        guard let document = item["document"]?.string else { return }
        let issuer = item["from"]?["code"]?.string.flatMap { indices[$0] }
        switch answer {
        case .refuse(let reason):
            put(.answer(party, document: document, issuer: issuer, codes: ["02"], reason: reason), of: party, now)
        case .statuses(let codes):
            guard !codes.isEmpty else { return }
            put(.answer(party, document: document, issuer: issuer, codes: codes, reason: nil), of: party, now)
        }
    }

    private func put(_ task: Task, of party: Int, _ now: Int64) {
        board.withLock { $0.todo += 1 }
        agenda.put(task, at: now + Int64(behaviour.answerAfter * 1e9 * factor(party)))
    }

    private func confirm(_ deliveries: [String], outcome: String, by party: Int) throws(ScenarioError) {
        let code = generator.parties[party].code
        let answer = try caller.json(.confirmation(deliveries, outcome: outcome, of: code), as: .agency(code))
        let count = answer["confirmed"]?.int ?? 0
        board.withLock { $0.figures.confirmed += count }
    }

    private func answer(
        _ codes: [String], reason: String?, to document: String, issuer: Int?, by party: Int
    ) throws(ScenarioError) {
        guard let code = codes.first else { return }
        _ = try caller.json(
            .status(code, reason: reason, of: document), as: .agency(generator.parties[party].code))
        board.withLock { board in
            board.figures.statuses[code, default: 0] += 1
            if let issuer { board.expect(issuer) }
        }
        guard codes.count > 1 else { return }
        put(
            .answer(party, document: document, issuer: issuer, codes: Array(codes.dropFirst()), reason: reason),
            of: party, MonotonicTime.now.nanoseconds)
    }
}
