/// Decides what a hub does with a message: into its own mailboxes, and one copy to each neighbour that others lie behind.
public enum Routing {
    /// How many mailboxes one step fills; the rest is deferred, so that other work gets between.
    public static let mailboxesPerStep = 256
    /// How many mailboxes a scheduled step fills: few enough that an urgent document hardly waits longer for it than
    /// for the disk.
    public static let mailboxesPerScheduledStep = 64

    /// The facts of a message that is at `hub` for `recipients`.
    ///
    /// The hub decides on its own mailboxes only, `step` of them at most; for a neighbour it emits a message fact, due
    /// after the link's latency.
    public static func decide(
        _ message: Message, at hub: Int, for recipients: [AgencyNumber], state: some ExchangeState,
        numbering: inout Numbering, step: Int = mailboxesPerStep
    ) throws -> [Fact] {
        let directory = state.directory
        var facts: [Fact] = []
        for group in Route.split(recipients, at: hub, directory: directory) {
            if let next = group.next {
                let latency = Int64(Route.latency(from: hub, to: next, hubs: directory.hubs))
                facts.append(
                    .relayed(
                        Relayed(
                            message: message, from: hub, to: next,
                            due: Instant(milliseconds: numbering.now.milliseconds + latency),
                            recipients: group.recipients)))
                continue
            }
            let (owed, later) = (group.recipients.prefix(step), group.recipients.dropFirst(step))
            facts += try deliver(message, at: hub, to: owed, state: state, numbering: &numbering)
            if !later.isEmpty {
                facts.append(.deferred(Deferred(message: message, hub: hub, recipients: Array(later))))
            }
        }
        return facts
    }

    /// The facts of a message that reached `relayed.to`; none where it had been there before.
    public static func decide(
        arrival relayed: Relayed, state: some ExchangeState, numbering: inout Numbering, step: Int = mailboxesPerStep
    ) throws -> [Fact] {
        if try state.hasArrived(relayed.message, at: relayed.to) { return [] }
        let arrived = Fact.arrived(Arrived(message: relayed.message, hub: relayed.to, from: relayed.from))
        return try [arrived]
            + decide(
                relayed.message, at: relayed.to, for: relayed.recipients, state: state, numbering: &numbering,
                step: step)
    }

    private static func deliver(
        _ message: Message, at hub: Int, to recipients: ArraySlice<AgencyNumber>, state: some ExchangeState,
        numbering: inout Numbering
    ) throws -> [Fact] {
        let directory = state.directory
        let now = numbering.now
        let document = message.kind == .document ? try state.document(message.serial) : nil
        let namesakes =
            if let document, document.countsForRatio {
                try state.documents(issuer: document.issuer, numberKey: document.numberKey)
                    .filter { $0 != document.serial }
            } else { [Serial]() }
        var entries: [Delivered.Entry] = []
        entries.reserveCapacity(recipients.count)
        var facts: [Fact] = []
        for recipient in recipients {
            // Statuses and notices reach even an agency closed meanwhile: its successor reads them.
            if let document, let code = obstacle(of: document, at: recipient, directory: directory, now: now) {
                facts.append(.returned(Returned(message: message, recipient: recipient, code: code)))
                let (serial, id) = numbering.message(shard: directory.hubs[hub].shard)
                facts.append(
                    .noticeIssued(
                        NoticeIssued(
                            serial: serial, id: id, document: document.serial, recipient: document.issuer,
                            about: recipient, code: code, reason: "")))
                continue
            }
            let (serial, id) = numbering.delivery(shard: directory.hubs[hub].shard)
            let channel = try document.map {
                try self.channel(of: $0, to: recipient, namesakes: namesakes, state: state)
            }
            entries.append(
                Delivered.Entry(serial: serial, id: id, recipient: recipient, channel: channel ?? .uncounted))
        }
        if !entries.isEmpty { facts.insert(.delivered(Delivered(message: message, hub: hub, entries: entries)), at: 0) }
        return facts
    }

    /// Why a document does not get into a mailbox, as a stable code: a withdrawal overtook it, its time to live is over,
    /// or the receiver closed without a
    /// successor.
    private static func obstacle(
        of document: DocumentState, at recipient: AgencyNumber, directory: Directory, now: Instant
    ) -> String? {
        if document.withdrawal != nil { return DocumentLife.Notice.undelivered.rawValue }
        if let expiry = directory.deadline(urgency: document.urgency).expiry(document.id.instant), expiry <= now {
            return Punctuality.expired
        }
        guard let agency = directory.agency(recipient) else { return "receiver_closed" }
        // What was on its way when the receiver closed waits in its mailbox, which is its successor's now.
        let reader = Succession.heir(of: agency, in: directory) ?? agency
        return reader.isOpen(on: now.day) ? nil : "receiver_closed"
    }

    /// What the ratio counts a delivery as: once per issuer, number, notation, year and recipient.
    private static func channel(
        of document: DocumentState, to recipient: AgencyNumber, namesakes: [Serial], state: some ExchangeState
    ) throws -> Channel {
        if document.isTest { return .test }
        guard document.countsForRatio else { return .uncounted }
        guard document.signature == .valid else { return .unsigned }
        for namesake in namesakes {
            if let before = try state.delivery(of: namesake, to: recipient),
                ![.uncounted, .test].contains(before.channel)
            {
                return .uncounted
            }
        }
        if document.hasPaper { return .both }
        let isOnPaper = try state.hasPaper(
            issuer: document.issuer, numberKey: document.numberKey, recipient: recipient)
        return isOnPaper ? .both : .electronic
    }
}

extension DocumentState {
    /// Whether its deliveries count for the electronic ratio: documents of kind new or replace do.
    public var countsForRatio: Bool { kind == .new || kind == .replace }
}
