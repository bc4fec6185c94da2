internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The operations of the EdocService interface.
struct EdocServiceDocuments {
    let services: Services
    let request: HTTPRequest
    let responder: HTTPResponder
    let trace: RequestTrace
    let desk: DocumentDesk

    init(_ call: APIOperation.Call) {
        services = call.services
        request = call.request
        responder = call.responder
        trace = call.trace
        desk = call.desk
    }

    private var dialect: EdocService { EdocService(services: services) }

    /// Stores the file in the body, which the Java client ends with CR LF. `hash-edoc` says where the file ends; without
    /// it one CR LF is taken for the client's.
    func send() throws {
        guard let kind = try kind() else { throw Problem("parameter_missing", found: "type") }
        var file = SentFile.withoutLineBreak(request.body)
        if let hash = DialectBody.present(request.header("hash-edoc")) {
            guard let named = SentFile.file(in: request.body, hash: hash) else {
                throw Problem("body_digest_mismatch", "hash-edoc is not the SHA-256 of the file.", found: hash)
            }
            file = named
        }
        try desk.send(file, kind: kind, trace: trace, responder) { result in
            switch result {
            case .success(let id): .edocService(id.serial) { $0.member("id", id.description) }
            case .failure(let problem): dialect.answer(to: problem, operation: ["sendDocument"])
            }
        }
    }

    /// What is not confirmed: one entry for each receiver, in the three forms that clients read.
    func pending() throws -> HTTPResponse {
        let kinds = try kind().map { [$0] } ?? [.document, .status]
        let items = try kinds.flatMap { try desk.received($0) }
        let directory = services.ledger.directory
        func entries(_ json: inout JSONText, _ body: (inout JSONText, DocumentDesk.Item, Int64) -> Void) {
            json.array { json in
                for item in items {
                    if let number = item.delivery.message.serial.number { body(&json, item, number) }
                }
            }
        }
        return .edocService { json in
            json.key("docIDs")
            entries(&json) { json, _, number in json.number(number) }
            for name in ["pendingResult", "data"] as [StaticString] {
                json.key(name)
                entries(&json) { json, item, number in
                    json.object { json in
                        json.member("docId", number)
                        json.member("organId", directory.agency(item.delivery.recipient)?.code ?? "")
                        json.member("docCode", "\(item.document.number)/\(item.document.notation)")
                        json.member("type", item.delivery.message.kind == .document ? "EDOC" : "STATUS")
                        json.member("id", item.delivery.id.description)
                    }
                }
            }
        }
    }

    func document() throws -> HTTPResponse {
        let content = try desk.content(try documentName(), for: responder) { _ in 4096 }
        var contents = SplicedBody()
        let text = HTTPResponse.edocService(content.message) { json in
            json.key("data")
            contents.base64(content.bytes, to: &json)
        }
        return contents.fill(text)
    }

    /// Confirms what `docId` names for the caller and those below it.
    ///
    /// Clients are known to send the docId of an earlier call in its place. So that no document is lost by that, only what
    /// was read is confirmed: anything else stays in the list.
    func confirm() throws {
        let name = try documentName()
        let message = try services.ledger.read { try desk.deliveries(named: name, $0).first?.message.serial }
        try desk.set(name, to: .done, reason: "", onlyFetched: true, responder) { result in
            switch result {
            case .success: .edocService(message)
            case .failure(let problem): dialect.answer(to: problem, operation: ["confirmReceived"])
            }
        }
    }

    private func kind() throws(Problem) -> Message.Kind? {
        switch request.header("type")?.uppercased() {
        case nil, "", "NULL": nil
        case "EDOC": .document
        case "STATUS": .status
        case let name: throw Problem("parameter_invalid", "type is EDOC or STATUS.", found: name)
        }
    }

    private func documentName() throws(Problem) -> String {
        guard let name = DialectBody.present(request.header("docid")) else {
            throw Problem("parameter_missing", "The field docId is missing.", found: "docId")
        }
        return name
    }

    /// Whether a document went from one agency to another under a number and notation, as far as the caller may know.
    func exists() throws -> HTTPResponse {
        let body = try DialectBody(request.body)
        guard let from = body["fromOrgan"], let to = body["toOrgan"], let code = body["docCode"] else {
            throw Problem("parameter_missing", "The body has fromOrgan, toOrgan and docCode.", found: "fromOrgan")
        }
        let directory = services.ledger.directory
        var isKnown = false
        if let issuer = directory.agency(code: from)?.number, let recipient = directory.agency(code: to)?.number {
            isKnown = try desk.isKnown(from: issuer, to: recipient, code: code)
        }
        return .edocService(code: "200") { $0.member("isExist", isKnown) }
    }

    /// The agency that the query names, or all that take part.
    func organizations() -> HTTPResponse {
        let directory = services.ledger.directory
        let name = DialectBody.present(request.parameter("organId") ?? request.parameter("organid"))
        let agencies = name.map { directory.agency(code: $0).map { [$0] } ?? [] } ?? directory.agencies
        let envelope = HTTPResponse.edocService { json in
            json.key("organizations")
            json.array { _ in }
        }
        return ListAnswer.fill(envelope, count: agencies.count) { index, json in
            let agency = agencies[index]
            guard agency.status == .active else { return }
            json.object { json in
                json.member("organId", agency.code)
                json.member("organizationInCharge", agency.parent.flatMap { directory.agency($0)?.name } ?? "")
                json.member("organName", agency.name)
                json.member("organAdd", "")
                json.member("email", directory.email(of: agency.number)?.description ?? "")
                json.member("telephone", "")
                json.member("fax", "")
                json.member("website", "")
                json.member("oldOrganId", agency.oldCode)
            }
        }
    }
}
