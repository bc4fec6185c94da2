internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/documents`: lists, and what is known of one document.
struct DocumentRoutes {
    let services: Services
    let caller: Caller
    var place = WorkPlace.serving

    func list(_ request: HTTPRequest) throws -> HTTPResponse {
        // What concerns a hub is found by the index: no list is kept of it.
        if let query = request.parameter("q") ?? (caller.scope == nil ? nil : "") {
            return try SearchRoute(services: services, caller: caller).find(query, request)
        }
        let directory = services.ledger.directory
        var issuer = try request.parameter("from").map { try Self.agency($0, in: directory) }
        let recipient = try request.parameter("to").map { try Self.agency($0, in: directory) }
        if !caller.isAdmin {
            // An agency sees what it sent, unless it asks for what it received.
            if let recipient, caller.speaks(for: recipient) {
            } else {
                guard let own = issuer ?? caller.agencies.first, caller.speaks(for: own) else {
                    throw Problem("not_permitted")
                }
                issuer = own
            }
        }
        let limit = try request.limit()
        let cursor = try request.cursor().map(Serial.init)
        let (rows, next) = try services.ledger.read {
            var room = ListRoom()
            return try $0.page(from: issuer, to: recipient, before: cursor, limit: limit, &room)
        }
        return .json(200) { json in
            json.key("items")
            json.array { json in for row in rows { json.object { $0.summary(row, in: directory) } } }
            json.key("cursor")
            if let next { json.string(String(next.value)) } else { json.null() }
        }
    }

    static func agency(_ code: String, in directory: Directory) throws -> AgencyNumber {
        guard let agency = directory.agency(named: code) else { throw Problem("not_found", found: code) }
        return agency.number
    }

    /// The document that a UUID, a DocumentId, a delivery's UUID or the number of a message names, if the caller may see it;
    /// else 404.
    static func find(_ name: String, services: Services, caller: Caller) throws -> DocumentRow {
        let name = FieldText.trimmed(name)
        let directory = services.ledger.directory
        let row: DocumentRow? = try services.ledger.read { reader in
            if let id = Identifier(name) {
                if let row = try reader.document(id) { return row }
                if let delivery = try reader.delivery(id) { return try reader.document(delivery.message.document) }
            }
            // A DocumentId begins with its issuer's code, when it is of one of the two usual forms.
            let head = name.prefix { $0 != "," }
            let issuers = directory.agency(named: String(head)).map { [$0.number] } ?? caller.agencies
            if let row = try reader.documents(documentID: name, issuers: issuers).first { return row }
            guard let serial = Serial(number: name) else { return nil }
            return try reader.document(serial) ?? reader.status(serial).flatMap { try reader.document($0.document) }
        }
        guard let row else { throw Problem("not_found", found: name) }
        if caller.speaks(for: row.issuer) { return row }
        let isMine = try services.ledger.read { reader in
            if caller.scope != nil { return try reader.recipients(acceptedBy: row.fact).contains(where: caller.speaks) }
            return try caller.agencies.contains { try reader.hasDelivery(of: row.serial, to: $0) }
        }
        guard isMine else { throw Problem("not_found", found: name) }
        return row
    }

    func show(
        _ name: String, part: String?, _ request: HTTPRequest, _ responder: HTTPResponder
    ) throws -> HTTPResponse {
        let row = try Self.find(name, services: services, caller: caller)
        switch part {
        case nil: return try summary(row, request)
        case "parts":
            try place.check(row.size)
            return try DocumentParts.answer(try payload(of: row).payload.content, today: services.clock().day)
        case "content", "signature":
            try place.check(row.size)
            guard responder.reserve(Int(clamping: row.size)) else { throw Problem("busy") }
            let payload = try content(of: row)
            return part == "content"
                ? .stored(payload.content, contentType: "application/edxml+xml", name: "\(row.id).edxml")
                : .stored(payload.signature, contentType: "application/pkcs7-signature", name: "\(row.id).p7s")
        case "receipt":
            let receipt = try services.ledger.receipt(of: row)
            var shared = SharedReceiptText()
            return .json(200) { $0.receipt(receipt, &shared) }
        case "trace": return try trace(row, request)
        default: throw Problem("not_found")
        }
    }

    /// The bytes, unless they were taken from the caller. That a receiver reads them first is noted.
    private func content(of row: DocumentRow) throws -> (content: [UInt8], signature: [UInt8]) {
        let (payload, own) = try payload(of: row)
        // That an admin reads them is not the receiver's reading.
        let read = own.filter { $0.fetchedAt == nil && caller.agencies.contains($0.recipient) }
        try services.ledger.noteFetched(read.map(\.serial))
        return payload
    }

    /// The bytes, unless they were taken from the caller, and the caller's own deliveries that were not.
    private func payload(
        of row: DocumentRow
    ) throws -> (payload: (content: [UInt8], signature: [UInt8]), own: [DeliveryRow]) {
        let (payload, copies) = try services.ledger.read { reader in
            let isOwn = caller.speaks(for: row.issuer)
            return (try reader.payload(row.serial), isOwn ? [] : try reader.deliveries(of: row.serial))
        }
        guard let payload else { throw Problem("not_found") }
        let own = copies.filter { $0.message.kind == .document && !caller.isAdmin && caller.speaks(for: $0.recipient) }
        let rest = own.filter { $0.takenAt == nil }
        // A hub's admin reads what is on its way to its agencies, until that is taken back.
        let isOpen = own.isEmpty ? caller.speaks(for: row.issuer) || row.withdrawal == nil : !rest.isEmpty
        guard isOpen else { throw Problem("document_withdrawn", found: row.documentID) }
        return (payload, rest)
    }

    private func summary(_ row: DocumentRow, _ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let slice = try ListSlice(request)
        let wanted = try request.parameter("to").map { try Self.agency($0, in: directory) }
        let (deliveries, life) = try services.ledger.read {
            (try $0.deliveries(of: row.serial), try DocumentLifeView(row, $0, isWhole: true))
        }
        return .json(200) { json in
            json.summary(row, in: directory)
            life.write(to: &json, for: caller, in: directory)
            if let current = life.current {
                json.key("current")
                json.object { $0.summary(current, in: directory) }
            }
            // A receiver sees its own delivery only, the issuer and an admin all.
            let seen = deliveries.filter { delivery in
                delivery.message.kind == .document && (wanted == nil || wanted == delivery.recipient)
                    && (caller.speaks(for: row.issuer) || caller.speaks(for: delivery.recipient))
            }
            json.key("deliveries")
            json.array { json in
                for delivery in slice.of(seen) {
                    json.object { json in
                        json.member("delivery", delivery.id.description)
                        json.agency("to", delivery.recipient, in: directory)
                        json.addressed(delivery, services)
                        json.member("state", delivery.state.name)
                        json.key("status")
                        if let status = delivery.status { json.string(status.code) } else { json.null() }
                        json.member("channel", delivery.channel.name)
                        json.moment("delivered_at", delivery.deliveredAt)
                        json.moment("fetched_at", delivery.fetchedAt)
                        json.moment("confirmed_at", delivery.confirmedAt)
                        if let at = delivery.takenAt { json.member("withdrawn_at", at.text) }
                        if let at = delivery.lateAt { json.member("late_at", at.text) }
                    }
                }
            }
            slice.cursor(seen.count, to: &json)
        }
    }

    private struct Step {
        let at: Instant
        let hub: Int?
        let agency: AgencyNumber?
        let event: String
        let detail: String
    }

    private func trace(_ row: DocumentRow, _ request: HTTPRequest) throws -> HTTPResponse {
        let directory = services.ledger.directory
        let slice = try ListSlice(request)
        func hub(_ index: Int) -> String { directory.hubs.indices.contains(index) ? directory.hubs[index].code : "" }
        func code(_ agency: AgencyNumber) -> String { directory.agency(agency)?.code ?? "" }
        // What other receivers did with it, and why, is between them and the issuer.
        func sees(_ agencies: AgencyNumber...) -> Bool { ([row.issuer] + agencies).contains(where: caller.speaks) }
        var steps = [
            Step(
                at: row.acceptedAt, hub: row.hub, agency: row.issuer, event: "accepted",
                detail: "at the hub \(hub(row.hub))")
        ]
        try services.ledger.read { reader in
            let statuses = try reader.statuses(of: row.serial).filter { sees($0.sender, $0.recipient) }
            let names = Dictionary(statuses.map { ($0.serial, "status \($0.status.code)") }) { first, _ in first }
            for status in statuses {
                steps.append(
                    Step(
                        at: status.at, hub: nil, agency: status.sender, event: "status",
                        detail: status.reason.isEmpty ? status.status.code : "\(status.status.code): \(status.reason)"))
            }
            for step in try DocumentLifeView(row, reader, isWhole: false).steps() {
                steps.append(Step(at: step.at, hub: nil, agency: nil, event: step.event, detail: step.detail))
            }
            for notice in try reader.notices(of: row.serial) where sees(notice.about, notice.recipient) {
                steps.append(
                    Step(at: notice.at, hub: nil, agency: notice.about, event: "notice", detail: notice.code))
            }
            for hop in try reader.hops(of: row.serial)
            where hop.message.kind == .document || names[hop.message.serial] != nil || sees() {
                let what = names[hop.message.serial].map { "\($0) " } ?? ""
                switch hop.event {
                case .relayed:
                    steps.append(
                        Step(
                            at: hop.at, hub: hop.hub, agency: nil, event: "relayed",
                            detail: "\(what)to \(hub(hop.other))"))
                case .arrived:
                    steps.append(
                        Step(
                            at: hop.at, hub: hop.hub, agency: nil, event: "arrived",
                            detail: "\(what)from \(hub(hop.other))"))
                case .returned:
                    let agency = AgencyNumber(UInt32(truncatingIfNeeded: hop.other))
                    guard sees(agency) else { continue }
                    steps.append(
                        Step(at: hop.at, hub: nil, agency: agency, event: "returned", detail: "\(what)not delivered"))
                }
            }
            for delivery in try reader.deliveries(of: row.serial) where sees(delivery.recipient) {
                let what = names[delivery.message.serial] ?? (delivery.message.kind == .notice ? "notice" : "document")
                let agency = delivery.recipient
                steps.append(Step(at: delivery.deliveredAt, hub: nil, agency: agency, event: "delivered", detail: what))
                if let at = delivery.fetchedAt {
                    steps.append(Step(at: at, hub: nil, agency: agency, event: "fetched", detail: what))
                }
                if let at = delivery.confirmedAt {
                    steps.append(
                        Step(
                            at: at, hub: nil, agency: agency, event: "confirmed",
                            detail: "\(what), \(delivery.state.name)"))
                }
                if let at = delivery.lateAt {
                    steps.append(Step(at: at, hub: nil, agency: agency, event: "late", detail: what))
                }
                if let at = delivery.takenAt {
                    steps.append(Step(at: at, hub: nil, agency: agency, event: "taken back", detail: what))
                }
            }
        }
        // Within one millisecond the order of the way: accepted, relayed, arrived, delivered, and what follows.
        let order = [
            "accepted", "withdraws", "updates", "replaces", "withdrawn", "updated", "replaced", "status", "notice",
            "relayed", "arrived", "returned", "delivered", "fetched", "late", "confirmed",
            "taken back",
        ]
        let ranked = steps.enumerated().map {
            (index: $0.offset, rank: order.firstIndex(of: $0.element.event) ?? order.count, step: $0.element)
        }
        .sorted { ($0.step.at, $0.rank, $0.index) < ($1.step.at, $1.rank, $1.index) }
        return .json(200) { json in
            json.member("id", row.id.description)
            json.member("document_id", row.documentID)
            json.member("subject", row.subject)
            json.key("hops")
            json.array { json in
                for (_, _, step) in slice.of(ranked) {
                    json.object { json in
                        json.member("at", step.at.text)
                        json.member("elapsed_milliseconds", step.at.milliseconds - row.acceptedAt.milliseconds)
                        json.member("hub", step.hub.map(hub))
                        if let agency = step.agency { json.agency("agency", agency, in: directory) }
                        json.member("event", step.event)
                        json.member("detail", step.detail)
                    }
                }
            }
            slice.cursor(ranked.count, to: &json)
        }
    }
}
