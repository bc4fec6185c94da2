internal import Platform

/// Measures how many documents a second go through the daemon end to end: posted in batches with signatures made
/// ahead, on disk before the answer, fetched with their bytes, confirmed in batches.
public struct LoadBench: Sendable {
    /// What is measured.
    public struct Configuration: Sendable {
        /// Where a document's signature is.
        public enum Form: String, Sendable {
            /// Beside the document, as a detached CMS.
            case cms
            /// In the document, as an XML signature.
            case xmldsig
        }

        /// The interface that the agencies speak; only the native one takes signatures beside documents.
        public var door = Door.native
        /// The key of the senders' certificates.
        public var key = IssuedKind.rsa2048
        /// The form of their signatures.
        public var form = Form.cms
        /// Agencies that send, each on a thread of its own; as many threads receive.
        public var senders = 2
        /// Agencies that each document goes to: one means another one for every sender, more are the same for all.
        public var recipients = 1
        /// Documents, all signed before the clock starts.
        public var documents = 30_000
        /// Bytes of a document's edXML, about.
        public var size = 8192
        /// Documents in one submission.
        public var batch = 64
        /// Documents in one look into a mailbox, and in one confirmation.
        public var inbox = 256
        /// Seconds after which nothing more is sent.
        public var seconds = 20

        /// RSA-2048, detached, 8 KB, batches of 64, one recipient.
        public init() {}
    }

    let serverURL: String
    let surroundings: any Surroundings
    let scenario: ScenarioFile
    let runID: RunID
    let day: String
    let configuration: Configuration

    /// A measurement at the daemon at `serverURL`; `scenario` gives the tiers and the words of its documents.
    public init(
        serverURL: String, certificatesDirectory: String, keys: any KeyRing, scenario: ScenarioFile, runID: RunID,
        day: String, configuration: Configuration = Configuration()
    ) {
        self.init(
            serverURL: serverURL,
            surroundings: configuration.door.surroundings(
                of: Network(serverURL: serverURL, certificates: certificatesDirectory, keys: keys)),
            scenario: scenario, runID: runID, day: day, configuration: configuration)
    }

    init(
        serverURL: String, surroundings: any Surroundings, scenario: ScenarioFile, runID: RunID, day: String,
        configuration: Configuration
    ) {
        self.serverURL = serverURL
        self.surroundings = surroundings
        self.scenario = scenario
        self.runID = runID
        self.day = day
        self.configuration = configuration
    }

    /// What the threads share.
    struct Shared: Sendable {
        var accepted = 0
        /// Deliveries fetched and confirmed.
        var confirmed = 0
        var sending: Int
        var lastConfirmed = MonotonicTime.now
        var toAccepted = Histogram()
        var failure: ScenarioError?
    }

    /// Signs everything, sends and receives it, and gives the figures.
    public func run() throws(ScenarioError) -> BenchResult {
        let forever = MonotonicTime.now.advanced(byMilliseconds: 3_600_000)
        let admin = Caller(surroundings, connections: 1, deadline: forever)
        let parties = try Party.all(admin, tiers: scenario.tiers, surroundings: surroundings)
        let generator = try Generator(scenario: scenario, parties: parties, run: runID, day: day)
        let count = configuration.senders
        let needed = configuration.recipients == 1 ? count : configuration.recipients
        guard count > 0, needed > 0, generator.parties.count >= count + needed else {
            throw ScenarioError(
                .directoryTooSmall,
                "\(count) senders need \(needed) receivers beside them; there are "
                    + "\(generator.parties.count) agencies in all")
        }
        try surroundings.open(generator.parties[..<(count + needed)].map(\.code), admin: admin)
        let (bodies, bytes) = try sign(generator, caller: admin)
        let shared = Monitor(Shared(sending: count))
        let processor = BenchResult.processorTime()
        let start = MonotonicTime.now
        let stop = start.advanced(byMilliseconds: Int64(configuration.seconds) * 1000)
        var threads: [Thread] = []
        do {
            for (sender, requests) in bodies.enumerated() {
                let identity = Identity.agency(generator.parties[sender].code)
                // Each thread has its share of the receivers.
                let codes = stride(from: count + sender, to: count + needed, by: count).map {
                    generator.parties[$0].code
                }
                threads.append(try Thread(name: "send") { send(requests, as: identity, until: stop, shared) })
                if codes.isEmpty { continue }
                threads.append(try Thread(name: "receive") { receive(codes, until: stop, shared) })
            }
        } catch {
            shared.notify { $0.failure = ScenarioError(.unreachable, error.description) }
        }
        for thread in threads { thread.join() }
        let end = shared.withLock { $0 }
        if let failure = end.failure { throw failure }
        return BenchResult(
            deliveries: end.confirmed, accepted: end.accepted, documentBytes: bytes,
            nanoseconds: end.lastConfirmed.since(start), toAccepted: end.toAccepted,
            generatorNanoseconds: BenchResult.processorTime() - processor, configuration: configuration)
    }

    /// What the signing threads share.
    private struct Signed: Sendable {
        var bodies: [[WireRequest]]
        var bytes = 0
        var failure: ScenarioError?
    }

    /// The submissions of every sender, each signed on a thread of its own, and the mean bytes of their documents.
    private func sign(
        _ generator: Generator, caller: Caller
    ) throws(ScenarioError) -> (bodies: [[WireRequest]], documentBytes: Int) {
        let count = configuration.senders
        let signed = Monitor(Signed(bodies: Array(repeating: [], count: count)))
        var threads: [Thread] = []
        do {
            for sender in 0..<count {
                let signer = try Signers.bind(
                    configuration.key, to: generator.parties[sender].code, surroundings, caller: caller)
                threads.append(
                    try Thread(name: "sign") {
                        do throws(ScenarioError) {
                            let (requests, bytes) = try submissions(of: sender, generator, signer)
                            signed.withLock { signed in
                                signed.bodies[sender] = requests
                                signed.bytes += bytes
                            }
                        } catch {
                            signed.withLock { $0.failure = $0.failure ?? error }
                        }
                    })
            }
        } catch {
            let failure = error as? ScenarioError ?? ScenarioError(.unreachable, "\(error)")
            signed.withLock { $0.failure = $0.failure ?? failure }
        }
        for thread in threads { thread.join() }
        let end = signed.withLock { $0 }
        if let failure = end.failure { throw failure }
        return (end.bodies, end.bytes / (documentsOfEach * count))
    }

    private var documentsOfEach: Int { max(1, configuration.documents / configuration.senders) }

    /// The submissions of one sender, written and signed, and the bytes of their documents.
    private func submissions(
        of sender: Int, _ generator: Generator, _ signer: any Signing
    ) throws(ScenarioError) -> (requests: [WireRequest], documentBytes: Int) {
        let count = configuration.senders
        let receivers =
            configuration.recipients == 1 ? [count + sender] : Array(count..<count + configuration.recipients)
        let probe = planned(0, sender, receivers, size: 0)
        // Where the envelope alone takes more, its attachment is as small as may be: an empty one is refused.
        let size = max(1, (configuration.size - generator.envelope(of: probe).count) / 4) * 3
        let number = documentsOfEach
        var documentBytes = 0
        var requests: [WireRequest] = []
        var pairs: [(document: [UInt8], signature: [UInt8])] = []
        for offset in 1...number {
            let document = planned(sender * number + offset, sender, receivers, size: size)
            let bytes = generator.envelope(of: document)
            documentBytes += bytes.count
            switch configuration.form {
            case .cms: pairs.append((bytes, try signer.sign(bytes)))
            case .xmldsig: pairs.append((try signer.envelop(bytes), []))
            }
            if pairs.count == configuration.batch || offset == number {
                requests.append(.submission(pairs, mark: "\(generator.run)-\(document.index)"))
                pairs.removeAll(keepingCapacity: true)
            }
        }
        return (requests, documentBytes)
    }

    private func planned(_ index: Int, _ sender: Int, _ receivers: [Int], size: Int) -> PlannedDocument {
        PlannedDocument(
            index: index, sender: sender, receivers: receivers, medium: .electronic, bad: nil, type: "CV", urgency: 0,
            size: size, subject: "V/v đo tốc độ gửi, nhận văn bản điện tử")
    }

    private func send(
        _ requests: [WireRequest], as identity: Identity, until stop: MonotonicTime, _ shared: Monitor<Shared>
    ) {
        let caller = Caller(surroundings, connections: 1, deadline: stop)
        do throws(ScenarioError) {
            for request in requests where .now < stop {
                if shared.withLock({ $0.failure != nil }) { break }
                let start = MonotonicTime.now
                let node = try caller.json(request, as: identity)
                let taken = MonotonicTime.now.since(start)
                let results = node["results"]?.elements ?? [node]
                if let refused = results.first(where: { ($0["status"]?.int ?? 201) > 201 }) {
                    throw ScenarioError(
                        .unexpectedAnswer, "a document was refused: \(refused["code"]?.string ?? "without a code")")
                }
                shared.notify { shared in
                    shared.accepted += results.count
                    for _ in results { shared.toAccepted.record(taken) }
                }
            }
        } catch {
            shared.notify { $0.failure = $0.failure ?? error }
        }
        shared.notify { $0.sending -= 1 }
    }

    /// Looks into the mailboxes of `codes` in turn until all that was accepted is confirmed.
    private func receive(_ codes: [String], until stop: MonotonicTime, _ shared: Monitor<Shared>) {
        // What was sent up to the last moment has half a minute to arrive.
        let patience = stop.advanced(byMilliseconds: 30_000)
        let caller = Caller(surroundings, connections: codes.count, deadline: patience)
        var cursors = [String?](repeating: nil, count: codes.count)
        do throws(ScenarioError) {
            while .now < patience {
                var isIdle = true
                for (place, code) in codes.enumerated() {
                    let done = shared.withLock {
                        $0.failure != nil
                            || ($0.sending == 0 && $0.accepted * configuration.recipients == $0.confirmed)
                    }
                    if done { return }
                    // A thread with one mailbox can wait there; with several it must not keep the others waiting.
                    let deliveries = try fetch(code, wait: codes.count == 1 ? 1 : 0, cursor: &cursors[place], caller)
                    if deliveries.isEmpty { continue }
                    isIdle = false
                    let confirmed = try confirm(deliveries, code, caller)
                    shared.notify { shared in
                        shared.confirmed += confirmed
                        shared.lastConfirmed = .now
                    }
                }
                if isIdle, codes.count > 1 { Pause.milliseconds(5) }
            }
            throw ScenarioError(.timeout, "accepted documents did not reach the mailboxes")
        } catch {
            shared.notify { $0.failure = $0.failure ?? error }
        }
    }

    /// The deliveries of this run after `cursor`, fetched with their bytes.
    private func fetch(
        _ code: String, wait: Int, cursor: inout String?, _ caller: Caller
    ) throws(ScenarioError) -> [String] {
        let page = cursor.map { "&cursor=\(Percent.encode($0))" } ?? ""
        let target = "/api/v1/inbox/\(code)?limit=\(configuration.inbox)&wait=\(wait)&content=1\(page)"
        let answer = try caller.call(
            WireRequest(method: "GET", target: target, headers: [("Accept", "multipart/mixed")]), as: .agency(code))
        guard answer.status == 200, let type = answer.header("Content-Type"),
            let parts = Multipart.parts(of: answer.body, contentType: type, limit: configuration.inbox)
        else {
            // An empty mailbox has no parts to give, and may say so in JSON.
            if answer.status == 200 || answer.status == 204 { return [] }
            throw ScenarioError(.unexpectedAnswer, "GET \(target) was answered \(answer.status)")
        }
        if let next = answer.header("Lgsp-Cursor"), !next.isEmpty { cursor = next }
        // Our bytes name the run; other people's documents stay where they are.
        let mark = Array(".\(runID)/".utf8)
        return parts.filter { Multipart.find(mark, in: $0.body, from: 0) != nil }.compactMap {
            $0.header("Lgsp-Delivery")
        }
    }

    private func confirm(_ deliveries: [String], _ code: String, _ caller: Caller) throws(ScenarioError) -> Int {
        var body = JSONText(capacity: deliveries.count * 40 + 64)
        body.object { body in
            body.key("deliveries")
            body.array { body in
                for delivery in deliveries { body.string(delivery) }
            }
            body.member("outcome", "done")
        }
        let answer = try caller.json(
            WireRequest(
                method: "POST", target: "/api/v1/inbox/\(code)/confirm",
                headers: [("Content-Type", "application/json")],
                body: body.bytes), as: .agency(code))
        return answer["confirmed"]?.int ?? 0
    }
}
