internal import Exchange
internal import Platform

/// Folds facts into the read models. It never decides: what a fact does not say is not known here.
final class Fold {
    private struct TrafficKey: Hashable {
        let day: Int32
        let issuer: UInt32
        let tier: Int
        let recipientTier: Int
        let type: String
        let channel: UInt8
    }

    private let database: Database
    private let prefix: String
    private(set) var directory: Directory
    /// Counts of this batch, in the order in which they came, so that one row is written once.
    private var traffic: [TrafficKey: Int64] = [:]
    private var trafficOrder: [TrafficKey] = []
    private var counters = Counters()
    /// Service levels of this batch.
    var services = ServiceTally()
    /// The document that was accepted last: what follows asks for it at once.
    private(set) var latest: (accepted: Accepted, state: DocumentState)?
    /// Deliveries whose first reading was noted after their content was taken back.
    private var lateReadings: [Serial] = []
    /// What this batch moved.
    var tally = TrafficTally()

    init(database: Database, prefix: String = "", directory: Directory) {
        self.database = database
        self.prefix = prefix
        self.directory = directory
    }

    /// Sets the directory back, for a batch that is rolled back.
    func reset(to directory: Directory) {
        self.directory = directory
        latest = nil
        traffic.removeAll()
        trafficOrder.removeAll()
        counters.removeAll()
        services.removeAll()
        lateReadings.removeAll()
        tally = TrafficTally()
    }

    /// Deliveries whose first reading was noted since the last call, after their content was taken back.
    func takeLateReadings() -> [Serial] {
        defer { lateReadings.removeAll() }
        return lateReadings
    }

    func apply(_ fact: Fact, number: Int64, at: Instant) throws(LedgerError) {
        switch fact {
        case .tierDefined, .hubDefined, .agencyDefined, .certificateBound, .systemDefined, .webhookDefined, .testMarked,
            .deadlineDefined, .calendarEntered, .sendRulesDefined, .successorNamed, .emailNamed:
            directory.apply(fact)
        case .hubStopped(let stop):
            directory.apply(fact)
            try hold(at: stop.hub)
            if let until = stop.until { try schedule(number, until, end: stop.hub) }
        case .hubStarted(let hub):
            directory.apply(fact)
            try release(at: hub)
        case .clockSetBack(let step): try reschedule(after: step)
        case .accepted(let accepted): try apply(accepted, number: number, at: at)
        case .relayed(let relayed):
            let isUp =
                directory.hubs.indices.contains(relayed.from) && directory.hubs[relayed.from].parent == relayed.to
            if isUp {
                tally.hubs[relayed.from, default: TrafficTally.Hub()].up += 1
            } else {
                tally.hubs[relayed.to, default: TrafficTally.Hub()].down += 1
            }
            try hop(number, relayed.message, at: at, event: 1, hub: relayed.from, other: relayed.to)
            try schedule(number, relayed.due, relayed.message, at: relayed.to)
        case .arrived(let arrived):
            try hop(number, arrived.message, at: at, event: 2, hub: arrived.hub, other: arrived.from)
            let statement = try table("INSERT INTO %visits(kind, message, hub) VALUES(?,?,?)")
            statement.bind(1, Int64(arrived.message.kind.rawValue))
            statement.bind(2, arrived.message.serial.value)
            statement.bind(3, Int64(arrived.hub))
            try statement.run()
        case .delivered(let delivered): try apply(delivered, at: at)
        case .deferred(let deferred):
            try schedule(number, at, deferred.message, at: deferred.hub)
        case .returned(let returned):
            try hop(number, returned.message, at: at, event: 3, hub: -1, other: Int(returned.recipient.value))
            if returned.message.kind == .document {
                counters.add(1, .returned, isTest: try isTest(returned.message.document))
            }
        case .fetched(let deliveries):
            for delivery in deliveries {
                let statement = try table(
                    "UPDATE %deliveries SET fetched = ? WHERE serial = ? AND fetched IS NULL RETURNING taken")
                statement.bind(1, at.milliseconds)
                statement.bind(2, delivery.value)
                while try statement.step() { if statement.optional(0) != nil { lateReadings.append(delivery) } }
            }
        case .confirmed(let confirmed):
            try close(confirmed.deliveries, confirmed.state, reason: confirmed.reason, at: at)
        case .statusRecorded(let status): try apply(status, number: number, at: at)
        case .noticeIssued(let notice):
            let statement = try table("INSERT INTO %notices VALUES(?,?,?,?,?,?,?,?,?)")
            statement.bind(1, notice.serial.value)
            statement.bind(2, notice.id)
            statement.bind(4, notice.document.value)
            statement.bind(5, Int64(notice.recipient.value))
            statement.bind(6, Int64(notice.about.value))
            statement.bind(7, notice.code)
            statement.bind(8, notice.reason)
            statement.bind(9, at.milliseconds)
            try statement.run()
        case .refused(let refused):
            counters.add(1, .refusals, refused.code, isTest: refused.agency.map(directory.isTest) ?? false)
            let statement = try table("INSERT INTO %refusals VALUES(?,?,?,?,?,?,?,?)")
            statement.bind(1, number)
            statement.bind(2, at.milliseconds)
            statement.bind(3, refused.agency.map { Int64($0.value) })
            statement.bind(4, refused.code)
            statement.bind(5, refused.detail)
            statement.bind(6, refused.digest)
            statement.bind(7, refused.id.map { Int64(bitPattern: $0.high) })
            statement.bind(8, refused.id.map { Int64(bitPattern: $0.low) })
            try statement.run()
        case .paperRegistered(let registered): try apply(registered, at: at)
        case .paperReversed(let serial): try reverse(serial, at: at)
        case .withdrawn(let withdrawn):
            latest = nil
            try apply(withdrawn, number: number, at: at)
        case .replaced(let replaced):
            try act(replaced.document, replaced.by, number, at)
        case .updated(let updated):
            try act(updated.document, updated.by, number, at)
            guard updated.change.isOfDocument else { return }
            try mark(updated.document, updated.by, table("UPDATE %documents SET revision = ? WHERE serial = ?"))
        case .webhookDeadLettered(let letter):
            let statement = try table("INSERT OR REPLACE INTO %webhook_letters VALUES(?,?,?,?,?,?,NULL)")
            statement.bind(1, letter.webhook)
            statement.bind(3, letter.delivery.value)
            statement.bind(4, at.milliseconds)
            statement.bind(5, Int64(letter.attempts))
            statement.bind(6, letter.code)
            try statement.run()
        case .succeeded(let succeeded):
            for entry in succeeded.entries {
                let statement = try table("INSERT INTO %successions VALUES(?,?,?)")
                statement.bind(1, succeeded.document.value)
                statement.bind(2, Int64(entry.recipient.value))
                statement.bind(3, Int64(entry.addressed.value))
                try statement.run()
            }
        case .quotaUsed(let used):
            // A system has one row, the last day's: the table grows with systems only.
            let statement = try table(
                """
                INSERT INTO %system_usage VALUES(?,?,1,?) ON CONFLICT(system) DO UPDATE SET
                documents = iif(day = excluded.day, documents, 0) + 1,
                bytes = iif(day = excluded.day, bytes, 0) + excluded.bytes, day = excluded.day
                """)
            statement.bind(1, Int64(used.system))
            statement.bind(2, Int64(at.day.number))
            statement.bind(3, Int64(clamping: used.bytes))
            try statement.run()
        case .webhookRestarted(let restarted):
            for delivery in restarted.deliveries {
                let statement = try table(
                    "UPDATE %webhook_letters SET restarted = ? WHERE id_high = ? AND id_low = ? AND delivery = ?")
                statement.bind(1, number)
                statement.bind(2, restarted.webhook)
                statement.bind(4, delivery.value)
                try statement.run()
            }
        case .deadLetterSettled(let settled):
            let row = try table("SELECT agency, delivered, urgency, channel FROM %deliveries WHERE serial = ?")
            row.bind(1, settled.delivery.value)
            guard try row.step() else { throw .corrupt("a dead letter without its delivery") }
            let isTest = row.number(3) == Int64(Channel.test.rawValue)
            if settled.outcome == .retried { measure([.deadLetters], amount: -1, of: row) }
            row.reset()
            let state: DeliveryState = settled.outcome == .retried ? .initial : .givenUp
            countState(from: .fail, to: state, isTest: isTest)
            let statement = try table(
                """
                UPDATE %deliveries SET state = ?1, confirmed = CASE ?1 WHEN 0 THEN NULL ELSE confirmed END
                WHERE serial = ?2
                """)
            statement.bind(1, Int64(state.rawValue))
            statement.bind(2, settled.delivery.value)
            try statement.run()
        case .audited(let audit):
            let statement = try table("INSERT INTO %audits VALUES(?,?,?,?,?,?,?,?,NULL)")
            statement.bind(1, number)
            statement.bind(2, at.milliseconds)
            statement.bind(3, audit.actor)
            statement.bind(4, audit.operation)
            statement.bind(5, audit.target)
            statement.bind(6, audit.detail)
            statement.bind(7, audit.id.map { Int64(bitPattern: $0.high) })
            statement.bind(8, audit.id.map { Int64(bitPattern: $0.low) })
            try statement.run()
        case .auditOutcome(let outcome):
            let statement = try table("UPDATE %audits SET outcome = ? WHERE id_low = ? AND id_high = ?")
            statement.bind(1, outcome.code)
            statement.bind(2, Int64(bitPattern: outcome.audit.low))
            statement.bind(3, Int64(bitPattern: outcome.audit.high))
            try statement.run()
        case .watched(let watch): try schedule(number, watch)
        case .deadlineMissed(let deliveries):
            for delivery in deliveries {
                let statement = try table(
                    "UPDATE %deliveries SET late = ? WHERE serial = ? RETURNING agency, delivered, urgency, channel")
                statement.bind(1, at.milliseconds)
                statement.bind(2, delivery.value)
                while try statement.step() {
                    counters.add(1, .late, isTest: statement.number(3) == Int64(Channel.test.rawValue))
                    measure([.deadlineMissed], of: statement)
                }
            }
        case .expired(let deliveries):
            try close(deliveries, .fail, reason: Punctuality.expired, at: at)
        }
    }

    /// Writes the counts of the batch, one row a key.
    func flush() throws(LedgerError) {
        for key in trafficOrder {
            guard let count = traffic[key], count != 0 else { continue }
            let statement = try table(
                """
                INSERT INTO %traffic VALUES(?,?,?,?,?,?,?)
                ON CONFLICT(day, issuer, recipient_tier, type, channel) DO UPDATE SET count = count + excluded.count
                """)
            statement.bind(1, Int64(key.day))
            statement.bind(2, Int64(key.issuer))
            statement.bind(3, Int64(key.tier))
            statement.bind(4, Int64(key.recipientTier))
            statement.bind(5, key.type)
            statement.bind(6, Int64(key.channel))
            statement.bind(7, count)
            try statement.run()
            // What is asked for most is kept added up: the rows above grow with days times agencies.
            let (tier, channel) = (key.tier, key.channel)
            counters.add(count, .trafficByPair, "\(tier) \(key.recipientTier) \(channel)")
            counters.add(count, .trafficByAgency, "\(key.issuer) \(channel)")
            counters.add(count, .trafficByType, "\(channel) \(key.type)")
            counters.add(count, .trafficByDay, "\(Counters.key(key.day)) \(tier) \(channel)")
            let month = Counters.key(Day(number: key.day).month)
            counters.add(count, .trafficByAgencyMonth, "\(month) \(key.issuer) \(channel)")
            counters.add(count, .trafficByTypeMonth, "\(month) \(channel) \(key.type)")
        }
        traffic.removeAll(keepingCapacity: true)
        trafficOrder.removeAll(keepingCapacity: true)
        try flushServiceLevels()
        try counters.flush { name, key, count throws(LedgerError) in
            let statement = try table(
                """
                INSERT INTO %counters VALUES(?,?,?)
                ON CONFLICT(name, key) DO UPDATE SET count = count + excluded.count
                """)
            statement.bind(1, name)
            statement.bind(2, key)
            statement.bind(3, count)
            try statement.run()
        }
    }

    /// Whether the document was of the test lane when it was accepted.
    func isTest(_ document: Serial) throws(LedgerError) -> Bool {
        guard directory.hasTestLane else { return false }
        let statement = try table("SELECT 1 FROM %test_documents WHERE document = ?")
        statement.bind(1, document.value)
        defer { statement.reset() }
        return try statement.step()
    }

    /// Counts a document's delivery in another state.
    func countState(from before: DeliveryState, to state: DeliveryState, isTest: Bool) {
        counters.add(-1, .deliveries, String(before.rawValue), isTest: isTest)
        counters.add(1, .deliveries, String(state.rawValue), isTest: isTest)
    }

    func table(_ sql: StaticString) throws(LedgerError) -> Statement {
        try database.statement(of: sql, prefix)
    }

    private func count(
        _ amount: Int64, day: Day, issuer: AgencyNumber, recipient: AgencyNumber, type: String, channel: Channel
    ) {
        let key = TrafficKey(
            day: day.number, issuer: issuer.value, tier: directory.agency(issuer)?.tier ?? 0,
            recipientTier: directory.agency(recipient)?.tier ?? 0, type: FieldText.key(type),
            channel: channel.rawValue)
        if traffic.updateValue((traffic[key] ?? 0) + amount, forKey: key) == nil { trafficOrder.append(key) }
    }

    private func hop(
        _ number: Int64, _ message: Message, at: Instant, event: Int64, hub: Int, other: Int
    ) throws(LedgerError) {
        let statement = try table("INSERT INTO %hops VALUES(?,?,?,?,?,?,?,?)")
        statement.bind(1, number)
        statement.bind(2, message.document.value)
        statement.bind(3, Int64(message.kind.rawValue))
        statement.bind(4, message.serial.value)
        statement.bind(5, at.milliseconds)
        statement.bind(6, event)
        statement.bind(7, Int64(hub))
        statement.bind(8, Int64(other))
        try statement.run()
    }

    private func close(
        _ deliveries: [Serial], _ state: DeliveryState, reason: String, at: Instant
    ) throws(LedgerError) {
        for delivery in deliveries {
            let before = try table(
                "SELECT state, kind, agency, delivered, urgency, channel, fetched FROM %deliveries WHERE serial = ?")
            before.bind(1, delivery.value)
            guard try before.step() else { throw .corrupt("a confirmation without its delivery") }
            if before.number(1) == Int64(Message.Kind.document.rawValue) {
                let isTest = before.number(5) == Int64(Channel.test.rawValue)
                counters.add(-1, .deliveries, String(before.number(0)), isTest: isTest)
                counters.add(1, .deliveries, String(state.rawValue), isTest: isTest)
                measure(closing: before, state, at: at)
            }
            before.reset()
            let statement = try table("UPDATE %deliveries SET state = ?, confirmed = ?, reason = ? WHERE serial = ?")
            statement.bind(1, Int64(state.rawValue))
            statement.bind(2, state == .processing ? nil : at.milliseconds)
            statement.bind(3, reason)
            statement.bind(4, delivery.value)
            try statement.run()
        }
    }

    private func apply(_ accepted: Accepted, number: Int64, at: Instant) throws(LedgerError) {
        let submission = accepted.submission
        // Which lane its issuer is in now is the document's lane for ever.
        let isTest = directory.isTest(accepted.issuer)
        var state = DocumentState(accepted)
        state.isTest = isTest
        latest = (accepted, state)
        tally.hubs[accepted.hub, default: TrafficTally.Hub()].accepted += 1
        counters.add(1, .documents, isTest: isTest)
        counters.add(Int64(accepted.recipients.count), .addressed, isTest: isTest)
        if !isTest, state.countsForRatio { measure(sending: accepted, at: at) }
        if isTest {
            let lane = try table("INSERT INTO %test_documents VALUES(?)")
            lane.bind(1, accepted.serial.value)
            try lane.run()
        }
        let statement = try table(
            "INSERT INTO %documents VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,NULL,NULL)")
        statement.bind(1, accepted.serial.value)
        statement.bind(2, accepted.id)
        statement.bind(4, number)
        statement.bind(5, at.milliseconds)
        statement.bind(6, Int64(accepted.issuer.value))
        statement.bind(7, submission.documentID)
        let key = FieldText.key(submission.documentID)
        if key.utf8.elementsEqual(submission.documentID.utf8) {
            statement.bind(8, Int64?.none)
        } else {
            statement.bind(8, key)
        }
        statement.bind(9, FieldText.key(state.numberKey))
        statement.bind(10, submission.digest)
        statement.bind(11, Int64(submission.size))
        statement.bind(12, submission.subject)
        statement.bind(13, submission.number)
        statement.bind(14, submission.notation)
        statement.bind(15, Int64(submission.promulgationDay.number))
        statement.bind(16, submission.typeName)
        statement.bind(17, Int64(submission.urgency))
        statement.bind(18, Int64(submission.kind.rawValue))
        statement.bind(19, submission.hasPaper ? 1 : 0)
        statement.bind(20, Int64(submission.signature.rawValue))
        statement.bind(21, submission.signerKey)
        statement.bind(22, Int64(accepted.hub))
        statement.bind(23, Int64(accepted.recipients.count))
        try statement.run()
    }

    private func apply(_ delivered: Delivered, at: Instant) throws(LedgerError) {
        let message = delivered.message
        var issuer = AgencyNumber(0)
        var type = ""
        var urgency: UInt8 = 0
        if let latest = latest?.accepted, message.kind == .document, message.serial == latest.serial {
            (issuer, type, urgency) = (latest.issuer, latest.submission.typeName, latest.submission.urgency)
        } else if message.kind == .document {
            let document = try table("SELECT issuer, type, urgency FROM %documents WHERE serial = ?")
            document.bind(1, message.serial.value)
            guard try document.step() else { throw .corrupt("a delivery without its document") }
            issuer = AgencyNumber(UInt32(truncatingIfNeeded: document.number(0)))
            type = document.text(1)
            urgency = UInt8(truncatingIfNeeded: document.number(2))
            document.reset()
        }
        for entry in delivered.entries {
            let statement = try table(
                "INSERT INTO %deliveries VALUES(?,?,?,?,?,?,?,0,?,NULL,?,NULL,NULL,NULL,NULL,NULL,?)")
            statement.bind(1, entry.serial.value)
            statement.bind(2, entry.id)
            statement.bind(4, Int64(message.kind.rawValue))
            statement.bind(5, message.serial.value)
            statement.bind(6, message.document.value)
            statement.bind(7, Int64(entry.recipient.value))
            statement.bind(8, Int64(entry.channel.rawValue))
            statement.bind(9, at.milliseconds)
            statement.bind(10, Int64(urgency))
            try statement.run()
            guard message.kind == .document, entry.channel != .test else { continue }
            measure([.delivered], of: entry.recipient, at: at, urgency: urgency)
        }
        guard message.kind == .document else { return }
        // Neighbours mostly count alike: one look-up is enough for all of them.
        var rest = delivered.entries[...]
        while let first = rest.first {
            let tier = directory.agency(first.recipient)?.tier
            let alike = rest.prefix { $0.channel == first.channel && directory.agency($0.recipient)?.tier == tier }
            counters.add(Int64(alike.count), .deliveries, "0", isTest: first.channel == .test)
            if first.channel != .test {
                let pair = TrafficTally.Pair(from: directory.agency(issuer)?.tier ?? 0, to: tier ?? 0)
                tally.hubs[delivered.hub, default: TrafficTally.Hub()].delivered += Int64(alike.count)
                tally.hubs[delivered.hub, default: TrafficTally.Hub()].pairs[pair, default: 0] += Int64(alike.count)
            }
            count(
                Int64(alike.count), day: at.day, issuer: issuer, recipient: first.recipient, type: type,
                channel: first.channel)
            rest = rest.dropFirst(alike.count)
        }
    }

    private func apply(_ status: StatusRecorded, number: Int64, at: Instant) throws(LedgerError) {
        counters.add(1, .statuses, String(status.status.rawValue), isTest: try isTest(status.document))
        let statement = try table("INSERT INTO %statuses VALUES(?,?,?,?,?,?,?,?,?,?,?,?)")
        statement.bind(1, status.serial.value)
        statement.bind(2, status.id)
        statement.bind(4, status.document.value)
        statement.bind(5, status.delivery.value)
        statement.bind(6, Int64(status.sender.value))
        statement.bind(7, Int64(status.recipient.value))
        statement.bind(8, Int64(status.status.rawValue))
        statement.bind(9, status.reason)
        statement.bind(10, Int64(status.effect.rawValue))
        statement.bind(11, at.milliseconds)
        statement.bind(12, number)
        try statement.run()
        guard status.effect == .moves else { return }
        let update = try table("UPDATE %deliveries SET status = ? WHERE serial = ?")
        update.bind(1, Int64(status.status.rawValue))
        update.bind(2, status.delivery.value)
        try update.run()
    }

    private func apply(_ registered: PaperRegistered, at: Instant) throws(LedgerError) {
        let paper = registered.paper
        let statement = try table("INSERT INTO %papers VALUES(?,?,?,?,?,?,?,?,?,?,?,NULL)")
        statement.bind(1, registered.serial.value)
        statement.bind(2, registered.id)
        statement.bind(4, at.milliseconds)
        statement.bind(5, Int64(registered.issuer.value))
        statement.bind(6, FieldText.key(paper.numberKey))
        statement.bind(7, paper.number)
        statement.bind(8, paper.notation)
        statement.bind(9, Int64(paper.promulgationDay.number))
        statement.bind(10, paper.typeName)
        statement.bind(11, paper.isSecret ? 1 : 0)
        try statement.run()
        for entry in registered.entries {
            var before: Channel?
            if let delivery = entry.delivery {
                let after: Channel = entry.effect == .both ? .both : .uncounted
                before = try move(delivery, to: after, issuer: registered.issuer, recipient: entry.recipient)
            }
            if entry.effect == .paper, !paper.isSecret {
                count(
                    1, day: at.day, issuer: registered.issuer, recipient: entry.recipient, type: paper.typeName,
                    channel: .paper)
            }
            let row = try table("INSERT INTO %paper_recipients VALUES(?,?,?,?,?)")
            row.bind(1, registered.serial.value)
            row.bind(2, Int64(entry.recipient.value))
            row.bind(3, Int64(entry.effect.rawValue))
            row.bind(4, entry.delivery?.value)
            row.bind(5, before.map { Int64($0.rawValue) })
            try row.run()
        }
    }

    private func reverse(_ serial: Serial, at: Instant) throws(LedgerError) {
        let paper = try table("SELECT issuer, type, at, secret FROM %papers WHERE serial = ? AND reversed IS NULL")
        paper.bind(1, serial.value)
        guard try paper.step() else { return }
        let issuer = AgencyNumber(UInt32(truncatingIfNeeded: paper.number(0)))
        let type = paper.text(1)
        let day = Instant(milliseconds: paper.number(2)).day
        let isSecret = paper.number(3) != 0
        paper.reset()
        var entries: [(recipient: AgencyNumber, effect: Int64, delivery: Serial?, before: Channel?)] = []
        let rows = try table("SELECT recipient, effect, delivery, channel FROM %paper_recipients WHERE paper = ?")
        rows.bind(1, serial.value)
        while try rows.step() {
            entries.append(
                (
                    AgencyNumber(UInt32(truncatingIfNeeded: rows.number(0))), rows.number(1),
                    rows.optional(2).map(Serial.init), rows.optional(3).flatMap { Channel(rawValue: UInt8($0)) }
                ))
        }
        for entry in entries {
            if let delivery = entry.delivery, let before = entry.before {
                _ = try move(delivery, to: before, issuer: issuer, recipient: entry.recipient)
            }
            if entry.effect == Int64(PaperRegistered.Effect.paper.rawValue), !isSecret {
                count(-1, day: day, issuer: issuer, recipient: entry.recipient, type: type, channel: .paper)
            }
        }
        let update = try table("UPDATE %papers SET reversed = ? WHERE serial = ?")
        update.bind(1, at.milliseconds)
        update.bind(2, serial.value)
        try update.run()
    }

    /// Counts a delivery on another channel, on the day it was delivered; gives the channel before.
    private func move(
        _ delivery: Serial, to channel: Channel, issuer: AgencyNumber, recipient: AgencyNumber
    ) throws(LedgerError) -> Channel? {
        let row = try table(
            """
            SELECT d.channel, d.delivered, m.type FROM %deliveries d JOIN %documents m ON m.serial = d.document
            WHERE d.serial = ?
            """)
        row.bind(1, delivery.value)
        guard try row.step(), let before = Channel(rawValue: UInt8(truncatingIfNeeded: row.number(0))) else {
            return nil
        }
        let day = Instant(milliseconds: row.number(1)).day
        let type = row.text(2)
        row.reset()
        count(-1, day: day, issuer: issuer, recipient: recipient, type: type, channel: before)
        count(1, day: day, issuer: issuer, recipient: recipient, type: type, channel: channel)
        let update = try table("UPDATE %deliveries SET channel = ? WHERE serial = ?")
        update.bind(1, Int64(channel.rawValue))
        update.bind(2, delivery.value)
        try update.run()
        return before
    }
}

extension Statement {
    /// Binds both halves of an id to `index` and the next.
    func bind(_ index: Int32, _ id: Identifier) {
        bind(index, Int64(bitPattern: id.high))
        bind(index + 1, Int64(bitPattern: id.low))
    }

    func identifier(_ column: Int32) -> Identifier {
        Identifier(high: UInt64(bitPattern: bits(column)), low: UInt64(bitPattern: bits(column + 1)))
    }
}
