public import Exchange

extension Ledger {
    /// A document with its bytes, ready to be decided on.
    public struct Entry: Sendable {
        /// What it says and what its signatures amount to.
        public private(set) var submission: Submission
        /// The bytes as they came.
        public let content: any Payload
        /// The detached signature as it came, DER; may be empty.
        public let signature: [UInt8]
        /// What signatures it needs.
        public let policy: ConnectedSystem.SignaturePolicy
        /// The system it came by, by its place in the directory; nil for none.
        public let system: Int?
        /// What it acts on, where it is not a new document.
        public let act: DocumentAct?

        /// The document `submission` with its bytes.
        public init(
            submission: Submission, content: any Payload, signature: [UInt8],
            policy: ConnectedSystem.SignaturePolicy = .required, system: Int? = nil,
            act: DocumentAct? = nil
        ) {
            self.system = system
            self.act = act
            self.policy = policy
            self.submission = submission
            self.content = content
            self.signature = signature
        }

        /// The same with the digest of its signature noted.
        func digested(by sealer: any Sealer) -> Entry {
            var entry = self
            entry.submission.signatureDigest = signature.isEmpty ? [] : sealer.digest(signature)
            return entry
        }
    }

    /// What became of a document.
    public enum SubmissionAnswer: Sendable {
        /// It is in and on disk.
        case accepted(Accepted, at: Instant, Receipt)
        /// The same bytes came before; the receipt is that of the first time.
        case duplicate(DocumentState)
        /// It was refused, under this id.
        case refused(Refusal, Identifier)
    }

    /// Submits documents; each is answered on its own, in order, once the batch is on disk.
    ///
    /// `refuse`, asked once for each refusal, gives its id, and says whether it becomes a fact, without content.
    public func submit(
        _ entries: [Entry], refuse: @escaping @Sendable () -> (id: Identifier, isRecorded: Bool),
        completion: @escaping @Sendable (Swift.Result<[SubmissionAnswer], LedgerError>) -> Void
    ) throws(LedgerError) {
        enum Pending {
            case accepted(Accepted, index: Int, fact: [UInt8])
            case answered(SubmissionAnswer)
        }
        let entries = entries.map { $0.digested(by: sealer) }
        try enqueue(
            Job(
                weight: entries.count,
                perform: { batch in
                    var pending: [Pending] = []
                    pending.reserveCapacity(entries.count)
                    for entry in entries {
                        do {
                            let outcome = try Admission.decide(
                                entry.submission, policy: entry.policy, system: entry.system,
                                state: batch.state, numbering: &batch.numbering)
                            switch outcome {
                            case .duplicate(let known): pending.append(.answered(.duplicate(known)))
                            case .accepted(let accepted):
                                let consequences =
                                    if let act = entry.act {
                                        try DocumentLife.decide(
                                            act, by: accepted, state: batch.state, numbering: &batch.numbering)
                                    } else { [Fact]() }
                                try batch.store(accepted.serial, content: entry.content, signature: entry.signature)
                                let (index, fact) = try batch.append(.accepted(accepted))
                                if let succeeded = Succeeded(accepted, in: batch.state.directory) {
                                    try batch.append(.succeeded(succeeded))
                                }
                                if let used = QuotaUsed(entry.system, accepted, in: batch.state.directory) {
                                    try batch.append(.quotaUsed(used))
                                }
                                try batch.route(
                                    Message(kind: .document, serial: accepted.serial, document: accepted.serial),
                                    from: accepted.hub, to: accepted.recipients)
                                try batch.follow(consequences)
                                pending.append(.accepted(accepted, index: index, fact: fact))
                            }
                        } catch let refusal as Refusal {
                            let (id, isRecorded) = refuse()
                            pending.append(.answered(.refused(refusal, id)))
                            guard isRecorded else { continue }
                            try batch.append(
                                .refused(
                                    Refused(
                                        agency: batch.state.directory.agency(code: entry.submission.from)?.number,
                                        code: refusal.code.rawValue, detail: refusal.detail,
                                        digest: entry.submission.digest, id: id)))
                        }
                    }
                    let now = batch.now
                    return { sealed in
                        completion(
                            .success(
                                pending.map {
                                    switch $0 {
                                    case .answered(let answer): answer
                                    case .accepted(let accepted, let index, let fact):
                                        .accepted(accepted, at: now, sealed.receipt(index: index, fact: fact))
                                    }
                                }))
                    }
                }, fail: { completion(.failure($0)) }))
    }

    /// Sets the transport state of deliveries; each is answered on its own. With `onlyFetched` one that was never read
    /// keeps its state.
    public func confirm(
        _ deliveries: [Identifier], by agencies: [AgencyNumber], state: DeliveryState, reason: String,
        onlyFetched: Bool = false,
        completion: @escaping @Sendable (Swift.Result<[Receiving.Confirmation], LedgerError>) -> Void
    ) throws(LedgerError) {
        try enqueue(
            Job(
                weight: 1 + deliveries.count / 4,
                perform: { batch in
                    let (facts, results) = try Receiving.confirm(
                        deliveries, by: agencies, state: state, reason: reason, onlyFetched: onlyFetched,
                        state: batch.state, numbering: &batch.numbering)
                    try batch.follow(facts)
                    return { _ in completion(.success(results)) }
                }, fail: { completion(.failure($0)) }))
    }

    /// Notes that deliveries were read for the first time. Nobody waits for it.
    public func noteFetched(_ deliveries: [Serial]) throws(LedgerError) {
        guard !deliveries.isEmpty else { return }
        try enqueue(
            Job(
                weight: 1 + deliveries.count / 4,
                perform: { batch in
                    try batch.noteFetched(deliveries)
                    return { _ in }
                }, fail: { _ in }))
    }

    /// Settles a dead letter.
    public func settle(
        _ delivery: Identifier, _ outcome: DeadLetterSettled.Outcome, reason: String,
        mayDo: @escaping @Sendable ([AgencyNumber]) -> Bool,
        completion: @escaping @Sendable (Swift.Result<Void, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            try batch.follow(
                try DeadLetterSettled.decide(
                    delivery, outcome, reason: reason, mayDo: mayDo, state: batch.state, numbering: &batch.numbering))
            return ()
        }
    }

    /// Notes those of `deliveries` that were to be confirmed by now and are not.
    public func noteLate(
        _ deliveries: [Serial], completion: @escaping @Sendable (Swift.Result<Void, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            try batch.follow(try Punctuality.missed(deliveries, state: batch.state))
            return ()
        }
    }

    /// Records a business status.
    public func record(
        _ status: BusinessStatus, reason: String, by sender: AgencyNumber, about receiver: AgencyNumber?,
        document: Serial,
        completion: @escaping @Sendable (Swift.Result<StatusRecorded, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            let recorded = try Receiving.record(
                status, reason: reason, by: sender, about: receiver, document: document, state: batch.state,
                numbering: &batch.numbering)
            // The same status twice is one status: it is answered, but neither kept nor told again.
            if recorded.effect != .repeats { try batch.follow([.statusRecorded(recorded)]) }
            return recorded
        }
    }

    /// Registers an agency below those of a system, or closes one, and gives the directory afterwards.
    public func register(
        by system: String, _ request: Registration.Request?, closing code: String?,
        completion: @escaping @Sendable (Swift.Result<Void, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            let directory = batch.state.directory
            guard let index = directory.system(id: system), !directory.systems[index].isClosed else {
                throw Refusal(.registrationNotAllowed, "The system is closed.", found: system)
            }
            let system = directory.systems[index]
            var facts: [Fact] = []
            if let request {
                facts += try Registration.register(request, by: system, directory: directory, today: batch.now.day)
            }
            if let code { facts += try Registration.close(code, by: system, state: batch.state, today: batch.now.day) }
            for fact in facts { try batch.append(fact) }
            return ()
        }
    }

    /// Closes agencies, all or none, and names who takes them over; gives the facts.
    public func close(
        _ codes: [String], successor: String?, completion: @escaping @Sendable (Swift.Result<[Fact], any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            let facts = try Succession.close(codes, successor: successor, in: batch.state.directory)
            for fact in facts { try batch.append(fact) }
            return facts
        }
    }

    /// Changes the send rules as `change` says of those that stand, and gives those that stand then.
    public func changeRules(
        _ change: @escaping @Sendable (SendRules) throws -> SendRules,
        completion: @escaping @Sendable (Swift.Result<SendRules, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            let before = batch.state.directory.sendRules
            let rules = try change(before)
            if rules != before { try batch.append(.sendRulesDefined(rules)) }
            return rules
        }
    }

    /// Gives up telling a webhook of a delivery: a dead letter, and a notice to the document's issuer.
    public func deadLetter(
        _ letter: WebhookDeadLettered, completion: @escaping @Sendable (Swift.Result<Void, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            try batch.follow(
                try WebhookDeadLettered.decide(letter, state: batch.state, numbering: &batch.numbering))
            return ()
        }
    }

    /// Registers a document on paper.
    public func register(
        _ paper: PaperDocument, completion: @escaping @Sendable (Swift.Result<PaperRegistered, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            let registered = try PaperRegister.decide(paper, state: batch.state, numbering: &batch.numbering)
            try batch.append(.paperRegistered(registered))
            return registered
        }
    }

    /// Takes a paper registration back; the caller has checked that it exists.
    public func reverse(
        paper: Serial, completion: @escaping @Sendable (Swift.Result<Void, any Error>) -> Void
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            try batch.append(.paperReversed(paper))
            return ()
        }
    }

    /// Appends facts that are decided already: directory changes and refusals at the door.
    public func append(
        _ facts: [Fact], completion: @escaping @Sendable (Swift.Result<Void, any Error>) -> Void = { _ in }
    ) throws(LedgerError) {
        try decide(completion: completion) { batch in
            for fact in facts { try batch.append(fact) }
            return ()
        }
    }

    /// A job that decides on one thing and answers with it, or with the refusal, once the batch is on disk.
    private func decide<Result: Sendable>(
        completion: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void,
        _ body: @escaping (Batch) throws -> Result
    ) throws(LedgerError) {
        try enqueue(
            Job(
                weight: 1,
                perform: { batch in
                    do {
                        let result = try body(batch)
                        return { _ in completion(.success(result)) }
                    } catch let refusal as Refusal {
                        return { _ in completion(.failure(refusal)) }
                    }
                }, fail: { completion(.failure($0)) }))
    }
}
