internal import Exchange

/// One transaction: jobs decide one after another, each on the state the one before left.
final class Batch {
    let now: Instant
    let state: WriterState
    var numbering: Numbering
    private let database: Database
    private let fold: Fold
    private let segments: SegmentFiles
    private let digest: ([UInt8]) -> [UInt8]
    let firstFact: Int64
    private(set) var leaves: [[UInt8]] = []
    /// Agencies that have something new in their mailbox.
    private(set) var mailboxes: Set<AgencyNumber> = []
    private(set) var directoryChanged = false
    /// Mailboxes that something was put into.
    private(set) var filled = 0

    init(
        now: Instant, firstFact: Int64, numbering: Numbering, database: Database, fold: Fold, segments: SegmentFiles,
        digest: @escaping ([UInt8]) -> [UInt8]
    ) {
        self.now = now
        self.firstFact = firstFact
        self.numbering = numbering
        self.database = database
        self.fold = fold
        self.segments = segments
        self.digest = digest
        state = WriterState(database: database, fold: fold)
    }

    /// Appends a fact and folds it; gives its place in the batch and its statement for a receipt.
    @discardableResult
    func append(_ fact: Fact) throws(LedgerError) -> (index: Int, statement: [UInt8]) {
        let number = firstFact + Int64(leaves.count)
        let bytes = fact.bytes
        let statement = try database.statement(of: "INSERT INTO facts VALUES(?,?,?,?,?)")
        statement.bind(1, number)
        statement.bind(2, now.milliseconds)
        statement.bind(3, Int64(fact.kind))
        statement.bind(4, Int64(fact.version))
        statement.bind(5, bytes)
        try statement.run()
        try fold.apply(fact, number: number, at: now)
        let leaf = DigestTree.statement(kind: fact.kind, version: fact.version, bytes: bytes)
        leaves.append(digest([0] + leaf))
        switch fact {
        case .delivered(let delivered):
            for entry in delivered.entries { mailboxes.insert(entry.recipient) }
            filled += delivered.entries.count
        case .deadLetterSettled(let settled) where settled.outcome == .retried: mailboxes.insert(settled.recipient)
        case _ where fact.isOfDirectory: directoryChanged = true
        default: break
        }
        return (leaves.count - 1, leaf)
    }

    /// Stores the payload of an accepted document.
    func store(_ document: Serial, content: any Payload, signature: [UInt8]) throws(LedgerError) {
        let location = try segments.append(content: content, signature: signature)
        let statement = try database.statement(of: "INSERT INTO payloads VALUES(?,?,?,?,?)")
        statement.bind(1, document.value)
        statement.bind(2, location.segment)
        statement.bind(3, location.offset)
        statement.bind(4, location.content)
        statement.bind(5, location.signature)
        try statement.run()
    }

    /// Routes a message from `hub` on: appends the facts, and drains every hop that is due within this batch.
    ///
    /// What goes to more mailboxes than one step fills goes on in batches of its own, hop by hop.
    func route(
        _ message: Message, from hub: Int, to recipients: [AgencyNumber], step: Int = Routing.mailboxesPerStep
    ) throws {
        try follow(
            try Routing.decide(message, at: hub, for: recipients, state: state, numbering: &numbering, step: step),
            drains: recipients.count <= Routing.mailboxesPerStep)
    }

    /// Appends facts and, with `drains`, everything that follows from them at once; else that is left scheduled.
    func follow(_ facts: [Fact], drains: Bool = true) throws {
        for fact in facts {
            let index = try append(fact).index
            switch fact {
            case .relayed(let relayed)
            where drains && relayed.due <= now && state.directory.stops[relayed.to] == nil:
                try carryOut(fact, number: firstFact + Int64(index))
            case .delivered(let delivered):
                for watch in try Punctuality.watches(over: delivered, state: state) { try append(.watched(watch)) }
            case .statusRecorded(let status):
                let hub = state.directory.agency(status.sender)?.hub ?? 0
                try route(
                    Message(kind: .status, serial: status.serial, document: status.document), from: hub,
                    to: [Succession.mailbox(of: status.recipient, in: state.directory)])
                try follow(try DocumentLife.decide(agreement: status, state: state))
            case .noticeIssued(let notice):
                let hub = state.directory.agency(notice.about)?.hub ?? 0
                try route(
                    Message(kind: .notice, serial: notice.serial, document: notice.document), from: hub,
                    to: [Succession.mailbox(of: notice.recipient, in: state.directory)])
            default: continue
            }
        }
    }

    /// Notes that deliveries were read for the first time.
    func noteFetched(_ deliveries: [Serial]) throws {
        try append(.fetched(deliveries))
        let late = fold.takeLateReadings()
        if late.isEmpty { return }
        try follow(try DocumentLife.decide(lateReading: late, state: state, numbering: &numbering))
    }

    /// Carries out a scheduled fact, once.
    func carryOut(_ fact: Fact, number: Int64, step: Int = Routing.mailboxesPerStep) throws {
        try fold.finish(scheduled: number)
        switch fact {
        case .relayed(let relayed):
            fold.tally.hubs[relayed.to, default: TrafficTally.Hub()].waiting -= 1
            let latency = Route.latency(from: relayed.from, to: relayed.to, hubs: state.directory.hubs)
            fold.tally.hubs[relayed.to, default: TrafficTally.Hub()].hops += 1
            fold.tally.hubs[relayed.to, default: TrafficTally.Hub()].hopTime +=
                now.milliseconds - relayed.due.milliseconds + Int64(latency)
            try follow(
                try Routing.decide(arrival: relayed, state: state, numbering: &numbering, step: step),
                drains: relayed.recipients.count <= Routing.mailboxesPerStep)
        case .deferred(let deferred):
            fold.tally.hubs[deferred.hub, default: TrafficTally.Hub()].waiting -= 1
            try route(deferred.message, from: deferred.hub, to: deferred.recipients, step: step)
        case .watched(let watch):
            try follow(try Punctuality.decide(watch, state: state, numbering: &numbering))
        case .hubStopped(let stop): try append(.hubStarted(stop.hub))
        default: throw LedgerError.corrupt("fact \(number) is scheduled, but nothing follows from it")
        }
    }
}
