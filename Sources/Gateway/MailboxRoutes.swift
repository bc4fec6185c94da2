internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/inbox/{agency}`: what waits for an agency, and its confirmations.
struct MailboxRoutes {
    let services: Services
    let caller: Caller
    /// The request of whoever waits.
    var asker: HTTPRequest?
    var place = WorkPlace.serving

    private struct Item {
        let delivery: DeliveryRow
        let document: DocumentRow
        let status: StatusRow?
        let notice: NoticeRow?
        let life: DocumentLifeView
        let payload: (content: [UInt8], signature: [UInt8])?
        /// Why its content is not there though it was asked for.
        let problem: Problem?
    }

    func list(_ code: String, _ request: HTTPRequest, _ responder: HTTPResponder) throws {
        let agency = try DocumentRoutes.agency(code, in: services.ledger.directory)
        guard caller.speaks(for: agency) else { throw Problem("not_found", found: code) }
        let limit = try request.limit()
        let cursor = Serial(try request.cursor() ?? 0)
        let wait = try request.number("wait", in: 0...60) ?? Int64(0)
        let withContent = try request.flag("content")
        let asParts = withContent && request.header("Accept")?.contains("multipart/mixed") == true
        let deadline = MonotonicTime.now.advanced(byMilliseconds: wait * 1000)
        var routes = self
        routes.asker = request
        try routes.attempt(agency, cursor, limit, withContent, asParts, deadline, responder, isFirst: true)
    }

    /// Whoever waited may have lost the right to what comes: its token may be gone, its certificate revoked.
    private func checkAgain(_ agency: AgencyNumber) throws {
        guard let asker, asker.peerCertificate != nil || asker.header("Authorization") != nil else { return }
        guard try services.caller(of: asker).speaks(for: agency) else { throw Problem("not_permitted") }
    }

    /// Answers if there is something or the time is over; else waits to be woken and tries again.
    private func attempt(
        _ agency: AgencyNumber, _ cursor: Serial, _ limit: Int, _ withContent: Bool, _ asParts: Bool,
        _ deadline: MonotonicTime, _ responder: HTTPResponder, isFirst: Bool
    ) throws(LargeWork) {
        do {
            if !isFirst { try checkAgain(agency) }
            var items: [Item] = []
            looking: while true {
                let mark = services.waiters.mark
                items = try self.items(agency, cursor, limit, withContent, responder)
                guard items.isEmpty, MonotonicTime.now < deadline else { break }
                let (routes, services, caller) = (self, services, caller)
                // Whoever wakes it, the writer or the clock, has other things to do than to read a mailbox.
                let place = services.waiters.wait(for: agency, of: caller.party, since: mark, until: deadline) {
                    responder.perform {
                        services.workers.run(
                            0, for: caller.party, responder, failure: { Router.problem(of: $0).response }
                        ) { place in
                            var routes = routes
                            routes.place = place
                            try routes.attempt(
                                agency, cursor, limit, withContent, asParts, deadline, responder, isFirst: false)
                        }
                    }
                }
                switch place {
                case .waiting(let number):
                    return responder.whenOver { routes.services.waiters.cancel(number, of: agency) }
                case .lookAgain: continue
                case .none where isFirst: throw Problem("too_many_waiting")
                // Woken for nothing, and its place was taken: there is nothing, as it would be at the deadline.
                case .none: break looking
                }
            }
            if withContent {
                // Nobody waits for the note, and a full queue loses no more than the time of the first reading.
                let fresh = items.filter { $0.delivery.fetchedAt == nil }.map(\.delivery.serial)
                if caller.agencies.contains(agency) { try? services.ledger.noteFetched(fresh) }
            }
            let last = items.last?.delivery.serial ?? cursor
            responder.respond(asParts ? parts(items, last) : json(items, last))
        } catch let large as LargeWork {
            throw large
        } catch {
            responder.respond(Router.problem(of: error).response)
        }
    }

    /// Bytes of contents that are read for one answer on a serving thread: most mailboxes are answered there.
    private static let usual = 4 << 20

    /// What there is room for: an answer ends before the first content for which there is none, but has one always.
    private func items(
        _ agency: AgencyNumber, _ cursor: Serial, _ limit: Int, _ withContent: Bool, _ responder: HTTPResponder
    ) throws -> [Item] {
        try services.ledger.read { reader in
            var size = 0
            var room = ListRoom()
            var items: [Item] = []
            for delivery in try reader.mailbox(agency, after: cursor, limit: limit) {
                guard let document = try reader.document(delivery.message.document) else { continue }
                let isDocument = delivery.message.kind == .document
                // One answer holds at most 32 MB of contents, and always at least one.
                if withContent, isDocument {
                    let whole = size + Int(clamping: document.size)
                    if size > 0, whole > 32 << 20 { break }
                    try place.check(whole, limit: Self.usual)
                    guard responder.reserve(whole) else {
                        if size > 0 { break }
                        throw Problem("busy")
                    }
                }
                let (payload, problem) = withContent && isDocument ? try content(document.serial, reader) : (nil, nil)
                size += payload?.content.count ?? 0
                let status = delivery.message.kind == .status ? try reader.status(delivery.message.serial) : nil
                let notice = delivery.message.kind == .notice ? try reader.notice(delivery.message.serial) : nil
                let reason = status?.reason ?? notice?.reason ?? ""
                guard room.take(document.textSize + reason.utf8.count) else { break }
                items.append(
                    Item(
                        delivery: delivery, document: document, status: status, notice: notice,
                        life: try DocumentLifeView(document, reader, isWhole: false), payload: payload,
                        problem: problem))
            }
            return items
        }
    }

    /// The bytes of a document, or why nobody gets them: the rest of the mailbox goes on.
    private func content(
        _ document: Serial, _ reader: Reader
    ) throws -> (payload: (content: [UInt8], signature: [UInt8])?, Problem?) {
        do { return (try reader.payload(document), nil) } catch let error as LedgerError {
            guard case .damaged = error else { throw error }
            return (nil, Router.problem(of: error))
        }
    }

    private func json(_ items: [Item], _ cursor: Serial) -> HTTPResponse {
        let directory = services.ledger.directory
        var contents = SplicedBody()
        let text = HTTPResponse.json(200) { json in
            json.key("items")
            json.array { json in
                for item in items {
                    json.object { json in
                        json.member("delivery", item.delivery.id.description)
                        json.member("kind", item.delivery.message.kind.name)
                        json.member("document", item.document.id.description)
                        json.member("document_id", item.document.documentID)
                        json.agency(
                            "from", item.status?.sender ?? item.notice?.about ?? item.document.issuer, in: directory)
                        json.addressed(item.delivery, services)
                        json.member("subject", item.document.subject)
                        json.member("number", item.document.number)
                        json.member("notation", item.document.notation)
                        json.member("type", item.document.typeName)
                        json.member("urgency", item.document.urgency)
                        json.member("size", item.document.size)
                        json.member("digest", hex: item.document.digest)
                        json.member("accepted_at", item.document.acceptedAt.text)
                        json.member("delivered_at", item.delivery.deliveredAt.text)
                        json.member("state", item.delivery.state.name)
                        json.member("signature", item.document.signature.name)
                        json.member("status", item.status?.status.code ?? item.notice?.code)
                        json.member("reason", item.status?.reason ?? item.notice?.reason)
                        item.life.write(to: &json, for: caller, in: directory)
                        if let payload = item.payload {
                            json.key("content")
                            contents.base64(payload.content, to: &json)
                            json.key("content_signature")
                            json.base64(payload.signature.span)
                        }
                        if let problem = item.problem {
                            json.key("problem")
                            json.object { problem.write(to: &$0) }
                        }
                    }
                }
            }
            json.member("cursor", String(cursor.value))
        }
        return contents.fill(text)
    }

    /// A boundary that no sender can foresee, and that stands in none of the contents (RFC 2046, 5.1.1): or a document
    /// could end its part, and speak for the bus in the next.
    private func boundary(apartFrom items: [Item]) -> String {
        while true {
            let boundary = "lgsp-\(Hex.encode(Array(services.randomBytes().prefix(16))))"
            let bytes = Array(boundary.utf8)
            let stands = items.contains { item in
                [item.payload?.content, item.payload?.signature].contains {
                    $0.map { Multipart.find(bytes, in: $0, from: 0) != nil } ?? false
                }
            }
            if !stands { return boundary }
        }
    }

    private func parts(_ items: [Item], _ cursor: Serial) -> HTTPResponse {
        let boundary = boundary(apartFrom: items)
        let directory = services.ledger.directory
        var (body, contents) = ([UInt8](), SplicedBody())
        body.reserveCapacity(
            items.reduce(128) { $0 + 448 + ($1.payload.map { $0.signature.count / 3 * 4 } ?? 0) })
        func write(_ text: String) { body.append(contentsOf: text.utf8) }
        let opening = "--\(boundary)\r\nContent-Type: application/edxml+xml\r\nLgsp-Delivery: "
        for item in items {
            write(opening)
            write(item.delivery.id.description)
            write("\r\nLgsp-Kind: ")
            write(item.delivery.message.kind.name)
            write("\r\nLgsp-Document: ")
            write(item.document.id.description)
            write("\r\nLgsp-From: ")
            write(directory.agency(item.document.issuer)?.code ?? "")
            write("\r\nLgsp-Accepted-At: ")
            write(item.document.acceptedAt.text)
            write("\r\nLgsp-Delivered-At: ")
            write(item.delivery.deliveredAt.text)
            if let status = item.status {
                write("\r\nLgsp-Status: ")
                write(status.status.code)
            }
            if let payload = item.payload {
                write("\r\nLgsp-Signature: ")
                Base64.append(payload.signature.span, to: &body)
                write("\r\n\r\n")
                contents.insert(payload.content, at: body)
            } else {
                if let problem = item.problem { write("\r\nLgsp-Problem: \(problem.code)") }
                write("\r\n\r\n")
            }
            write("\r\n")
        }
        write("--\(boundary)--\r\n")
        var answer = HTTPResponse.stored(
            body, contentType: "multipart/mixed; boundary=\(boundary)", name: "mailbox.multipart")
        answer.headers.append(("Lgsp-Cursor", String(cursor.value)))
        return contents.fill(answer)
    }

    private struct Confirmation: Decodable {
        @Trimmed var deliveries: [String]
        @Trimmed var outcome: String?
        @Trimmed var reason: String?
    }

    func confirm(_ code: String, _ json: JSONBody, _ responder: HTTPResponder) throws {
        let agency = try DocumentRoutes.agency(code, in: services.ledger.directory)
        guard caller.speaks(for: agency) else { throw Problem("not_found", found: code) }
        let body = try json.read(Confirmation.self)
        guard body.deliveries.count <= 1000 else { throw Problem("bad_request", "At most 1,000 deliveries at once.") }
        guard let state = DeliveryState(settable: body.outcome ?? "done") else {
            throw Problem("bad_request", "outcome is done, fail or processing.", found: body.outcome)
        }
        // What is no UUID is looked for as the one that no delivery has.
        let ids = body.deliveries.map { Identifier($0) ?? Identifier(high: 0, low: 0) }
        try services.ledger.confirm(ids, by: [agency], state: state, reason: body.reason ?? "") { result in
            responder.perform {
                switch result {
                case .failure(let error): responder.respond(Router.problem(of: error).response)
                case .success(let results): responder.respond(Self.answer(to: body.deliveries, results))
                }
            }
        }
    }

    private static func answer(to deliveries: [String], _ results: [Receiving.Confirmation]) -> HTTPResponse {
        .json(200) { json in
            json.member("confirmed", results.count { if case .state = $0 { true } else { false } })
            json.key("results")
            json.array { json in
                for (name, result) in zip(deliveries, results) {
                    json.object { json in
                        json.member("delivery", name)
                        switch result {
                        case .state(let state): json.member("state", state.name)
                        case .refused(let refusal): json.member("code", refusal.code.rawValue)
                        }
                    }
                }
            }
        }
    }
}

extension Message.Kind {
    var name: String {
        switch self {
        case .document: "document"
        case .status: "status"
        case .notice: "notice"
        }
    }
}
