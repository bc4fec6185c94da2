internal import EdXML
internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// What every dialect does with documents, in the words of the domain: send, list, read, set the transport state.
struct DocumentDesk {
    let services: Services
    let caller: Caller

    /// Something in a mailbox of the caller.
    struct Item {
        let delivery: DeliveryRow
        let document: DocumentRow
        /// Who sent it: the issuer of a document, the sender of a status.
        let sender: AgencyNumber
    }

    /// A message with its bytes.
    struct Content {
        let document: DocumentRow
        let sender: AgencyNumber
        let bytes: [UInt8]
    }

    /// Something an agency of the caller sent, and where it lies at one receiver; no delivery where it is on its way.
    struct Sent {
        let id: Identifier
        let sender: AgencyNumber
        let document: DocumentRow
        let at: Instant
        let delivery: DeliveryRow?
    }

    /// Items of one answer at most.
    static let limit = 1_000

    /// Sends one message; the answer gives its id, the first one's where the same bytes came before.
    func send(
        _ content: [UInt8], kind: Message.Kind?, trace: RequestTrace, _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<Identifier, Problem>) -> HTTPResponse
    ) throws {
        let refusesDuplicates = caller.system?.1.duplicates == .refuse
        let route = SendRoute(services: services, caller: caller, trace: trace, expected: kind)
        try route.submit([(content, [])], responder) { result in
            answer(
                Result { () throws(Problem) in
                    do {
                        switch try result.get().first {
                        case .document(.accepted(let accepted, _, _)): return accepted.id
                        case .document(.duplicate(let known)):
                            if refusesDuplicates { throw Problem("document_duplicate", found: known.id.description) }
                            return known.id
                        case .document(.refused(let refusal, _)): throw Problem(refusal)
                        case .status(let status): return status.recorded.id
                        case .problem(let problem): throw problem
                        case nil: throw Problem("internal")
                        }
                    } catch { throw Router.problem(of: error) }
                })
        }
    }

    /// What lies in the caller's mailboxes and is not confirmed, the oldest of each first.
    func received(
        _ kind: Message.Kind, from first: Day?, to last: Day?, skipping skipped: Int = 0, limit: Int = Self.limit
    ) throws -> [Item] {
        let limit = min(max(0, limit), Self.limit)
        return try services.ledger.read { reader in
            var (items, skipped) = ([Item](), max(0, skipped))
            for agency in caller.agencies where items.count < limit {
                let rows = try reader.mailbox(
                    agency, kind: kind, from: first, to: last, limit: min(skipped, 1_000_000) + limit - items.count)
                for delivery in rows.dropFirst(skipped) {
                    if let item = try item(delivery, reader) { items.append(item) }
                }
                skipped = max(0, skipped - rows.count)
            }
            return items
        }
    }

    /// How much of a kind lies in the caller's mailboxes and is not confirmed, counted up to 100,000 a mailbox.
    func count(_ kind: Message.Kind) throws -> Int64 {
        try services.ledger.read { reader in
            try caller.agencies.reduce(0) { try $0 + reader.mailboxDepth($1, kind: kind, limit: 100_000) }
        }
    }

    /// Whether `name` is the id of a delivery to the caller.
    func isReceived(_ name: String) throws -> Bool {
        guard let id = Identifier(name) else { return false }
        return try services.ledger.read { try $0.delivery(id).map { caller.agencies.contains($0.recipient) } ?? false }
    }

    /// The bytes of a delivery to the caller, or of a document it sent. Reading changes no state; that it was read is
    /// noted, for the issuer who withdraws it.
    func content(_ name: String) throws -> Content {
        guard let id = Identifier(name) else { throw Problem("not_found", found: name) }
        var fresh: [Serial] = []
        let found = try services.ledger.read { reader -> Content? in
            if let delivery = try reader.delivery(id), caller.agencies.contains(delivery.recipient),
                let item = try item(delivery, reader)
            {
                if delivery.takenAt != nil { throw Problem("document_withdrawn", found: name) }
                guard let bytes = try bytes(of: delivery.message, item, reader) else { return nil }
                if delivery.fetchedAt == nil { fresh = [delivery.serial] }
                return Content(document: item.document, sender: item.sender, bytes: bytes)
            }
            guard let row = try reader.document(id), caller.agencies.contains(row.issuer),
                let payload = try reader.payload(row.serial)
            else { return nil }
            return Content(document: row, sender: row.issuer, bytes: payload.content)
        }
        guard let found else { throw Problem("not_found", found: name) }
        try services.ledger.noteFetched(fresh)
        return found
    }

    /// Sets the transport state of a delivery to the caller.
    func set(
        _ name: String, to state: DeliveryState, reason: String, _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        guard let id = Identifier(name), let delivery = try services.ledger.read({ try $0.delivery(id) }),
            caller.agencies.contains(delivery.recipient)
        else { throw Problem("not_found", found: name) }
        try services.ledger.confirm([id], by: delivery.recipient, state: state, reason: reason) { result in
            responder.perform {
                responder.respond(
                    answer(
                        Result { () throws(Problem) in
                            do {
                                if case .refused(let refusal)? = try result.get().first { throw refusal }
                            } catch { throw Router.problem(of: error) }
                        }))
            }
        }
    }

    /// What the caller's agencies sent, the newest first; with `id` only that message.
    func sent(_ kind: Message.Kind, id name: String? = nil, limit: Int = 200) throws -> [Sent] {
        let wanted = try name.map { name throws(Problem) in
            guard let id = Identifier(name) else { throw Problem("not_found", found: name) }
            return id
        }
        return try services.ledger.read { reader in
            try caller.agencies.flatMap { agency in
                kind == .status
                    ? try statuses(of: agency, wanted, limit, reader) : try documents(of: agency, wanted, limit, reader)
            }
        }
    }

    private func documents(
        of agency: AgencyNumber, _ wanted: Identifier?, _ limit: Int, _ reader: Reader
    ) throws -> [Sent] {
        let rows =
            if let wanted {
                try reader.document(wanted).map { $0.issuer == agency ? [$0] : [] } ?? []
            } else { try reader.documents(from: agency, to: nil, before: nil, limit: limit).rows }
        return try rows.flatMap { row in
            let deliveries = try reader.deliveries(of: row.serial).filter { $0.message.kind == .document }
            return (deliveries.isEmpty ? [nil] : deliveries.map(Optional.some)).map {
                Sent(id: row.id, sender: agency, document: row, at: row.acceptedAt, delivery: $0)
            }
        }
    }

    private func statuses(
        of agency: AgencyNumber, _ wanted: Identifier?, _ limit: Int, _ reader: Reader
    ) throws -> [Sent] {
        try reader.statuses(from: agency, limit: limit).compactMap { status in
            guard wanted == nil || status.id == wanted, let row = try reader.document(status.document) else {
                return nil
            }
            let delivery = try reader.deliveries(of: row.serial).first {
                $0.message.kind == .status && $0.message.serial == status.serial
            }
            return Sent(id: status.id, sender: agency, document: row, at: status.at, delivery: delivery)
        }
    }

    private func item(_ delivery: DeliveryRow, _ reader: Reader) throws -> Item? {
        guard let document = try reader.document(delivery.message.document) else { return nil }
        let status = delivery.message.kind == .status ? try reader.status(delivery.message.serial) : nil
        return Item(delivery: delivery, document: document, sender: status?.sender ?? document.issuer)
    }

    /// The bytes as they came; a status that came in no message is written as one, unsigned.
    private func bytes(of message: Message, _ item: Item, _ reader: Reader) throws -> [UInt8]? {
        if let payload = try reader.payload(message.serial) { return payload.content }
        guard message.kind == .status, let status = try reader.status(message.serial) else { return nil }
        let directory = services.ledger.directory
        guard let sender = directory.agency(status.sender), let issuer = directory.agency(item.document.issuer) else {
            return nil
        }
        let other = status.status == .recallRequested ? directory.agency(status.recipient)?.code : issuer.code
        return try EdXMLWriter.write(
            EdXMLStatus(
                from: EdXMLOrgan(id: sender.code, name: sender.name),
                about: EdXMLResponse(
                    organID: other ?? issuer.code, code: "\(item.document.number)/\(item.document.notation)",
                    promulgationDate: item.document.promulgationDay.slashed, documentID: item.document.documentID),
                statusCode: status.status.code, description: status.reason, timestamp: status.at.edXMLText))
    }
}

extension DocumentDesk.Item {
    /// What a receiver is told of it: a signature that does not stand goes with every delivery.
    var words: String {
        switch document.signature {
        case .valid: delivery.state.words
        case .invalid: delivery.state.words + "; chữ ký không hợp lệ"
        case .absent: delivery.state.words + "; không có chữ ký"
        }
    }
}

extension DocumentDesk.Sent {
    /// How far the sending is, as the field's interfaces say it: a copy that a withdrawal overtook never arrives.
    var sending: (status: String, words: String) {
        if delivery != nil { return ("done", "Đã gửi") }
        return document.withdrawal == nil ? ("processing", "Đang gửi") : ("fail", "Đã thu hồi")
    }

    /// What became of it at the receiver.
    var receiving: String {
        guard let delivery else { return "" }
        return delivery.takenAt == nil || delivery.state == .withdrawn
            ? delivery.state.words : delivery.state.words + "; đã bị thu hồi"
    }
}

extension DeliveryState {
    /// The state as the field's interfaces describe it.
    var words: String {
        switch self {
        case .initial: "Chưa xử lý"
        case .processing: "Đang xử lý"
        case .done: "Đã nhận"
        case .fail: "Nhận không thành công"
        case .withdrawn: "Đã bị thu hồi"
        case .givenUp: "Đã trả lại nơi gửi"
        }
    }
}
