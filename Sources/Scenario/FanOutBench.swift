internal import Platform

/// Measures the fan-out of a directive to every agency of the other tiers, and an urgent document's way beside it.
///
/// Urgent documents go one after another to one mailbox, in which a long poll waits: their latency is from sending
/// until the receiver has them. First alone, then from each directive's sending until its last mailbox is filled.
public struct FanOutBench: Sendable {
    /// What to measure.
    public struct Configuration: Sendable {
        /// The sender of the directive: an agency's code, or its beginning.
        public var from = "G22"
        /// Directives with urgent documents beside them, and as many without.
        public var rounds = 10
        /// Urgent documents sent alone.
        public var quiet = 300

        /// The usual.
        public init() {}
    }

    private let serverURL: String
    private let surroundings: any Surroundings
    private let scenario: ScenarioFile
    private let runID: RunID
    private let day: String
    private let configuration: Configuration
    private let stored: @Sendable () -> Int
    private let progress: Progress

    /// A measurement of the daemon at `serverURL`; `stored` gives the bytes of its segments.
    public init(
        serverURL: String, certificatesDirectory: String, keys: any KeyRing, scenario: ScenarioFile, runID: RunID,
        day: String, configuration: Configuration, progress: Progress = .standard, stored: @escaping @Sendable () -> Int
    ) {
        self.serverURL = serverURL
        surroundings = Network(serverURL: serverURL, certificates: certificatesDirectory, keys: keys)
        (self.scenario, self.runID, self.day) = (scenario, runID, day)
        (self.configuration, self.stored, self.progress) = (configuration, stored, progress)
    }

    /// What the threads of a measurement share.
    private struct Shared: Sendable {
        /// When each urgent document was sent, by its number, until it has come.
        var sent: [Int: (time: Int64, isAccepted: Bool)] = [:]
        /// Latencies of those sent before a directive was accepted, and of those sent after it.
        var before = Histogram()
        var latencies = Histogram()
        /// Whether the directive under way is accepted; true where none is.
        var isAccepted = true
        /// Urgent documents that have come so far.
        var received = 0
        var stops = false
        var failure: ScenarioError?
    }

    /// Runs the rounds and gives the figures.
    public func run() throws(ScenarioError) -> FanOutResult {
        let forever = MonotonicTime.now.advanced(byMilliseconds: 3_600_000)
        let admin = Caller(surroundings, connections: 1, deadline: forever)
        let parties = try Party.all(admin, tiers: scenario.tiers, surroundings: surroundings, orIssued: true)
        let generator = try Generator(scenario: scenario, parties: parties, run: runID, day: day)
        guard let directive = generator.directive(from: configuration.from, index: 1),
            let sender = generator.parties.indices.first(where: {
                $0 != directive.sender && generator.parties[$0].tier == generator.parties[directive.sender].tier
            }), let receiver = directive.receivers.last
        else {
            throw ScenarioError(.directoryTooSmall, "a directive needs a sender, and another beside it")
        }
        try Identities(surroundings, progress).complete(
            [directive.sender, sender, receiver].map { generator.parties[$0] }, admin: admin)
        let shared = Monitor(Shared())
        let signers = Signers(surroundings)
        let urgent = Urgent(
            generator: generator, signers: signers, caller: Caller(surroundings, connections: 1, deadline: forever),
            sender: sender, receiver: receiver)
        let code = generator.parties[receiver].code
        var result = FanOutResult(recipients: directive.receivers.count)
        let listener: Thread
        do { listener = try Thread(name: "listen") { listen(code, until: forever, shared) } } catch {
            throw ScenarioError(.unreachable, error.description)
        }
        do throws(ScenarioError) {
            try measure(generator, directive, signers, urgent, admin, shared, &result)
        } catch {
            shared.notify { $0.failure = $0.failure ?? error }
        }
        shared.notify { $0.stops = true }
        // A last document ends the long poll that still waits.
        if shared.withLock({ $0.failure }) == nil { try urgent.send { _, _ in } }
        listener.join()
        if let failure = shared.withLock({ $0.failure }) { throw failure }
        return result
    }

    private func measure(
        _ generator: Generator, _ directive: PlannedDocument, _ signers: Signers, _ urgent: Urgent, _ admin: Caller,
        _ shared: Monitor<Shared>, _ result: inout FanOutResult
    ) throws(ScenarioError) {
        for _ in 0..<20 { try deliver(urgent, shared) }
        shared.withLock { $0.latencies = Histogram() }
        for _ in 0..<configuration.quiet { try deliver(urgent, shared) }
        result.quiet = shared.withLock { $0.latencies }
        let start = MonotonicTime.now
        for round in 0..<configuration.rounds * 2 {
            let isAccompanied = round % 2 == 1
            shared.withLock { $0.latencies = Histogram() }
            let outcome = try send(
                directive.renumbered(to: 50_000 + round), of: generator, signers, admin, shared,
                beside: isAccompanied ? { () throws(ScenarioError) in try deliver(urgent, shared) } : nil)
            result.documentBytes = outcome.bytes
            if isAccompanied {
                result.accompanied.append(outcome.round)
                shared.withLock {
                    result.during.merge($0.latencies)
                    result.accepting.merge($0.before)
                    $0.before = Histogram()
                }
            } else {
                result.alone.append(outcome.round)
                result.stored.append(outcome.stored)
            }
            progress.report(
                "directives", done: round + 1, of: configuration.rounds * 2,
                nanoseconds: MonotonicTime.now.since(start), ends: round + 1 == configuration.rounds * 2)
        }
    }

    /// Milliseconds between two urgent documents: one at a time is under way, and the bus has rest before the next.
    private static let pause: Int64 = 15

    /// Sends one urgent document and waits until its receiver has it.
    private func deliver(_ urgent: Urgent, _ shared: Monitor<Shared>) throws(ScenarioError) {
        Pause.milliseconds(Self.pause)
        try urgent.send { number, time in shared.withLock { $0.sent[number] = (time, $0.isAccepted) } }
        let failure = shared.wait { shared -> ScenarioError?? in
            if let failure = shared.failure { return .some(failure) }
            return shared.sent.isEmpty ? .some(nil) : nil
        }
        if let failure = failure ?? nil { throw failure }
    }

    /// Sends a directive and waits until it lies in every mailbox.
    private func send(
        _ document: PlannedDocument, of generator: Generator, _ signers: Signers, _ admin: Caller,
        _ shared: Monitor<Shared>, beside: (() throws(ScenarioError) -> Void)?
    ) throws(ScenarioError) -> (round: FanOutResult.Round, bytes: Int, stored: Int) {
        let pair = try signers.sign(document, of: generator)
        let sender = Identity.agency(generator.parties[document.sender].code)
        let caller = Caller(surroundings, connections: 1, deadline: .now.advanced(byMilliseconds: 60_000))
        // The connection is made before: its handshake is no part of this.
        _ = try caller.json(WireRequest(method: "GET", target: "/api/v1/routes?from=\(configuration.from)"), as: sender)
        let (before, bytesBefore) = (try Self.deliveries(admin, shared), stored())
        let request = WireRequest(
            method: "POST", target: "/api/v1/documents",
            headers: [("Content-Type", "application/edxml+xml"), ("Lgsp-Signature", Base64.encode(pair.signature))],
            body: pair.document)
        let watch = Monitor<Result<FanOutResult.Round, ScenarioError>?>(nil)
        // Both are the thread's alone until it is joined, on every way out: `beside` has a caller of its own.
        nonisolated(unsafe) let (lentCaller, lentAdmin) = (caller, admin)
        let wanted = before + document.receivers.count
        let thread: Thread
        do {
            thread = try Thread(name: "directive") {
                let outcome: Result<FanOutResult.Round, ScenarioError>
                let sent = MonotonicTime.now
                do throws(ScenarioError) {
                    shared.withLock { $0.isAccepted = false }
                    defer { shared.withLock { $0.isAccepted = true } }
                    _ = unsafe try lentCaller.json(request, as: sender)
                    let accepted = MonotonicTime.now
                    shared.withLock { $0.isAccepted = true }
                    while unsafe try Self.deliveries(lentAdmin, shared) < wanted { Pause.milliseconds(4) }
                    let filled = MonotonicTime.now
                    outcome = .success(.init(untilAccepted: accepted.since(sent), untilFilled: filled.since(accepted)))
                } catch { outcome = .failure(error) }
                watch.notify { $0 = outcome }
            }
        } catch { throw ScenarioError(.unreachable, error.description) }
        do throws(ScenarioError) { while let beside, watch.withLock({ $0 == nil }) { try beside() } } catch {
            thread.join()
            throw error
        }
        thread.join()
        switch watch.withLock({ $0 }) {
        case .success(let round):
            return (round, pair.document.count + pair.signature.count, stored() - bytesBefore)
        case .failure(let error): throw error
        case nil: throw ScenarioError(.unreachable, "the directive's thread gave no answer")
        }
    }

    /// Documents in mailboxes, by the bus's own count, but for the urgent ones that are known to have come.
    private static func deliveries(_ admin: Caller, _ shared: Monitor<Shared>) throws(ScenarioError) -> Int {
        let urgent = shared.withLock { $0.received }
        let statistics = try admin.json(WireRequest(method: "GET", target: "/api/v1/statistics"), as: .admin)
        return statistics["deliveries"]?["initial"]?.int.map { $0 - urgent } ?? 0
    }

    /// Takes each urgent document out of its mailbox as soon as it is there.
    private func listen(_ code: String, until end: MonotonicTime, _ shared: Monitor<Shared>) {
        let caller = Caller(surroundings, connections: 1, deadline: end)
        var cursor = ""
        do throws(ScenarioError) {
            while !shared.withLock({ $0.stops }) {
                let after = cursor.isEmpty ? "" : "&cursor=\(Percent.encode(cursor))"
                let inbox = try caller.json(
                    WireRequest(method: "GET", target: "/api/v1/inbox/\(code)?limit=100&wait=20\(after)"),
                    as: .agency(code))
                let now = MonotonicTime.now.nanoseconds
                let items = inbox["items"]?.elements ?? []
                if let next = inbox["cursor"]?.string { cursor = next }
                shared.notify { shared in
                    for item in items {
                        guard let id = item["document_id"]?.string, let number = DocumentNumber(documentID: id),
                            let sent = shared.sent.removeValue(forKey: number.serial)
                        else { continue }
                        if sent.isAccepted {
                            shared.latencies.record(now - sent.time)
                        } else {
                            shared.before.record(now - sent.time)
                        }
                        shared.received += 1
                    }
                }
            }
        } catch {
            shared.notify { $0.failure = $0.failure ?? error }
        }
    }

    /// The one who sends urgent documents.
    private final class Urgent {
        private let generator: Generator
        private let signers: Signers
        private let caller: Caller
        private let sender: Int
        private let receiver: Int
        private var number = 1

        init(generator: Generator, signers: Signers, caller: Caller, sender: Int, receiver: Int) {
            self.generator = generator
            self.signers = signers
            self.caller = caller
            self.sender = sender
            self.receiver = receiver
        }

        /// Writes and signs one, says its number and the time, and sends it.
        func send(_ note: (Int, Int64) -> Void) throws(ScenarioError) {
            number += 1
            let document = PlannedDocument(
                index: number, sender: sender, receivers: [receiver], medium: .electronic, bad: nil, type: "CĐ",
                urgency: 3, size: 4096, subject: "Công điện hỏa tốc")
            let pair = try signers.sign(document, of: generator)
            note(number, MonotonicTime.now.nanoseconds)
            _ = try caller.json(
                WireRequest(
                    method: "POST", target: "/api/v1/documents",
                    headers: [
                        ("Content-Type", "application/edxml+xml"), ("Lgsp-Signature", Base64.encode(pair.signature)),
                    ],
                    body: pair.document), as: .agency(generator.parties[sender].code))
        }
    }
}

extension PlannedDocument {
    /// The same document under another number.
    func renumbered(to index: Int) -> PlannedDocument {
        PlannedDocument(
            index: index, sender: sender, receivers: receivers, medium: medium, bad: bad, type: type, urgency: urgency,
            size: size, subject: subject)
    }
}
