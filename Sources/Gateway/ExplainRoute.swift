internal import EdXML
internal import Exchange
internal import HTTP
internal import Inspection
internal import Ledger
internal import Platform
internal import Trust

/// `GET /documents/{id}/explain`: why a document is where it is, or why it was refused, stage by stage.
struct ExplainRoute {
    let services: Services
    let caller: Caller
    private let place: WorkPlace
    private let request: HTTPRequest
    private let isVietnamese: Bool

    init(services: Services, caller: Caller, place: WorkPlace, _ request: HTTPRequest) {
        self.services = services
        self.caller = caller
        self.place = place
        self.request = request
        isVietnamese = Language.isVietnamese(request.header("Accept-Language"))
    }

    /// A sentence in the language that was asked for.
    func say(_ english: String, _ vietnamese: String) -> String { isVietnamese ? vietnamese : english }

    func handle(_ name: String) throws -> HTTPResponse {
        let words = { [isVietnamese] (code: String) in Catalogue.words(code, vietnamese: isVietnamese) }
        let id = Identifier(name)
        if let kept = id.flatMap({ services.explanations.find($0, for: caller) }) { return refusal(kept, words) }
        let row: DocumentRow
        do { row = try DocumentRoutes.find(name, services: services, caller: caller) } catch {
            guard let id, let refused = try services.ledger.read({ try $0.refusal(id) }),
                caller.isAdmin || refused.agency.map(caller.speaks) == true
            else { throw error }
            return forgotten(refused, id, words)
        }
        let wanted = try request.parameter("to").map { try DocumentRoutes.agency($0, in: services.ledger.directory) }
        return try document(row, wanted, ListSlice(request), words)
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
    private func document(
        _ row: DocumentRow, _ wanted: AgencyNumber?, _ slice: ListSlice, _ words: (String) -> Words
    ) throws -> HTTPResponse {
        let (isReadable, hops, deliveries, recipients, life, happenings) = try services.ledger.read { reader in
            // Whoever lost the content is not told of it either.
            let isReadable =
                try caller.speaks(for: row.issuer)
                || reader.hasContent(of: row.serial, oneOf: caller.agencies)
                || caller.scope != nil && isOpen(row, reader)
            let life = try DocumentLifeView(row, reader, isWhole: true)
            return (
                isReadable, try reader.hops(of: row.serial),
                try reader.deliveries(of: row.serial), wanted == nil ? [] : try reader.recipients(acceptedBy: row.fact),
                life, try self.happenings(of: row, life, reader)
            )
        }
        let (inspection, verifiedAt) =
            isReadable ? try inspection(of: row) : (Inspection(), services.clock())
        let seesAll = caller.speaks(for: row.issuer)
        let way = hops.filter { hop in
            guard hop.event == .returned else { return true }
            let agency = AgencyNumber(UInt32(truncatingIfNeeded: hop.other))
            return (wanted == nil || wanted == agency) && (seesAll || caller.speaks(for: agency))
        }
        let stages = inspection.stages.filter { $0.name != .admission } + [admission(row)] + way.compactMap(routing)
        let seen = deliveries.filter { delivery in
            delivery.message.kind == .document && (wanted == nil || wanted == delivery.recipient)
                && (caller.speaks(for: row.issuer) || caller.speaks(for: delivery.recipient))
        }
        let open =
            wanted.map { missing($0, of: row, seen, recipients, way) }
            ?? (seesAll ? owed(row, deliveries.count { $0.message.kind == .document }, hops) : nil)
        let ends = slice.of(seen).map { delivery($0, row) } + (open.map { [$0] } ?? [])
        let bindings = inspection.stages.first { $0.name == .binding }?.checks ?? []
        let signatures = inspection.stages.filter { $0.name == .signature }.sorted { ($0.form ?? "") < ($1.form ?? "") }
        return .json(200) { json in
            json.member("id", row.id.description)
            json.member("result", "accepted")
            json.member("document_id", row.documentID)
            json.member("verified_again_at", verifiedAt.text)
            // The second is there where a document is signed in both ways.
            for (name, stage) in zip(["verdict", "other_verdict"] as [StaticString], signatures) {
                json.key(name)
                json.object { $0.members(ofSignature: stage, bindings) }
            }
            if !inspection.faults.isEmpty { json.faults(inspection.faults, words: words) }
            json.stages(stages + ends + happenings, words: words)
            slice.cursor(seen.count, to: &json)
            life.write(to: &json, for: caller, in: services.ledger.directory)
        }
    }

    /// What an inspection finds in the content now, or found lately where it is large; and when that was.
    private func inspection(of row: DocumentRow) throws -> (Inspection, Instant) {
        let time = InspectionTime(row.acceptedAt, isHindsight: true)
        func inspect() throws -> (Inspection, Instant) {
            guard let payload = try services.ledger.read({ try $0.payload(row.serial) }) else {
                return (Inspection(), services.clock())
            }
            let found = services.inspector(for: nil, today: time.instant.day, goesOn: true)
                .inspect(payload.content, signature: payload.signature, at: time)
            return (found.inspection, services.clock())
        }
        guard row.size > WorkPlace.limit else { return try inspect() }
        let key = InspectionCache.Key(
            document: row.serial, directory: services.ledger.directory.version, trust: services.store.current.epoch)
        if let found = services.inspections.kept(key) { return found }
        try place.check(row.size)
        return try services.inspections.find(key, inspect)
    }

    /// Whether something of it is on its way to agencies of a hub's admin, or with them, and was not taken back.
    private func isOpen(_ row: DocumentRow, _ reader: Reader) throws -> Bool {
        let own = try reader.deliveries(of: row.serial).filter {
            $0.message.kind == .document && caller.speaks(for: $0.recipient)
        }
        return own.isEmpty ? row.withdrawal == nil : own.contains { $0.takenAt == nil }
    }

    private func admission(_ row: DocumentRow) -> Stage {
        var stage = Stage(.admission)
        stage.at = row.acceptedAt.text
        stage.state = "accepted"
        stage.detail = say(
            "\(row.recipients) receivers, as the directory was then", "\(row.recipients) nơi nhận, theo danh mục khi đó"
        )
        return stage
    }

    private func routing(_ hop: HopRow) -> Stage? {
        guard hop.message.kind == .document else { return nil }
        let directory = services.ledger.directory
        func hub(_ index: Int) -> String { directory.hubs.indices.contains(index) ? directory.hubs[index].code : "" }
        var stage = Stage(.routing)
        stage.at = hop.at.text
        switch hop.event {
        case .relayed:
            stage.state = "relayed"
            stage.detail = say("from \(hub(hop.hub)) to \(hub(hop.other))", "từ \(hub(hop.hub)) đến \(hub(hop.other))")
        case .arrived:
            stage.state = "arrived"
            stage.detail = say("at \(hub(hop.hub)) from \(hub(hop.other))", "tại \(hub(hop.hub)) từ \(hub(hop.other))")
        case .returned:
            let agency = directory.agency(AgencyNumber(UInt32(truncatingIfNeeded: hop.other)))?.code ?? ""
            stage.outcome = .warned
            (stage.state, stage.detail) = (
                "returned", say("not delivered to \(agency)", "không giao được cho \(agency)")
            )
        }
        return stage
    }

    /// Until when it is to be confirmed, or was.
    private func receiptDue(of delivery: DeliveryRow, _ row: DocumentRow, _ directory: Directory) -> String? {
        if let late = delivery.lateAt {
            return say("not confirmed in time (seen \(late.text))", "không xác nhận đúng hạn (thấy lúc \(late.text))")
        }
        guard delivery.confirmedAt == nil, delivery.state != .withdrawn else { return nil }
        let deadline = directory.deadline(urgency: UInt8(clamping: row.urgency))
        let due = deadline.receiptDue(delivery.deliveredAt, calendar: directory.calendar)
        let expiry = deadline.expiry(row.acceptedAt)
        let parts = [
            due.map { say("to be confirmed by \($0.text)", "phải xác nhận trước \($0.text)") },
            expiry.map { say("goes back at \($0.text)", "trả lại lúc \($0.text)") },
        ]
        return parts.contains { $0 != nil } ? parts.compactMap { $0 }.joined(separator: ", ") : nil
    }

    /// What came of telling the webhooks of a mailbox so far.
    private func webhooks(_ delivery: DeliveryRow, _ directory: Directory) -> [String] {
        let letters = (try? services.ledger.read { try $0.webhookLetters(about: delivery.serial) }) ?? []
        let dead = letters.filter { $0.restarted == nil }.map {
            say(
                "webhook \($0.webhook) told in vain \($0.attempts) times, dead-lettered \($0.at.text) (\($0.code))",
                "webhook \($0.webhook) báo \($0.attempts) lần không được, thành thư chết lúc \($0.at.text) (\($0.code))"
            )
        }
        let tried = directory.webhooks.filter { !$0.isRemoved }.compactMap { webhook -> String? in
            guard webhook.agencies(in: directory).contains(delivery.recipient),
                let row = try? services.webhooks.outbox.attempts(webhook.id, delivery.serial)
            else { return nil }
            let tries =
                row.attempts == 0
                ? say("not told yet", "chưa báo")
                : say(
                    "told in vain \(row.attempts) times (\(row.code))",
                    "báo \(row.attempts) lần không được (\(row.code))")
            return say(
                "webhook \(webhook.id) \(tries), next \(row.next.text)",
                "webhook \(webhook.id) \(tries), lần tới \(row.next.text)")
        }
        return dead + tried
    }

    /// A mailbox that it lies in.
    private func delivery(_ delivery: DeliveryRow, _ row: DocumentRow) -> Stage {
        let directory = services.ledger.directory
        var stage = Stage(.delivery)
        stage.at = delivery.deliveredAt.text
        stage.state = delivery.state.name
        let more = [
            delivery.status.map { say("status \($0.code)", "trạng thái \($0.code)") },
            delivery.fetchedAt.map { say("fetched \($0.text)", "lấy lúc \($0.text)") },
            delivery.confirmedAt.map { say("confirmed \($0.text)", "xác nhận lúc \($0.text)") },
            delivery.takenAt.map { say("taken back \($0.text)", "lấy lại lúc \($0.text)") },
            receiptDue(of: delivery, row, directory),
        ]
        stage.detail =
            ([directory.agency(delivery.recipient)?.code ?? ""] + more.compactMap { $0 }
            + webhooks(delivery, directory)).joined(separator: ", ")
        return stage
    }

    /// How many have not got it yet; nil where all have.
    private func owed(_ row: DocumentRow, _ delivered: Int, _ hops: [HopRow]) -> Stage? {
        let returned = hops.count { $0.message.kind == .document && $0.event == .returned }
        let owed = row.recipients - Int64(delivered + returned)
        return owed > 0
            ? Self.notReached("owed", say("\(owed) receivers have not got it yet", "\(owed) nơi nhận chưa nhận được"))
            : nil
    }

    /// Why it is not in an agency's mailbox; nil where it is, or where the way says so already.
    private func missing(
        _ agency: AgencyNumber, of row: DocumentRow, _ seen: [DeliveryRow], _ recipients: [AgencyNumber],
        _ hops: [HopRow]
    ) -> Stage? {
        let returned = hops.contains { $0.message.kind == .document && $0.event == .returned }
        guard seen.isEmpty, !returned else { return nil }
        let code = services.ledger.directory.agency(agency)?.code ?? ""
        // Who else received it is not told to a receiver.
        return recipients.contains(agency) && (caller.speaks(for: row.issuer) || caller.speaks(for: agency))
            ? Self.notReached("owed", say("\(code) has not got it yet", "\(code) chưa nhận được"))
            : Self.notReached(
                "not_addressed", say("it is not addressed to \(code)", "văn bản không gửi đến \(code)"))
    }

    private static func notReached(_ state: String, _ detail: String) -> Stage {
        var stage = Stage(.delivery, .notReached(because: StageName.routing.rawValue))
        (stage.state, stage.detail) = (state, detail)
        return stage
    }
}
