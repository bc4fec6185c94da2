internal import Platform

/// One thread of a run: the agencies that are its own send, receive, check, confirm and answer, as QLVB programs do.
final class Worker {
    /// What one agency has still to do.
    struct Desk {
        let party: Int
        /// Documents still to send, last first.
        var queue: [PlannedDocument]
        var cursor: String?
        var nextLook: Int64 = 0
        var backOff: Int64 = 0
    }

    let generator: Generator
    let board: Monitor<Board>
    let caller: Caller
    let surroundings: any Surroundings
    let deadline: MonotonicTime
    var tally: Tally
    var desks: [Desk]
    private let signers: Signers
    private var seen: Set<Int> = []
    private let indices: [String: Int]

    /// Milliseconds between two looks into a mailbox in which something is expected.
    private static let lookEvery: Int64 = 150

    init(
        generator: Generator, board: Monitor<Board>, surroundings: any Surroundings, signers: Signers,
        connections: Int, deadline: MonotonicTime, desks: [Desk]
    ) {
        self.generator = generator
        self.board = board
        self.surroundings = surroundings
        self.signers = signers
        self.deadline = deadline
        self.desks = desks
        caller = Caller(surroundings, connections: connections, deadline: deadline)
        tally = Tally(tiers: generator.scenario.tiers.count)
        indices = Dictionary(
            generator.parties.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first }
        )
    }

    /// Works until the whole run is done, has failed or its time is over.
    func run() {
        do throws(ScenarioError) {
            while deadline > .now {
                var busy = false
                for index in desks.indices {
                    if board.withLock({ $0.stops || $0.failure != nil }) { return }
                    if !desks[index].queue.isEmpty {
                        try send(from: index)
                        busy = true
                    }
                    if try look(at: index) { busy = true }
                }
                if board.withLock({ $0.isDone }) { return }
                if !busy { Pause.milliseconds(10) }
            }
        } catch {
            board.notify { $0.failure = $0.failure ?? error }
        }
    }

    func index(of code: String) -> Int? { indices[code] }

    func identity(_ party: Int) -> Identity { .agency(generator.parties[party].code) }

    // MARK: Sending

    /// Sends the next documents of the desk at `index`: a batch of good ones, or a bad or a paper one alone.
    private func send(from index: Int) throws(ScenarioError) {
        guard let first = desks[index].queue.popLast() else { return }
        if first.medium == .paper { return try register(first) }
        guard first.bad == nil else {
            try submit([first])
            return
        }
        var batch = [first]
        while batch.count < generator.scenario.load.batch, let next = desks[index].queue.last, next.bad == nil,
            next.medium != .paper
        {
            batch.append(next)
            desks[index].queue.removeLast()
        }
        try submit(batch)
    }

    /// Signs `documents`, all of one sender, and sends them in one request; the ids that the bus gave them, in order.
    @discardableResult
    func submit(
        _ documents: [PlannedDocument], inReplyTo: PlannedDocument? = nil
    ) throws(ScenarioError) -> [String?] {
        guard let first = documents.first else { return [] }
        var pairs: [(document: [UInt8], signature: [UInt8])] = []
        for document in documents { pairs.append(try signers.sign(document, of: generator, inReplyTo: inReplyTo)) }
        let request = WireRequest.submission(pairs, mark: "\(generator.run)-\(first.index)")
        let start = MonotonicTime.now.nanoseconds
        board.withLock { board in
            for document in documents { board.sentAt[document.index] = start }
        }
        let answer = try caller.call(request, as: identity(first.sender))
        let taken = MonotonicTime.now.nanoseconds - start
        let node = try Caller.node(of: answer, request)
        let results = node["results"]?.elements ?? [node]
        guard results.count == documents.count else {
            throw ScenarioError(
                .unexpectedAnswer,
                "\(documents.count) documents were answered \(answer.status) with \(results.count) results"
                    + (node["code"]?.string.map { ": \($0)" } ?? ""))
        }
        tally.bytes += pairs.reduce(0) { $0 + $1.document.count }
        var ids: [String?] = []
        for (document, result) in zip(documents, results) {
            let status = result["status"]?.int ?? answer.status
            if status == 429 || status == 503, deadline > .now {
                Pause.milliseconds(100)
                tally.retries += 1
                ids.append(contentsOf: try submit([document], inReplyTo: inReplyTo))
                continue
            }
            account(document, status: status, code: result["code"]?.string, taken: taken)
            ids.append(result["id"]?.string)
        }
        return ids
    }

    private func account(_ document: PlannedDocument, status: Int, code: String?, taken: Int64) {
        tally.submitted += 1
        let accepted = status == 200 || status == 201
        if accepted {
            let from = generator.parties[document.sender].tier
            tally.accepted += 1
            tally.toAccepted.record(taken)
            if document.bad != nil { tally.badAccepted += 1 }
            tally.channels[document.medium, default: 0] += document.receivers.count
            tally.owed += document.receivers.count
            for receiver in document.receivers { tally.pairs[from][generator.parties[receiver].tier] += 1 }
        } else {
            let code = code ?? "http_\(status)"
            tally.refused[code, default: 0] += 1
            if let bad = document.bad {
                tally.refusedBad[bad, default: [:]][code, default: 0] += 1
            } else {
                tally.goodRefused += 1
            }
        }
        board.withLock { board in
            board.unanswered -= 1
            board.submitted += 1
            if accepted {
                board.answeredIn[document.index] = taken
                for receiver in document.receivers { board.expect(receiver) }
            }
        }
    }

    private func register(_ document: PlannedDocument) throws(ScenarioError) {
        _ = try caller.json(generator.registration(of: document), as: identity(document.sender))
        tally.paper += 1
        tally.channels[.paper, default: 0] += document.receivers.count
        let from = generator.parties[document.sender].tier
        for receiver in document.receivers { tally.paperPairs[from][generator.parties[receiver].tier] += 1 }
        board.withLock { $0.unanswered -= 1 }
    }

    // MARK: Receiving

    /// Looks into the mailbox of the desk at `index` where something should lie and it is time; whether it did.
    private func look(at index: Int) throws(ScenarioError) -> Bool {
        let party = desks[index].party
        let expected = board.withLock { $0.expected[party] }
        let now = MonotonicTime.now.nanoseconds
        guard expected > 0, expected >= generator.scenario.load.inbox / 2 || now >= desks[index].nextLook else {
            return false
        }
        let found = try fetch(party, cursor: &desks[index].cursor) { [generator] serial, _ in
            generator.answer(to: serial, by: party)
        }
        desks[index].backOff = found == 0 ? min(desks[index].backOff + 50, 1000) : 0
        desks[index].nextLook = MonotonicTime.now.nanoseconds + (Self.lookEvery + desks[index].backOff) * 1_000_000
        return found > 0
    }

    /// Fetches what lies in the mailbox of `party` after `cursor`, checks, confirms and answers it; how many were ours.
    ///
    /// Items of other runs and of other people stay where they are.
    @discardableResult
    func fetch(
        _ party: Int, cursor: inout String?, answer: (_ serial: Int, _ bus: String) -> Answer
    ) throws(ScenarioError) -> Int {
        let code = generator.parties[party].code
        let page = cursor.map { "&cursor=\(Percent.encode($0))" } ?? ""
        let inbox = try caller.json(
            WireRequest(
                method: "GET", target: "/api/v1/inbox/\(code)?limit=\(generator.scenario.load.inbox)&content=1\(page)"),
            as: identity(party))
        let now = MonotonicTime.now.nanoseconds
        var confirmed: [String] = []
        var failed: [String] = []
        var unexpected = 0
        var answers: [(document: String, issuer: Int?, answer: Answer)] = []
        for item in inbox["items"]?.elements ?? [] {
            guard let delivery = item["delivery"]?.string, let kind = item["kind"]?.string,
                let number = item["document_id"]?.string.flatMap(DocumentNumber.init(documentID:)),
                number.run == generator.run
            else { continue }
            switch kind {
            case "document":
                let repeated = !seen.insert(number.serial &* generator.parties.count &+ party).inserted
                if repeated {
                    tally.repeated += 1
                    unexpected += 1
                    confirmed.append(delivery)
                    continue
                }
                tally.received += 1
                time(item, serial: number.serial, now: now)
                guard isAuthentic(item) else {
                    tally.notVerified += 1
                    failed.append(delivery)
                    continue
                }
                tally.verified += 1
                confirmed.append(delivery)
                if let document = item["document"]?.string {
                    let issuer = item["from"]?["code"]?.string.flatMap(index(of:))
                    answers.append((document, issuer, answer(number.serial, document)))
                }
            case "status":
                tally.statusesFetched += 1
                confirmed.append(delivery)
            default:
                tally.notices += 1
                unexpected += 1
                confirmed.append(delivery)
            }
        }
        if let next = inbox["cursor"]?.string { cursor = next }
        try confirm(confirmed, outcome: "done", as: party)
        try confirm(failed, outcome: "fail", as: party)
        for item in answers { try reply(item.answer, to: item.document, issuer: item.issuer, by: party) }
        // What came a second time, and notices, were not expected: they must not stand for something still missing.
        let count = confirmed.count + failed.count - unexpected
        board.withLock { board in
            board.expected[party] -= count
            board.outstanding -= count
            board.received += answers.count
        }
        return count
    }

    private func time(_ item: JSONNode, serial: Int, now: Int64) {
        let (sent, taken) = board.withLock {
            $0.sentAt.indices.contains(serial) ? ($0.sentAt[serial], $0.answeredIn[serial]) : (0, 0)
        }
        guard sent > 0 else { return }
        tally.toReceiver.record(now - sent)
        // Fetched before the sender has its answer: in the mailbox by now at the latest.
        guard taken > 0 else { return tally.toMailbox.record(now - sent) }
        guard let accepted = item["accepted_at"]?.string.flatMap(Timestamp.milliseconds),
            let delivered = item["delivered_at"]?.string.flatMap(Timestamp.milliseconds)
        else { return }
        // The bus's two times are of one clock, which may be shifted, ours of another: only their difference is used.
        tally.toMailbox.record(taken + max(0, delivered - accepted) * 1_000_000)
    }

    private func isAuthentic(_ item: JSONNode) -> Bool {
        // A signature inside the document is the bus's to check: receivers here know no registered certificates.
        if surroundings.signsInside { return true }
        guard let content = item["content"]?.string.flatMap(Base64.decode),
            let signature = item["content_signature"]?.string.flatMap(Base64.decode)
        else { return false }
        return surroundings.verify(content, signature: signature)
    }

    private func confirm(_ deliveries: [String], outcome: String, as party: Int) throws(ScenarioError) {
        guard !deliveries.isEmpty else { return }
        let code = generator.parties[party].code
        let answer = try caller.json(.confirmation(deliveries, outcome: outcome, of: code), as: identity(party))
        tally.confirmed += answer["confirmed"]?.int ?? 0
    }

    private func reply(
        _ answer: Answer, to document: String, issuer: Int?, by party: Int
    ) throws(ScenarioError) {
        switch answer {
        case .refuse(let reason): try status("02", reason: reason, of: document, issuer: issuer, by: party)
        case .statuses(let codes):
            for code in codes { try status(code, reason: nil, of: document, issuer: issuer, by: party) }
        }
    }

    /// Sends the status `code` about `document`; its issuer will find it in the mailbox.
    func status(
        _ code: String, reason: String?, of document: String, issuer: Int?, by party: Int
    ) throws(ScenarioError) {
        // "repeats" can only follow a lost answer: each status is sent once, and counts once whichever answer came.
        _ = try caller.json(.status(code, reason: reason, of: document), as: identity(party))
        tally.statuses[code, default: 0] += 1
        if let issuer { board.withLock { $0.expect(issuer) } }
    }

    /// Counts what of this run still lies in the mailboxes of this thread's agencies: nothing should.
    func sweep() throws(ScenarioError) {
        for desk in desks {
            let code = generator.parties[desk.party].code
            let inbox = try caller.json(
                WireRequest(method: "GET", target: "/api/v1/inbox/\(code)?limit=100"), as: identity(desk.party))
            tally.left += (inbox["items"]?.elements ?? []).count { item in
                // Nobody can tell how many notices the bus will send.
                item["kind"]?.string != "notice"
                    && item["document_id"]?.string.flatMap(DocumentNumber.init(documentID:))?.run == generator.run
            }
        }
        tally.retries += caller.retries
    }
}
