extension Fact {
    /// Whether `Directory` folds facts of its kind.
    public var isOfDirectory: Bool { kind < 10 || kind >= 40 }

    /// The stable number of the kind; never reused.
    public var kind: UInt16 {
        switch self {
        case .tierDefined: 1
        case .hubDefined: 2
        case .agencyDefined: 3
        case .certificateBound: 4
        case .systemDefined: 5
        case .webhookDefined: 6
        case .testMarked: 7
        case .sendRulesDefined: 8
        case .successorNamed: 9
        case .accepted: 10
        case .relayed: 11
        case .arrived: 12
        case .delivered: 13
        case .deferred: 14
        case .returned: 15
        case .fetched: 16
        case .confirmed: 17
        case .statusRecorded: 18
        case .noticeIssued: 19
        case .refused: 20
        case .paperRegistered: 21
        case .paperReversed: 22
        case .withdrawn: 23
        case .replaced: 24
        case .updated: 25
        case .webhookDeadLettered: 26
        case .webhookRestarted: 27
        case .quotaUsed: 35
        case .succeeded: 36
        case .watched: 28
        case .deadlineMissed: 29
        case .expired: 30
        case .audited: 31
        case .auditOutcome: 37
        case .clockSetBack: 38
        case .deadLetterSettled: 32
        case .deadlineDefined: 40
        case .calendarEntered: 41
        case .hubStopped: 42
        case .hubStarted: 43
        case .emailNamed: 44
        }
    }

    /// The name of the kind, as events and exports show it.
    public var name: String {
        switch self {
        case .tierDefined: "tier_defined"
        case .hubDefined: "hub_defined"
        case .agencyDefined: "agency_defined"
        case .certificateBound: "certificate_bound"
        case .systemDefined: "system_defined"
        case .webhookDefined: "webhook_defined"
        case .testMarked: "test_marked"
        case .sendRulesDefined: "send_rules_defined"
        case .successorNamed: "successor_named"
        case .accepted: "accepted"
        case .relayed: "relayed"
        case .arrived: "arrived"
        case .delivered: "delivered"
        case .deferred: "deferred"
        case .returned: "returned"
        case .fetched: "fetched"
        case .confirmed: "confirmed"
        case .statusRecorded: "status"
        case .noticeIssued: "notice"
        case .refused: "refused"
        case .paperRegistered: "paper_registered"
        case .paperReversed: "paper_reversed"
        case .withdrawn: "withdrawn"
        case .replaced: "replaced"
        case .updated: "updated"
        case .webhookDeadLettered: "webhook_dead_lettered"
        case .webhookRestarted: "webhook_restarted"
        case .quotaUsed: "quota_used"
        case .succeeded: "succeeded"
        case .watched: "watched"
        case .deadlineMissed: "deadline_missed"
        case .expired: "expired"
        case .audited: "audited"
        case .auditOutcome: "audit_outcome"
        case .clockSetBack: "clock_set_back"
        case .deadLetterSettled: "dead_letter_settled"
        case .deadlineDefined: "deadline_defined"
        case .calendarEntered: "calendar_entered"
        case .hubStopped: "hub_stopped"
        case .hubStarted: "hub_started"
        case .emailNamed: "email_named"
        }
    }

    /// The version of the kind's fields that this program writes for this fact.
    public var version: UInt8 {
        switch self {
        // Version 2 of an accepted document adds the digest of its signature, of a refusal its id, of a status its message.
        case .accepted(let accepted): accepted.submission.signatureDigest == nil ? 1 : 2
        case .refused(let refused): refused.id == nil ? 1 : 2
        case .statusRecorded(let status): status.message == nil ? 1 : 2
        // And so does that of an audit entry.
        case .audited(let audit): audit.id == nil ? 1 : 2
        case .systemDefined(let system): system.codingVersion
        default: 1
        }
    }

    /// The fields, as the ledger keeps them; kind and version stand beside them.
    public var bytes: [UInt8] {
        var writer = FactWriter()
        switch self {
        case .tierDefined(let tier):
            writer.text(tier.code)
            writer.number(tier.rank)
            writer.text(tier.name)
        case .hubDefined(let hub):
            writer.text(hub.code)
            writer.optional(hub.parent)
            writer.number(hub.shard)
            writer.number(hub.latency)
            writer.text(hub.name)
        case .agencyDefined(let agency): agency.write(to: &writer)
        case .certificateBound(let binding):
            writer.number(binding.agency.value)
            writer.data(binding.key)
            writer.data(binding.certificate)
        case .systemDefined(let system): system.write(to: &writer)
        case .accepted(let accepted): accepted.write(to: &writer)
        case .relayed(let relayed):
            relayed.message.write(to: &writer)
            writer.number(relayed.from)
            writer.number(relayed.to)
            writer.number(relayed.due.milliseconds)
            writer.agencies(relayed.recipients)
        case .arrived(let arrived):
            arrived.message.write(to: &writer)
            writer.number(arrived.hub)
            writer.number(arrived.from)
        case .delivered(let delivered):
            delivered.message.write(to: &writer)
            writer.number(delivered.hub)
            writer.number(delivered.entries.count)
            for entry in delivered.entries {
                writer.number(entry.serial.value)
                writer.identifier(entry.id)
                writer.number(entry.recipient.value)
                writer.number(entry.channel.rawValue)
            }
        case .deferred(let deferred):
            deferred.message.write(to: &writer)
            writer.number(deferred.hub)
            writer.agencies(deferred.recipients)
        case .returned(let returned):
            returned.message.write(to: &writer)
            writer.number(returned.recipient.value)
            writer.text(returned.code)
        case .fetched(let deliveries): writer.serials(deliveries)
        case .confirmed(let confirmed):
            writer.serials(confirmed.deliveries)
            writer.number(confirmed.state.rawValue)
            writer.text(confirmed.reason)
        case .statusRecorded(let status):
            writer.number(status.serial.value)
            writer.identifier(status.id)
            writer.number(status.document.value)
            writer.number(status.delivery.value)
            writer.number(status.sender.value)
            writer.number(status.recipient.value)
            writer.number(status.status.rawValue)
            writer.text(status.reason)
            writer.number(status.effect.rawValue)
            if let message = status.message {
                writer.data(message.content)
                writer.number(message.size)
                writer.data(message.signature ?? [])
            }
        case .noticeIssued(let notice):
            writer.number(notice.serial.value)
            writer.identifier(notice.id)
            writer.number(notice.document.value)
            writer.number(notice.recipient.value)
            writer.number(notice.about.value)
            writer.text(notice.code)
            writer.text(notice.reason)
        case .refused(let refused):
            writer.optional(refused.agency?.value)
            writer.text(refused.code)
            writer.text(refused.detail)
            writer.data(refused.digest)
            if let id = refused.id { writer.identifier(id) }
        case .paperRegistered(let registered): registered.write(to: &writer)
        case .paperReversed(let serial): writer.number(serial.value)
        case .withdrawn(let withdrawn): withdrawn.write(to: &writer)
        case .replaced(let replaced): replaced.write(to: &writer)
        case .updated(let updated): updated.write(to: &writer)
        case .webhookDefined(let webhook): webhook.write(to: &writer)
        case .testMarked(let mark):
            writer.number(mark.agency.value)
            writer.flag(mark.isTest)
        case .sendRulesDefined(let rules): rules.write(to: &writer)
        case .successorNamed(let named):
            writer.number(named.agency.value)
            writer.number(named.successor.value)
        case .succeeded(let succeeded):
            writer.number(succeeded.document.value)
            writer.number(succeeded.entries.count)
            for entry in succeeded.entries {
                writer.number(entry.addressed.value)
                writer.number(entry.recipient.value)
            }
        case .webhookDeadLettered(let letter):
            writer.identifier(letter.webhook)
            writer.number(letter.delivery.value)
            writer.number(letter.attempts)
            writer.text(letter.code)
        case .webhookRestarted(let restarted):
            writer.identifier(restarted.webhook)
            writer.serials(restarted.deliveries)
        case .quotaUsed(let used):
            writer.number(used.system)
            writer.number(used.document.value)
            writer.number(used.bytes)
        case .watched(let watch):
            writer.number(watch.kind.rawValue)
            writer.number(watch.document.value)
            writer.number(watch.first.value)
            writer.number(watch.count)
            writer.number(watch.due.milliseconds)
        case .deadlineMissed(let deliveries), .expired(let deliveries): writer.serials(deliveries)
        case .deadLetterSettled(let settled):
            writer.number(settled.delivery.value)
            writer.number(settled.recipient.value)
            writer.number(settled.outcome.rawValue)
            writer.text(settled.reason)
        case .audited(let audit):
            for text in [audit.actor, audit.operation, audit.target, audit.detail] { writer.text(text) }
            if let id = audit.id { writer.identifier(id) }
        case .auditOutcome(let outcome):
            writer.identifier(outcome.audit)
            writer.text(outcome.code)
        case .deadlineDefined(let deadline): deadline.write(to: &writer)
        case .calendarEntered(let entry):
            writer.number(entry.day.number)
            writer.number(entry.kind.rawValue)
            writer.text(entry.name)
        case .hubStopped(let stop):
            writer.number(stop.hub)
            writer.optional(stop.until?.milliseconds)
            writer.text(stop.reason)
        case .hubStarted(let hub): writer.number(hub)
        case .clockSetBack(let step):
            writer.number(step.from.milliseconds)
            writer.number(step.to.milliseconds)
        case .emailNamed(let email): email.write(to: &writer)
        }
        return writer.bytes
    }

    /// The fact of `kind` that `bytes` hold; bytes left over are an error.
    public init(kind: UInt16, version: UInt8, bytes: [UInt8]) throws(FactError) {
        guard
            version == 1 || version == 2 && [5, 10, 18, 20, 31].contains(kind) || (3...4).contains(version) && kind == 5
        else {
            throw .unknown(kind: kind, version: version)
        }
        var reader = FactReader(bytes)
        switch kind {
        case 1: self = .tierDefined(Tier(code: try reader.text(), rank: try reader.number(), name: try reader.text()))
        case 2:
            self = .hubDefined(
                Hub(
                    code: try reader.text(), parent: try reader.optional(), shard: try reader.number(),
                    latency: try reader.number(), name: try reader.text()))
        case 3: self = .agencyDefined(try Agency(from: &reader))
        case 4:
            self = .certificateBound(
                CertificateBinding(
                    agency: try reader.agency(), key: try reader.data(), certificate: try reader.data()))
        case 5:
            self = .systemDefined(try ConnectedSystem(from: &reader, version: version))
        case 6: self = .webhookDefined(try Webhook(from: &reader))
        case 7: self = .testMarked(TestMark(agency: try reader.agency(), isTest: try reader.flag()))
        case 8: self = .sendRulesDefined(try SendRules(from: &reader))
        case 9: self = .successorNamed(Succession(of: try reader.agency(), by: try reader.agency()))
        case 10: self = .accepted(try Accepted(from: &reader, version: version))
        case 11:
            self = .relayed(
                Relayed(
                    message: try Message(from: &reader), from: try reader.number(), to: try reader.number(),
                    due: Instant(milliseconds: try reader.number()), recipients: try reader.agencies()))
        case 12:
            self = .arrived(
                Arrived(message: try Message(from: &reader), hub: try reader.number(), from: try reader.number()))
        case 13:
            let message = try Message(from: &reader)
            let hub = try reader.number(Int.self)
            self = .delivered(
                Delivered(
                    message: message, hub: hub,
                    entries: try reader.list { reader throws(FactError) in
                        Delivered.Entry(
                            serial: try reader.serial(), id: try reader.identifier(), recipient: try reader.agency(),
                            channel: try reader.raw())
                    }))
        case 14:
            self = .deferred(
                Deferred(
                    message: try Message(from: &reader), hub: try reader.number(), recipients: try reader.agencies()))
        case 15:
            self = .returned(
                Returned(message: try Message(from: &reader), recipient: try reader.agency(), code: try reader.text()))
        case 16: self = .fetched(try reader.serials())
        case 17:
            self = .confirmed(
                Confirmed(deliveries: try reader.serials(), state: try reader.raw(), reason: try reader.text()))
        case 18:
            self = .statusRecorded(
                StatusRecorded(
                    serial: try reader.serial(), id: try reader.identifier(), document: try reader.serial(),
                    delivery: try reader.serial(), sender: try reader.agency(), recipient: try reader.agency(),
                    status: try reader.raw(), reason: try reader.text(), effect: try reader.raw(),
                    message: version == 1
                        ? nil
                        : StoredDigests(
                            content: try reader.data(), size: try reader.number(), signature: try reader.data())))
        case 19:
            self = .noticeIssued(
                NoticeIssued(
                    serial: try reader.serial(), id: try reader.identifier(), document: try reader.serial(),
                    recipient: try reader.agency(), about: try reader.agency(), code: try reader.text(),
                    reason: try reader.text()))
        case 20:
            self = .refused(
                Refused(
                    agency: try reader.optional(UInt32.self).map(AgencyNumber.init), code: try reader.text(),
                    detail: try reader.text(), digest: try reader.data(),
                    id: version == 1 ? nil : try reader.identifier()))
        case 21: self = .paperRegistered(try PaperRegistered(from: &reader))
        case 22: self = .paperReversed(try reader.serial())
        case 23: self = .withdrawn(try Withdrawn(from: &reader))
        case 24: self = .replaced(try Replaced(from: &reader))
        case 25: self = .updated(try Updated(from: &reader))
        case 26:
            self = .webhookDeadLettered(
                WebhookDeadLettered(
                    webhook: try reader.identifier(), delivery: try reader.serial(), attempts: try reader.number(),
                    code: try reader.text()))
        case 27:
            self = .webhookRestarted(
                WebhookRestarted(webhook: try reader.identifier(), deliveries: try reader.serials()))
        case 36:
            self = .succeeded(
                Succeeded(
                    document: try reader.serial(),
                    entries: try reader.list { reader throws(FactError) in
                        Succeeded.Entry(addressed: try reader.agency(), recipient: try reader.agency())
                    }))
        case 35:
            self = .quotaUsed(
                QuotaUsed(system: try reader.number(), document: try reader.serial(), bytes: try reader.number()))
        case 28:
            let (kind, document, first) = (try reader.raw() as Watch.Kind, try reader.serial(), try reader.serial())
            let count = try reader.number(Int.self)
            guard (0...0xFFFF).contains(count) else { throw .malformed }
            self = .watched(
                Watch(
                    kind: kind, document: document, first: first, count: count,
                    due: Instant(milliseconds: try reader.number())))
        case 29: self = .deadlineMissed(try reader.serials())
        case 30: self = .expired(try reader.serials())
        case 31:
            self = .audited(
                Audit(
                    actor: try reader.text(), operation: try reader.text(), target: try reader.text(),
                    detail: try reader.text(), id: version == 1 ? nil : try reader.identifier()))
        case 37:
            self = .auditOutcome(AuditOutcome(audit: try reader.identifier(), code: try reader.text()))
        case 32:
            self = .deadLetterSettled(
                DeadLetterSettled(
                    delivery: try reader.serial(), recipient: try reader.agency(), outcome: try reader.raw(),
                    reason: try reader.text()))
        case 40: self = .deadlineDefined(try Deadline(from: &reader))
        case 41:
            self = .calendarEntered(
                WorkingCalendar.Entry(
                    day: Day(number: try reader.number()), kind: try reader.raw(), name: try reader.text()))
        case 42:
            self = .hubStopped(
                HubStop(
                    hub: try reader.number(), until: try reader.optional(Int64.self).map(Instant.init(milliseconds:)),
                    reason: try reader.text()))
        case 38:
            self = .clockSetBack(
                ClockSetBack(
                    from: Instant(milliseconds: try reader.number()), to: Instant(milliseconds: try reader.number())))
        case 43: self = .hubStarted(try reader.number())
        case 44: self = .emailNamed(try AgencyEmail(from: &reader))
        default: throw .unknown(kind: kind, version: version)
        }
        guard reader.isAtEnd else { throw .malformed }
    }
}

extension FactWriter {
    mutating func serials(_ list: [Serial]) {
        number(list.count)
        for serial in list { number(serial.value) }
    }
}

extension FactReader {
    mutating func serials() throws(FactError) -> [Serial] {
        try list { reader throws(FactError) in try reader.serial() }
    }

    mutating func raw<Value: RawRepresentable>() throws(FactError) -> Value where Value.RawValue == UInt8 {
        guard let value = Value(rawValue: try number()) else { throw .malformed }
        return value
    }

    mutating func day() throws(FactError) -> Day? {
        try optional(Int32.self).map(Day.init(number:))
    }
}

extension Message {
    fileprivate func write(to writer: inout FactWriter) {
        writer.number(kind.rawValue)
        writer.number(serial.value)
        writer.number(document.value)
    }

    fileprivate init(from reader: inout FactReader) throws(FactError) {
        self.init(kind: try reader.raw(), serial: try reader.serial(), document: try reader.serial())
    }
}

extension Deadline {
    fileprivate func write(to writer: inout FactWriter) {
        writer.number(urgency)
        switch receipt {
        case .none: writer.number(0 as UInt8)
        case .sameDay: writer.number(1 as UInt8)
        case .within(let seconds):
            writer.number(2 as UInt8)
            writer.number(seconds)
        }
        writer.optional(timeToLive)
    }

    fileprivate init(from reader: inout FactReader) throws(FactError) {
        let urgency = try reader.number(UInt8.self)
        let receipt: Receipt =
            switch try reader.byte() {
            case 0: .none
            case 1: .sameDay
            case 2: .within(seconds: try reader.number())
            default: throw .malformed
            }
        self.init(urgency: urgency, receipt: receipt, timeToLive: try reader.optional())
    }
}

extension Agency {
    fileprivate func write(to writer: inout FactWriter) {
        writer.number(number.value)
        writer.text(code)
        writer.text(oldCode)
        writer.text(name)
        writer.number(tier)
        writer.optional(parent?.value)
        writer.number(hub)
        writer.number(status.rawValue)
        writer.optional(validFrom?.number)
        writer.optional(validUntil?.number)
        writer.flag(isInvented)
    }

    fileprivate init(from reader: inout FactReader) throws(FactError) {
        self.init(
            number: try reader.agency(), code: try reader.text(), oldCode: try reader.text(), name: try reader.text(),
            tier: try reader.number(), parent: try reader.optional(UInt32.self).map(AgencyNumber.init),
            hub: try reader.number(), status: try reader.raw(), validFrom: try reader.day(),
            validUntil: try reader.day(), isInvented: try reader.flag())
    }
}

extension Accepted {
    fileprivate func write(to writer: inout FactWriter) {
        writer.number(serial.value)
        writer.identifier(id)
        writer.text(submission.from)
        writer.number(submission.to.count)
        for code in submission.to { writer.text(code) }
        writer.text(submission.documentID)
        writer.data(submission.digest)
        writer.number(submission.size)
        writer.text(submission.subject)
        writer.text(submission.number)
        writer.text(submission.notation)
        writer.number(submission.promulgationDay.number)
        writer.text(submission.typeName)
        writer.number(submission.urgency)
        writer.number(submission.kind.rawValue)
        writer.flag(submission.hasPaper)
        writer.number(submission.signature.rawValue)
        writer.data(submission.signerKey)
        writer.number(issuer.value)
        writer.agencies(recipients)
        writer.number(hub)
        writer.number(directoryVersion)
        writer.number(warnings.count)
        for warning in warnings { writer.text(warning) }
        if let digest = submission.signatureDigest { writer.data(digest) }
    }

    fileprivate init(from reader: inout FactReader, version: UInt8) throws(FactError) {
        let serial = try reader.serial()
        let id = try reader.identifier()
        var submission = Submission(
            from: try reader.text(), to: try reader.list { reader throws(FactError) in try reader.text() },
            documentID: try reader.text(), digest: try reader.data(), size: try reader.number(),
            subject: try reader.text(), number: try reader.text(), notation: try reader.text(),
            promulgationDay: Day(number: try reader.number()), typeName: try reader.text(),
            urgency: try reader.number(), kind: try reader.raw(), hasPaper: try reader.flag(),
            signature: try reader.raw(), signerKey: try reader.data())
        let issuer = try reader.agency()
        let recipients = try reader.agencies()
        let (hub, directoryVersion): (Int, UInt64) = (try reader.number(), try reader.number())
        let warnings = try reader.list { reader throws(FactError) in try reader.text() }
        if version == 2 { submission.signatureDigest = try reader.data() }
        self.init(
            serial: serial, id: id, submission: submission, issuer: issuer, recipients: recipients, hub: hub,
            directoryVersion: directoryVersion, warnings: warnings)
    }
}

extension PaperRegistered {
    fileprivate func write(to writer: inout FactWriter) {
        writer.number(serial.value)
        writer.identifier(id)
        writer.text(paper.issuer)
        writer.number(paper.recipients.count)
        for code in paper.recipients { writer.text(code) }
        writer.text(paper.number)
        writer.text(paper.notation)
        writer.number(paper.promulgationDay.number)
        writer.text(paper.typeName)
        writer.flag(paper.isSecret)
        writer.number(issuer.value)
        writer.number(entries.count)
        for entry in entries {
            writer.number(entry.recipient.value)
            writer.number(entry.effect.rawValue)
            writer.optional(entry.delivery?.value)
        }
    }

    fileprivate init(from reader: inout FactReader) throws(FactError) {
        let serial = try reader.serial()
        let id = try reader.identifier()
        let paper = PaperDocument(
            issuer: try reader.text(), recipients: try reader.list { reader throws(FactError) in try reader.text() },
            number: try reader.text(), notation: try reader.text(),
            promulgationDay: Day(number: try reader.number()), typeName: try reader.text(),
            isSecret: try reader.flag())
        self.init(
            serial: serial, id: id, paper: paper, issuer: try reader.agency(),
            entries: try reader.list { reader throws(FactError) in
                Entry(
                    recipient: try reader.agency(), effect: try reader.raw(),
                    delivery: try reader.optional(Int64.self).map(Serial.init))
            })
    }
}
