internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// The interface of the national axis's client: parameters travel as header fields, signed with the system's secret.
struct VXP: Dialect {
    let services: Services

    static let root = "vxp"

    func bodyLimit(of operation: [String]) -> Int {
        operation == [VXPOperation.sendEdoc.rawValue] ? 128 << 20 : 64 << 10
    }

    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller {
        try self.caller(operation: operation, header: header, known: nil)
    }

    /// The caller of a request, whose signature may be `known` from when its head came; all else is asked again, since
    /// a body takes its time and a system may be closed, or its secret replaced, meanwhile.
    private func caller(
        operation: [String], header: (String) -> String?, known: VXPSignature?
    ) throws(Problem) -> Caller {
        var caller = try services.system(header(VXPSignature.prefix + "systemid"))
        caller.signature = try check(operation, caller, header, known)
        return caller
    }

    /// Checks the signature, the time, and that all that the operation acts on is signed.
    private func check(
        _ operation: [String], _ caller: Caller, _ header: (String) -> String?, _ made: VXPSignature?
    ) throws(Problem) -> VXPSignature {
        let now = services.clock()
        let secrets = caller.system.flatMap { services.secrets.secret(of: $0.1.id)?.valid(at: now) } ?? []
        // The fields are the head's, which does not change; the secret has to be one of the system's still.
        let known = made.flatMap { secrets.contains($0.secret) ? $0 : nil }
        let signature = if let known { known } else { try VXPSignature(header: header, secrets: secrets) }
        let text = header(VXPSignature.prefix + "timestamp") ?? ""
        guard let time = VXPTimestamp(text) else { throw Problem("request_time_malformed", found: text) }
        guard time.isWithin(services.vxpWindow, of: now) else { throw Problem("request_time_outside", found: text) }
        guard operation.count == 1, let known = VXPOperation(rawValue: operation[0]) else { return signature }
        for name in known.parameters where Self.parameter(name, header) != nil { try signature.require(name) }
        return signature
    }

    /// A parameter; older clients write `docid`, which is the same field: names of fields have no case.
    private static func parameter(_ name: String, _ header: (String) -> String?) -> String? {
        header(VXPSignature.prefix + name)
    }

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        do {
            guard path.count == 1, let operation = VXPOperation(rawValue: path[0]) else {
                throw Problem("operation_unknown", found: path.joined(separator: "/"))
            }
            guard operation.allows(request.method) else {
                var problem = Problem("method_not_allowed", found: request.method)
                problem.allowed = ["POST", "GET"].filter(operation.allows)
                throw problem
            }
            let caller = try caller(
                operation: path, header: request.header, known: request.finding as? VXPSignature)
            for name in operation.required where Self.parameter(name, request.header) == nil {
                throw Problem("parameter_missing", found: VXPSignature.prefix + name)
            }
            try carryOut(operation, request, caller, trace, responder)
        } catch {
            responder.respond(answer(to: Router.problem(of: error)))
        }
    }

    private func carryOut(
        _ operation: VXPOperation, _ request: HTTPRequest, _ caller: Caller, _ trace: RequestTrace,
        _ responder: HTTPResponder
    ) throws {
        let desk = DocumentDesk(services: services, caller: caller)
        let directory = VXPDirectory(directory: services.ledger.directory)
        func parameter(_ name: String) -> String? { Self.parameter(name, request.header) }
        switch operation {
        case .getAgenciesList: responder.respond(directory.agencies(.old))
        case .getAgenciesListQD20: responder.respond(try directory.agencies(.new, level: parameter("level")))
        case .getSynchronizeUnit: responder.respond(directory.units())
        case .registerAgency: try register(request, caller, responder)
        case .deleteAgency: try close(parameter("AgencyCode") ?? "", caller, responder)
        case .sendEdoc: try send(request, caller, desk, trace, responder)
        case .getReceivedEdocList: responder.respond(try VXPLists(desk: desk).received(parameter))
        case .getSentEdocList: responder.respond(try VXPLists(desk: desk).sent(parameter))
        case .getEdoc:
            let content = try desk.content(parameter("docId") ?? "")
            responder.respond(
                .vxp { json in
                    json.key("data")
                    json.base64(content.bytes.span)
                })
        case .downloadEdoc:
            let content = try desk.content(parameter("docId") ?? "")
            responder.respond(
                HTTPResponse(status: 200, contentType: "application/octet-stream", body: content.bytes))
        case .updateStatus:
            guard let name = parameter("status"), let state = DeliveryState(settable: name) else {
                throw Problem("parameter_invalid", "status is done, fail or processing.", found: parameter("status"))
            }
            try desk.set(parameter("docId") ?? "", to: state, reason: "", responder) { result in
                self.answer(result.map { _ in .vxp { _ in } })
            }
        case .countReceiveEdoc, .countReceiveStatus:
            let count = try desk.count(operation == .countReceiveEdoc ? .document : .status)
            responder.respond(.vxp { $0.member("count", count) })
        }
    }

    private func send(
        _ request: HTTPRequest, _ caller: Caller, _ desk: DocumentDesk, _ trace: RequestTrace,
        _ responder: HTTPResponder
    ) throws {
        let hash = Self.parameter("hash-file", request.header) ?? ""
        guard Self.isDigest(hash, of: request.body) else { throw Problem("body_digest_mismatch", found: hash) }
        let from = Self.parameter("from", request.header) ?? ""
        guard let agency = services.ledger.directory.agency(code: from), caller.agencies.contains(agency.number) else {
            throw wrongSender(from, caller)
        }
        let kind = try Self.kind(Self.parameter("messagetype", request.header))
        try desk.send(request.body, kind: kind, trace: trace, responder) { result in
            self.answer(
                result.map { id in .vxp { $0.member("DocId", id.description) } }
                    .mapError { $0.code == "caller_not_sender" ? self.wrongSender($0.found ?? "", caller) : $0 })
        }
    }

    private func wrongSender(_ code: String, _ caller: Caller) -> Problem {
        Problem(
            "sender_not_of_system",
            "Don vi gui \(code) khong dung voi ma da dang ky: \(caller.system?.1.id ?? "")", found: code)
    }

    static func kind(_ name: String?) throws(Problem) -> Message.Kind {
        switch name {
        case "edoc": .document
        case "status": .status
        default: throw Problem("parameter_invalid", "messagetype is edoc or status.", found: name)
        }
    }

    /// Whether `text` is the SHA-256 of `body` in hex; the real client leaves out the leading zero of a byte.
    private static func isDigest(_ text: String, of body: [UInt8]) -> Bool {
        let digest = SHA256.digest(body)
        let text = text.lowercased()
        return text == Hex.encode(digest) || text == Hex.encodeUnpadded(digest)
    }

    private struct NewAgency: Decodable {
        let pcode: String?
        let code: String?
        let name: String?
    }

    private func register(_ request: HTTPRequest, _ caller: Caller, _ responder: HTTPResponder) throws {
        let body = try JSONBody.read(NewAgency.self, request.body)
        let wanted = Registration.Request(code: body.code ?? "", parent: body.pcode ?? "", name: body.name ?? "")
        try change(caller, wanted, closing: nil, responder)
    }

    private func close(_ code: String, _ caller: Caller, _ responder: HTTPResponder) throws {
        try change(caller, nil, closing: code, responder)
    }

    private func change(
        _ caller: Caller, _ request: Registration.Request?, closing code: String?, _ responder: HTTPResponder
    ) throws {
        try services.ledger.register(by: caller.system?.1.id ?? "", request, closing: code) { result in
            responder.respond(
                self.answer(result.map { .vxp { _ in } }.mapError { Router.problem(of: $0) }))
        }
    }

    private func answer(_ result: Result<HTTPResponse, Problem>) -> HTTPResponse {
        switch result {
        case .success(let response): response
        case .failure(let problem): answer(to: problem)
        }
    }

    /// Failures of the domain come with 200: the field's clients look into the envelope only.
    func answer(to problem: Problem) -> HTTPResponse {
        let status = [401, 404, 405, 413, 429, 500, 503].contains(problem.status) && !problem.isOfDomain
        var response = HTTPResponse.vxp(problem)
        response.status = status ? problem.status : 200
        response.headers += problem.headers
        return response
    }
}

extension HTTPResponse {
    /// A success in the axis's envelope, with more that `body` writes.
    static func vxp(_ body: (inout JSONText) throws -> Void) rethrows -> HTTPResponse {
        try .json(200) { json in
            json.member("status", "OK")
            json.member("ErrorCode", "0")
            json.member("ErrorDesc", "")
            try body(&json)
        }
    }

    /// A failure in the axis's envelope.
    fileprivate static func vxp(_ problem: Problem) -> HTTPResponse {
        .json(200) { json in
            json.member("status", "FAIL")
            json.member("ErrorCode", problem.code)
            json.member("ErrorDesc", problem.sentence)
        }
    }
}
