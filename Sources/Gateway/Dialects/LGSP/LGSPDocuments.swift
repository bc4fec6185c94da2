internal import EdXML
internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The operations on documents of the provincial interface.
struct LGSPDocuments {
    let services: Services
    let desk: DocumentDesk

    init(_ call: APIOperation.Call) {
        services = call.services
        desk = call.desk
    }

    private var dialect: ProvincialLGSP { ProvincialLGSP(services: services) }

    func send(_ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) throws {
        let parts = try Self.parts(of: request)
        guard let file = try Self.content("edocFile", of: parts) else {
            throw Problem("parameter_missing", "The form has no file named edocFile.", found: "edocFile")
        }
        let type = try Self.content("messageType", of: parts).map { String(decoding: $0, as: UTF8.self) }
        let kind = try Self.kind(type ?? request.parameter("messageType"))
        try desk.send(file, kind: kind, trace: trace, responder) { result in
            switch result {
            case .failure(let problem): dialect.answer(to: problem, operation: [])
            case .success(let id): .lgsp(document: id.description)
            }
        }
    }

    private static func parts(of request: HTTPRequest) throws(Problem) -> [Multipart.Part] {
        let type = request.header("Content-Type") ?? ""
        do throws(MultipartFault) { return try Multipart.read(request.body, contentType: type, limit: 20) } catch {
            throw Problem(error)
        }
    }

    /// What the part called `name` holds, nil where there is none; of two nobody could say which is meant.
    private static func content(_ name: String, of parts: [Multipart.Part]) throws(Problem) -> [UInt8]? {
        let found = parts.filter { $0.name == name }
        guard found.count < 2 else { throw Problem("parameter_invalid", "The form has \(name) more than once.") }
        do throws(MultipartFault) { return try found.first?.content() } catch { throw Problem(error) }
    }

    /// The kind that `messageType` says; some libraries end the text with a line break.
    private static func kind(_ text: String?) throws(Problem) -> Message.Kind {
        switch text.map({ $0.filter { !$0.isWhitespace }.lowercased() }) {
        case "edoc": .document
        case "status": .status
        default: throw Problem("parameter_invalid", "messageType is edoc or status.", found: text)
        }
    }

    /// What is not confirmed of the days asked for. Clients name days of UTC or of Vietnam: an item is listed where
    /// either falls into the window.
    func list(_ request: HTTPRequest) throws -> HTTPResponse {
        let kind = try Self.kind(request.parameter("messageType"))
        let items = try desk.received(
            kind, in: Self.period(from: try Self.day("fromDate", request), to: try Self.day("toDate", request)))
        let directory = services.ledger.directory
        return .lgsp { json in
            json.member("count", items.count)
            json.key("data")
            json.array { json in
                for item in items {
                    json.object { json in
                        json.member("serviceType", "eDoc")
                        json.member("createdTime", item.delivery.deliveredAt.edXMLText)
                        json.member("updatedTime", item.delivery.deliveredAt.edXMLText)
                        json.member("messageType", kind == .document ? "edoc" : "status")
                        json.member("docId", item.delivery.id.description)
                        json.member("from", directory.agency(item.sender)?.code ?? "")
                        json.member("to", directory.agency(item.delivery.recipient)?.code ?? "")
                        json.member("status", item.delivery.state.name)
                        json.member("statusDesc", item.stateText)
                    }
                }
            }
        }
    }

    private static func day(_ name: String, _ request: HTTPRequest) throws(Problem) -> Day? {
        guard let text = DialectBody.present(request.parameter(name)) else { return nil }
        guard let day = Day(String(text.prefix(10))) else {
            throw Problem("parameter_invalid", "\(name) is YYYY/MM/DD.", found: text)
        }
        return day
    }

    /// From the first day's begin in Vietnam to the last day's end in UTC, seven hours after that in Vietnam.
    static func period(from first: Day?, to last: Day?) -> Range<Instant>? {
        guard let period = DocumentDesk.period(from: first, to: last), last != nil else {
            return DocumentDesk.period(from: first, to: last)
        }
        return period.lowerBound..<Instant(milliseconds: period.upperBound.milliseconds + 7 * 3_600_000)
    }

    /// Up to which size a message is given as text and with its attachments apart too.
    private static let apart = 16 << 20

    /// A message: `data` has it in base64; for older clients `edxml` as text and `attachments` apart.
    func document(_ name: String?, _ responder: HTTPResponder) throws -> HTTPResponse {
        guard let name = DialectBody.present(name) else { throw Problem("parameter_missing", found: "docId") }
        let content = try desk.content(name, for: responder) { size in
            size <= Self.apart ? size * 3 + 4096 : 4096
        }
        let isApart = content.bytes.count <= Self.apart
        let attachments = isApart ? try AttachmentReader.attachments(in: content.bytes) : []
        let sender = services.ledger.directory.agency(content.sender)
        var contents = SplicedBody()
        let text = HTTPResponse.lgsp { json in
            json.key("data")
            json.object { json in
                json.member("docId", name)
                json.member("from", sender?.code ?? "")
                json.member("fromName", sender?.name ?? "")
                json.member("edocCode", "\(content.document.number)/\(content.document.notation)")
                json.member("edocAbstract", content.document.subject)
                json.key("data")
                contents.base64(content.bytes, to: &json)
                guard isApart else { return }
                json.member("edxml", String(decoding: content.bytes, as: UTF8.self))
                json.key("attachments")
                json.array { json in
                    for attachment in attachments {
                        json.object { json in
                            json.member("fileName", attachment.name)
                            json.key("fileContent")
                            json.plain(attachment.base64)
                        }
                    }
                }
            }
        }
        return contents.fill(text)
    }

    /// The reason of a refusal that came without one: the interface has no member for it.
    private static let noReason = "Nơi nhận không nêu lý do"

    /// Sets the transport state, or states a business status to the issuer; a status leaves the delivery in the list.
    func update(_ request: HTTPRequest, _ responder: HTTPResponder) throws {
        let body = try DialectBody(request.body)
        guard let name = body["docId"] else { throw Problem("parameter_missing", found: "docId") }
        let status = body["status"] ?? ""
        let reason = body["reason"] ?? body["description"] ?? body["statusDesc"] ?? ""
        if let state = DeliveryState(settable: status.lowercased()) {
            return try desk.set(name, to: state, reason: state == .fail ? reason : "", responder) {
                answer($0.map { name })
            }
        }
        guard let code = BusinessStatus(code: status), code != .recallRequested else {
            throw Problem(
                "parameter_invalid", "status is done, fail or processing, or 01 to 06, 15 or 16.", found: status)
        }
        try desk.state(
            code, about: name, reason: reason.isEmpty && code.needsReason ? Self.noReason : reason, responder
        ) { answer($0.map { _ in name }) }
    }

    private func answer(_ result: Result<String, Problem>) -> HTTPResponse {
        switch result {
        case .success(let name): .lgsp(document: name)
        case .failure(let problem): dialect.answer(to: problem, operation: [])
        }
    }

    /// The agencies that take part.
    static func agencies(_ services: Services) -> HTTPResponse {
        let directory = services.ledger.directory
        let envelope = HTTPResponse.lgsp { json in
            json.key("data")
            json.array { _ in }
        }
        return ListAnswer.fill(envelope, count: directory.agencies.count) { index, json in
            let agency = directory.agencies[index]
            guard agency.status == .active else { return }
            json.object { json in
                json.member("orgCode", agency.code)
                json.member("orgName", agency.name)
                json.member("parentCode", agency.parent.flatMap { directory.agency($0)?.code } ?? "")
                json.member("oldCode", agency.oldCode)
                json.member("address", "")
                json.member("email", directory.email(of: agency.number)?.description ?? "")
                json.member("phone", "")
            }
        }
    }
}
