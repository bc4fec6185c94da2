internal import EdXML
internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Platform

/// `GET /documents/{id}/explain`: why a document is where it is, or why it was refused, stage by stage.
struct ExplainRoute {
    let services: Services
    let caller: Caller

    func handle(_ name: String, _ request: HTTPRequest) throws -> HTTPResponse {
        let vietnamese = Language.isVietnamese(request.header("Accept-Language"))
        let words = { (code: String) in Catalogue.words(code, vietnamese: vietnamese) }
        let id = Identifier(name)
        if let kept = id.flatMap({ services.explanations.find($0, for: caller) }) { return refusal(kept, words) }
        let row: DocumentRow
        do { row = try DocumentRoutes.find(name, services: services, caller: caller) } catch {
            guard let id, let refused = try services.ledger.read({ try $0.refusal(id) }),
                caller.isAdmin || refused.agency.map(caller.speaks) == true
            else { throw error }
            return forgotten(refused, id, words)
        }
        return try document(row, words)
    }

    // MARK: Refused

    private func refusal(_ kept: Explanation, _ words: (String) -> Words) -> HTTPResponse {
        .json(200) { json in
            json.member("id", kept.id.description)
            json.member("result", "refused")
            json.member("at", kept.at.text)
            json.member("agency", kept.agencies.first.flatMap { services.ledger.directory.agency($0)?.code })
            json.member("trace_id", kept.traceID)
            json.members(of: kept.inspection, words: words)
            if kept.inspection.isCut { json.member("cut", true) }
        }
    }

    /// What the fact of the refusal still says, once its explanation is gone.
    private func forgotten(_ refused: RefusalRow, _ id: Identifier, _ words: (String) -> Words) -> HTTPResponse {
        .json(200) { json in
            json.member("id", id.description)
            json.member("result", "refused")
            json.member("at", refused.at.text)
            json.member("agency", refused.agency.flatMap { services.ledger.directory.agency($0)?.code })
            if !refused.digest.isEmpty { json.member("digest", hex: refused.digest) }
            json.member("code", refused.code)
            json.members(of: words(refused.code))
            json.stages(
                [Stage(StageName(code: refused.code), .failed(Objection(refused.code, refused.detail)))], words: words)
        }
    }

    // MARK: Accepted

    /// The message is inspected again, now, as of the moment it was accepted; what happened since stands in facts.
    private func document(_ row: DocumentRow, _ words: (String) -> Words) throws -> HTTPResponse {
        let (payload, hops, deliveries, life, happenings) = try services.ledger.read { reader in
            // Whoever lost the content is not told of it either.
            let isReadable =
                try caller.speaks(for: row.issuer)
                || reader.hasContent(of: row.serial, oneOf: caller.agencies) || caller.scope != nil
            let life = try DocumentLifeView(row, reader, isWhole: true)
            return (
                isReadable ? try reader.payload(row.serial) : nil, try reader.hops(of: row.serial),
                try reader.deliveries(of: row.serial), life, try self.happenings(of: row, life, reader)
            )
        }
        let time = InspectionTime(row.acceptedAt, isHindsight: true)
        let inspection =
            payload.map { payload in
                services.inspector(for: nil, today: time.instant.day, goesOn: true)
                    .inspect(payload.content, signature: payload.signature, at: time).inspection
            } ?? Inspection()
        let stages = inspection.stages.filter { $0.name != .admission } + [admission(row)] + hops.compactMap(routing)
        let bindings = inspection.stages.first { $0.name == .binding }?.checks ?? []
        let signatures = inspection.stages.filter { $0.name == .signature }.sorted { ($0.form ?? "") < ($1.form ?? "") }
        return .json(200) { json in
            json.member("id", row.id.description)
            json.member("result", "accepted")
            json.member("document_id", row.documentID)
            json.member("verified_again_at", services.clock().text)
            // The second is there where a document is signed in both ways.
            for (name, stage) in zip(["verdict", "other_verdict"] as [StaticString], signatures) {
                json.key(name)
                json.object { $0.members(ofSignature: stage, bindings) }
            }
            if !inspection.faults.isEmpty { json.faults(inspection.faults, words: words) }
            json.stages(stages + delivery(row, deliveries, hops) + happenings, words: words)
            life.write(to: &json, for: caller, in: services.ledger.directory)
        }
    }

    private func admission(_ row: DocumentRow) -> Stage {
        var stage = Stage(.admission)
        stage.at = row.acceptedAt.text
        stage.state = "accepted"
        stage.detail = "\(row.recipients) receivers, as the directory was then"
        return stage
    }

    private func routing(_ hop: HopRow) -> Stage? {
        guard hop.message.kind == .document else { return nil }
        let directory = services.ledger.directory
        func hub(_ index: Int) -> String { directory.hubs.indices.contains(index) ? directory.hubs[index].code : "" }
        var stage = Stage(.routing)
        stage.at = hop.at.text
        switch hop.event {
        case .relayed: (stage.state, stage.detail) = ("relayed", "from \(hub(hop.hub)) to \(hub(hop.other))")
        case .arrived: (stage.state, stage.detail) = ("arrived", "at \(hub(hop.hub)) from \(hub(hop.other))")
        case .returned:
            let agency = directory.agency(AgencyNumber(UInt32(truncatingIfNeeded: hop.other)))?.code ?? ""
            stage.outcome = .warned
            (stage.state, stage.detail) = ("returned", "not delivered to \(agency)")
        }
        return stage
    }

    /// Until when it is to be confirmed, or was.
    private func receiptDue(of delivery: DeliveryRow, _ row: DocumentRow, _ directory: Directory) -> String? {
        if let late = delivery.lateAt { return "not confirmed in time (seen \(late.text))" }
        guard delivery.confirmedAt == nil, delivery.state != .withdrawn else { return nil }
        let deadline = directory.deadline(urgency: UInt8(clamping: row.urgency))
        let due = deadline.receiptDue(delivery.deliveredAt, calendar: directory.calendar)
        let expiry = deadline.expiry(row.acceptedAt)
        let parts = [due.map { "to be confirmed by \($0.text)" }, expiry.map { "goes back at \($0.text)" }]
        return parts.contains { $0 != nil } ? parts.compactMap { $0 }.joined(separator: ", ") : nil
    }

    /// What came of telling the webhooks of a mailbox so far.
    private func webhooks(_ delivery: DeliveryRow, _ directory: Directory) -> [String] {
        let letters = (try? services.ledger.read { try $0.webhookLetters(about: delivery.serial) }) ?? []
        let dead = letters.filter { $0.restarted == nil }.map {
            "webhook \($0.webhook) told in vain \($0.attempts) times, dead-lettered \($0.at.text) (\($0.code))"
        }
        let tried = directory.webhooks.filter { !$0.isRemoved }.compactMap { webhook -> String? in
            guard webhook.agencies(in: directory).contains(delivery.recipient),
                let row = try? services.webhooks.outbox.attempts(webhook.id, delivery.serial)
            else { return nil }
            let tries = row.attempts == 0 ? "not told yet" : "told in vain \(row.attempts) times (\(row.code))"
            return "webhook \(webhook.id) \(tries), next \(row.next.text)"
        }
        return dead + tried
    }

    /// The mailboxes that it lies in; a receiver sees its own, the issuer and an admin all.
    private func delivery(_ row: DocumentRow, _ deliveries: [DeliveryRow], _ hops: [HopRow]) -> [Stage] {
        let directory = services.ledger.directory
        let own = deliveries.filter { $0.message.kind == .document }
        var stages = own.compactMap { delivery -> Stage? in
            guard caller.speaks(for: row.issuer) || caller.speaks(for: delivery.recipient) else { return nil }
            var stage = Stage(.delivery)
            stage.at = delivery.deliveredAt.text
            stage.state = delivery.state.name
            let more = [
                delivery.status.map { "status \($0.code)" }, delivery.fetchedAt.map { "fetched \($0.text)" },
                delivery.confirmedAt.map { "confirmed \($0.text)" }, delivery.takenAt.map { "taken back \($0.text)" },
                receiptDue(of: delivery, row, directory),
            ]
            stage.detail =
                ([directory.agency(delivery.recipient)?.code ?? ""] + more.compactMap { $0 }
                + webhooks(delivery, directory)).joined(separator: ", ")
            return stage
        }
        let returned = hops.count { $0.message.kind == .document && $0.event == .returned }
        let owed = row.recipients - Int64(own.count + returned)
        if owed > 0 {
            var stage = Stage(.delivery, .notReached(because: StageName.routing.rawValue))
            stage.state = "owed"
            stage.detail = "\(owed) receivers have not got it yet"
            stages.append(stage)
        }
        return stages
    }
}
