internal import Exchange
internal import Ledger
internal import Platform

extension Event {
    /// What a fact is to those outside. `documents` keeps what was looked up for the facts before it.
    init(
        _ row: (number: Int64, at: Instant, fact: Fact), reader: Reader, directory: Directory,
        documents: inout [Serial: DocumentRow]
    ) throws {
        func document(_ serial: Serial) throws -> DocumentRow? {
            if let known = documents[serial] { return known }
            let found = try reader.document(serial)
            if documents.count > 1_000 { documents.removeAll(keepingCapacity: true) }
            documents[serial] = found
            return found
        }
        func code(_ agency: AgencyNumber) -> String? { directory.agency(agency)?.code }
        func hub(_ index: Int) -> String? {
            directory.hubs.indices.contains(index) ? directory.hubs[index].code : nil
        }
        var json = JSONText()
        var audience: [AgencyNumber] = []
        var parts: [Part] = []
        func about(_ serial: Serial, _ json: inout JSONText) throws {
            guard let row = try document(serial) else { return }
            audience.append(row.issuer)
            json.member("document", row.id.description)
            json.member("document_id", row.documentID)
            json.member("issuer", code(row.issuer))
        }
        /// The document that acts; a status that took a document back is told as itself.
        func by(_ serial: Serial, _ json: inout JSONText) throws {
            if let row = try document(serial) { json.member("by", row.id.description) }
        }
        func about(_ message: Message, _ json: inout JSONText) throws {
            json.member("kind", "\(message.kind)")
            try about(message.document, &json)
        }
        func deliveries(_ serials: [Serial]) throws {
            for serial in serials {
                guard let delivery = try reader.delivery(serial) else { continue }
                let document = try document(delivery.message.document)
                var part = JSONText()
                part.object { part in
                    part.member("delivery", delivery.id.description)
                    part.member("kind", "\(delivery.message.kind)")
                    part.member("document", document?.id.description)
                    part.member("to", code(delivery.recipient))
                }
                parts.append(
                    Part(audience: [delivery.recipient] + (document.map { [$0.issuer] } ?? []), json: part.bytes))
            }
        }
        try json.object { json in
            json.member("fact", row.number)
            json.member("at", row.at.text)
            switch row.fact {
            case .accepted(let accepted):
                try about(accepted.serial, &json)
                json.member("recipients", accepted.recipients.count)
            case .relayed(let relayed):
                try about(relayed.message, &json)
                json.member("from_hub", hub(relayed.from))
                json.member("to_hub", hub(relayed.to))
            case .arrived(let arrived):
                try about(arrived.message, &json)
                json.member("hub", hub(arrived.hub))
                json.member("from_hub", hub(arrived.from))
            case .deferred(let deferred):
                try about(deferred.message, &json)
                json.member("hub", hub(deferred.hub))
                json.member("recipients", deferred.recipients.count)
            case .delivered(let delivered):
                try about(delivered.message, &json)
                json.member("hub", hub(delivered.hub))
                for entry in delivered.entries {
                    var part = JSONText()
                    part.object { part in
                        part.member("delivery", entry.id.description)
                        part.member("to", code(entry.recipient))
                    }
                    parts.append(Part(audience: [entry.recipient], json: part.bytes))
                }
            case .returned(let returned):
                try about(returned.message, &json)
                json.member("to", code(returned.recipient))
                json.member("code", returned.code)
            case .fetched(let serials): try deliveries(serials)
            case .confirmed(let confirmed):
                json.member("state", confirmed.state.name)
                try deliveries(confirmed.deliveries)
            case .statusRecorded(let status):
                try about(status.document, &json)
                audience = [status.sender, status.recipient]
                json.member("status", status.status.code)
                json.member("effect", "\(status.effect)")
                json.member("from", code(status.sender))
                json.member("to", code(status.recipient))
                json.member("reason", status.reason)
            case .noticeIssued(let notice):
                try about(notice.document, &json)
                audience = [notice.recipient]
                json.member("code", notice.code)
                json.member("about", code(notice.about))
                json.member("to", code(notice.recipient))
                json.member("reason", notice.reason)
            case .refused(let refused):
                audience = refused.agency.map { [$0] } ?? []
                json.member("agency", refused.agency.flatMap(code))
                json.member("code", refused.code)
                json.member("refusal", refused.id?.description)
            case .paperRegistered(let registered):
                audience = [registered.issuer]
                json.member("id", registered.id.description)
                json.member("issuer", code(registered.issuer))
            case .agencyDefined(let agency):
                audience = [agency.number]
                json.member("agency", agency.code)
            case .certificateBound(let binding):
                audience = [binding.agency]
                json.member("agency", code(binding.agency))
                json.member("key", hex: binding.key)
            case .withdrawn(let withdrawn):
                try about(withdrawn.document, &json)
                try by(withdrawn.by, &json)
                json.member("cause", "\(withdrawn.cause)")
                json.member("reason", withdrawn.reason)
                try deliveries(withdrawn.entries.map(\.delivery))
            case .replaced(let replaced):
                try about(replaced.document, &json)
                try by(replaced.by, &json)
                json.member("reason", replaced.reason)
            case .updated(let updated):
                try about(updated.document, &json)
                try by(updated.by, &json)
                json.member("reason", updated.reason)
            case .systemDefined(let system):
                audience = system.agencies
                json.member("system", system.id)
                json.member("closed", system.isClosed)
            case .webhookDefined(let webhook):
                audience = webhook.agencies(in: directory)
                if case .agency(let agency) = webhook.owner { audience = [agency] }
                json.member("webhook", webhook.id.description)
                json.member("removed", webhook.isRemoved)
            case .testMarked(let mark):
                audience = [mark.agency]
                json.member("agency", code(mark.agency))
                json.member("test", mark.isTest)
            case .emailNamed(let email):
                audience = [email.agency]
                json.member("agency", code(email.agency))
                json.member("email", email.address?.description)
            case .sendRulesDefined(let rules): json.member("rules", rules.list.count)
            case .successorNamed(let named):
                audience = [named.agency, named.successor]
                json.member("agency", code(named.agency))
                json.member("successor", code(named.successor))
            case .succeeded(let succeeded):
                try about(succeeded.document, &json)
                for entry in succeeded.entries {
                    var part = JSONText()
                    part.object { part in
                        part.member("addressed", code(entry.addressed))
                        part.member("to", code(entry.recipient))
                    }
                    parts.append(Part(audience: [entry.recipient], json: part.bytes))
                }
            case .quotaUsed(let used):
                try about(used.document, &json)
                json.member(
                    "system", directory.systems.indices.contains(used.system) ? directory.systems[used.system].id : nil)
                json.member("bytes", Int64(clamping: used.bytes))
            case .webhookDeadLettered(let letter):
                audience = directory.webhook(letter.webhook)?.agencies(in: directory) ?? []
                json.member("webhook", letter.webhook.description)
                json.member("attempts", letter.attempts)
                json.member("code", letter.code)
                try deliveries([letter.delivery])
            case .webhookRestarted(let restarted):
                audience = directory.webhook(restarted.webhook)?.agencies(in: directory) ?? []
                json.member("webhook", restarted.webhook.description)
                try deliveries(restarted.deliveries)
            case .deadLetterSettled(let settled):
                json.member("outcome", "\(settled.outcome)")
                json.member("reason", settled.reason)
                try deliveries([settled.delivery])
            case .audited(let audit):
                json.member("actor", audit.actor)
                json.member("operation", audit.operation)
                json.member("target", audit.target)
                json.member("audit", audit.id?.description)
            case .auditOutcome(let outcome):
                json.member("audit", outcome.audit.description)
                json.member("code", outcome.code)
            case .clockSetBack(let step):
                json.member("from", step.from.text)
                json.member("to", step.to.text)
            case .deadlineMissed(let serials), .expired(let serials): try deliveries(serials)
            case .hubStopped(let stop):
                audience = directory.agencies.filter { $0.hub == stop.hub }.map(\.number)
                json.member("hub", hub(stop.hub))
                json.member("until", stop.until?.text)
                json.member("reason", stop.reason)
            case .hubStarted(let index):
                audience = directory.agencies.filter { $0.hub == index }.map(\.number)
                json.member("hub", hub(index))
            default: break
            }
        }
        number = row.number
        name = row.fact.name
        self.audience = audience
        members = Array(json.bytes.dropFirst().dropLast())
        self.parts = parts
    }
}
