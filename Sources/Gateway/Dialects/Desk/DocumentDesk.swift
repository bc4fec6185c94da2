internal import EdXML
internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// What every dialect does with documents, in the words of the domain: send, list, read, confirm, state a status.
struct DocumentDesk {
    let services: Services
    let caller: Caller
    var place = WorkPlace.serving

    /// A message in a mailbox of the caller.
    struct Item {
        let delivery: DeliveryRow
        let document: DocumentRow
        /// The sender: the issuer of a document, or the agency that stated a status.
        let sender: AgencyNumber
    }

    /// A message with its bytes.
    struct Content {
        let document: DocumentRow
        let message: Serial
        let sender: AgencyNumber
        let bytes: [UInt8]
    }

    /// A message that an agency of the caller sent, and where it lies at one receiver; no delivery where it is on its way.
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

    /// The deliveries to the caller that a name names: the UUID of one, or the number of a message, of which several
    /// agencies of the caller may have one each. None where there is none.
    func deliveries(named name: String, _ reader: Reader) throws -> [DeliveryRow] {
        if let id = Identifier(name) {
            return try reader.delivery(id).map { caller.agencies.contains($0.recipient) ? [$0] : [] } ?? []
        }
        return try Serial(number: name).map { try reader.deliveries(of: $0, to: caller.agencies) } ?? []
    }

    /// Whether `name` names a delivery to the caller.
    func isReceived(_ name: String) throws -> Bool {
        try services.ledger.read { try !deliveries(named: name, $0).isEmpty }
    }

    /// The bytes of a delivery to the caller, or of a document it sent. Reading changes no state; that it was read is
    /// recorded, but only where there is room for it and `room(size)` bytes more of the answer. Throws `not_found`,
    /// `document_withdrawn` where the content was taken back, `busy`, or `LargeWork`.
    func content(_ name: String, for responder: HTTPResponder, room: (Int) -> Int) throws -> Content {
        var fresh: [Serial] = []
        let found = try services.ledger.read { reader -> Content? in
            let deliveries = try deliveries(named: name, reader)
            if let delivery = deliveries.first(where: { $0.takenAt == nil }) ?? deliveries.first,
                let item = try item(delivery, reader)
            {
                if delivery.takenAt != nil { throw Problem("document_withdrawn", found: name) }
                if delivery.message.kind == .document { try admit(item.document, responder, room) }
                guard let bytes = try bytes(of: delivery.message, item, reader) else { return nil }
                fresh = deliveries.filter { $0.fetchedAt == nil && $0.takenAt == nil }.map(\.serial)
                return Content(
                    document: item.document, message: delivery.message.serial, sender: item.sender, bytes: bytes)
            }
            let row =
                if let id = Identifier(name) {
                    try reader.document(id)
                } else { try Serial(number: name).flatMap { try reader.document($0) } }
            guard let row, caller.agencies.contains(row.issuer) else { return nil }
            try admit(row, responder, room)
            guard let payload = try reader.payload(row.serial) else { return nil }
            return Content(document: row, message: row.serial, sender: row.issuer, bytes: payload.content)
        }
        guard let found else { throw Problem("not_found", found: name) }
        guard responder.reserve(found.bytes.count + room(found.bytes.count)) else { throw Problem("busy") }
        try services.ledger.noteFetched(fresh)
        return found
    }

    /// Whether a document's content may be read here, and there is room for it and its answer; asked before it is read.
    private func admit(_ document: DocumentRow, _ responder: HTTPResponder, _ room: (Int) -> Int) throws {
        try place.check(document.size)
        let size = Int(clamping: document.size)
        guard responder.reserve(size + room(size)) else { throw Problem("busy") }
    }

    func item(_ delivery: DeliveryRow, _ reader: Reader) throws -> Item? {
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
