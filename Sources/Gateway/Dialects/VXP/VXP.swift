internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform
internal import Trust

/// The interface of the national axis's client: parameters travel as header fields, signed with the system's secret.
struct VXP: Dialect {
    let services: Services

    /// Its own address, and the one behind the API manager of the newer platform.
    static let roots = [["vxp"], ["vdxp-product", "1.0"]]

    var door: LoginDoor { .vxp }

    func name(operation: [String], header: (String) -> String?) -> LoginName? {
        DialectBody.present(header(VXPSignature.prefix + "systemid")).map { LoginName($0) }
    }

    func bodyLimit(of operation: [String]) -> Int {
        VXPOperation(path: operation) == .sendEdoc ? 128 << 20 : 64 << 10
    }

    func caller(operation: [String], header: (String) -> String?) throws(Problem) -> Caller {
        try self.caller(operation: operation, header: header, known: nil)
    }

    /// The caller of a request, whose signature may be `known` from when its head came; all else is asked again, since
    /// a body takes its time and a system may be closed, or its secret replaced, meanwhile.
    private func caller(
        operation: [String], header: (String) -> String?, known: VXPSignature?
    ) throws(Problem) -> Caller {
        guard let id = DialectBody.present(header(VXPSignature.prefix + "systemid")) else {
            throw Problem("request_signature_missing", "The field XroadVnpt-systemid is missing.")
        }
        guard services.ledger.directory.system(id: id) != nil else {
            throw Problem("system_unknown", found: id).ofSecret
        }
        var caller = try services.system(id)
        caller.signature = try check(operation, caller, header, known)
        return caller
    }

    /// Checks the signature, the time, and that all that the operation acts on is signed.
    private func check(
        _ operation: [String], _ caller: Caller, _ header: (String) -> String?, _ made: VXPSignature?
    ) throws(Problem) -> VXPSignature {
        let now = services.clock()
        let system = caller.system?.1.id ?? ""
        let secrets = services.secrets.secret(of: system)?.valid(at: now) ?? []
        // The fields are the head's, which does not change; the secret has to be one of the system's still.
        let known = made.flatMap { secrets.contains($0.secret) ? $0 : nil }
        let signature = if let known { known } else { try VXPSignature(header: header, secrets: secrets) }
        try checkTime(header(VXPSignature.prefix + "timestamp") ?? "", of: system, at: now)
        guard let known = VXPOperation(path: operation) else { return signature }
        for name in known.parameters where Self.parameter(name, header) != nil { try signature.require(name) }
        return signature
    }

    private func checkTime(_ text: String, of system: String, at now: Instant) throws(Problem) {
        guard let time = VXPTimestamp(text) else { throw Problem("request_time_malformed", found: text) }
        guard let window = services.vxpWindow else { return }
        let distance = time.distance(from: now)
        // One from a time when the clock was ahead is no long-lived object's.
        let isPast = time.isPast(at: now)
        if distance <= window {
            if isPast, distance >= LongLivedTimestamps.age { services.vxpTimestamps.insert(text, of: system) }
        } else if !isPast || !services.vxpTimestamps.contains(text, of: system) {
            throw Problem("request_time_outside", found: text)
        }
    }

    /// A parameter; older clients write `docid`, which is the same field: names of fields have no case.
    private static func parameter(_ name: String, _ header: (String) -> String?) -> String? {
        header(VXPSignature.prefix + name)
    }

    func handle(_ path: [String], _ request: HTTPRequest, _ trace: RequestTrace, _ responder: HTTPResponder) {
        do {
            guard let operation = VXPOperation(path: path) else {
                throw Problem("operation_unknown", found: path.joined(separator: "/"))
            }
            guard operation.allows(request.method) else {
                var problem = Problem("method_not_allowed", found: request.method)
                problem.allowed = ["POST", "GET"].filter(operation.allows)
                throw problem
            }
            if let refused = request.finding as? Problem { throw refused }
            let caller = try caller(
                operation: path, header: request.header, known: request.finding as? VXPSignature)
            for name in operation.required where DialectBody.present(Self.parameter(name, request.header)) == nil {
                throw Problem("parameter_missing", found: VXPSignature.prefix + name)
            }
            services.workers.run(
                request.body.count, for: caller.party, responder,
                failure: { answer(to: Router.problem(of: $0), operation: path) }
            ) { try carryOut(operation, request, caller, trace, responder, $0) }
        } catch {
            responder.respond(answer(to: Router.problem(of: error), operation: path))
        }
    }

    private func carryOut(
        _ operation: VXPOperation, _ request: HTTPRequest, _ caller: Caller, _ trace: RequestTrace,
        _ responder: HTTPResponder, _ place: WorkPlace
    ) throws {
        let desk = DocumentDesk(services: services, caller: caller, place: place)
        func parameter(_ name: String) -> String? { Self.parameter(name, request.header) }
        switch operation {
        case .getAgenciesList: responder.respond(directory.agencies(.old))
        case .getAgenciesListQD20:
            responder.respond(try directory.agencies(.new, level: DialectBody.present(parameter("level"))))
        case .getSynchronizeUnit: responder.respond(directory.units())
        case .registerAgency:
            let registration = AgencyRegistration(services: services, caller: caller)
            try registration.register(request.body, responder) { done(operation, $0) }
        case .deleteAgency:
            let registration = AgencyRegistration(services: services, caller: caller)
            try registration.close(parameter("AgencyCode") ?? "", responder) { done(operation, $0) }
        case .sendEdoc: try send(request, caller, desk, trace, responder)
        case .getReceivedEdocList: responder.respond(try VXPLists(desk: desk).received(parameter))
        case .getSentEdocList: responder.respond(try VXPLists(desk: desk).sent(parameter))
        case .getEdoc:
            let content = try desk.content(parameter("docId") ?? "", for: responder) { _ in 4096 }
            var contents = SplicedBody()
            let text = HTTPResponse.vxp { json in
                json.key("data")
                contents.base64(content.bytes, to: &json)
            }
            responder.respond(contents.fill(text))
        case .downloadEdoc, .downloadEdoc2:
            let content = try desk.content(parameter("docId") ?? "", for: responder) { _ in 4096 }
            responder.respond(
                .stored(content.bytes, contentType: "application/octet-stream", name: "document.edxml"))
        case .updateStatus: try update(request, caller, desk, responder)
        case .countReceiveEdoc, .countReceiveStatus:
            let count = try desk.count(operation == .countReceiveEdoc ? .document : .status)
            responder.respond(.vxp { $0.member("count", count) })
        }
    }

    private var directory: VXPDirectory { VXPDirectory(directory: services.ledger.directory) }

    /// Sets the transport state; `description`, where it is signed, says why a message could not be taken.
    private func update(
        _ request: HTTPRequest, _ caller: Caller, _ desk: DocumentDesk, _ responder: HTTPResponder
    ) throws {
        let name = Self.parameter("status", request.header) ?? ""
        guard let state = DeliveryState(settable: name.lowercased()) else {
            throw Problem("parameter_invalid", "status is done, fail or processing.", found: name)
        }
        let isSigned = caller.signature?.names.contains("description") == true
        let reason = isSigned ? DialectBody.present(Self.parameter("description", request.header)) : nil
        try desk.set(
            Self.parameter("docId", request.header) ?? "", to: state,
            reason: state == .fail
                ? String((reason ?? "").unicodeScalars.prefix(Receiving.reasonLimit)) : "", responder
        ) { done(.updateStatus, $0) }
    }

    private func send(
        _ request: HTTPRequest, _ caller: Caller, _ desk: DocumentDesk, _ trace: RequestTrace,
        _ responder: HTTPResponder
    ) throws {
        let hash = Self.parameter("hash-file", request.header) ?? ""
        guard let file = SentFile.file(in: request.body, hash: hash) else {
            throw Problem("body_digest_mismatch", found: hash)
        }
        let from = Self.parameter("from", request.header) ?? ""
        let agency = services.ledger.directory.agency(code: from)
        // Programs whose systemId is no agency's code send it all the same; who sends is then what From says.
        guard from == caller.system?.1.id || agency.map({ caller.agencies.contains($0.number) }) == true else {
            throw wrongSender(from, caller)
        }
        let kind = try Self.kind(Self.parameter("messagetype", request.header))
        try desk.send(file, kind: kind, trace: trace, responder) { result in
            switch result {
            case .success(let id): .vxp { $0.member("DocId", id.description) }
            case .failure(let problem):
                answer(
                    to: problem.code == "caller_not_sender" ? wrongSender(problem.found ?? "", caller) : problem,
                    operation: [VXPOperation.sendEdoc.rawValue])
            }
        }
    }

    private func wrongSender(_ code: String, _ caller: Caller) -> Problem {
        Problem(
            "sender_not_of_system",
            "Don vi gui \(code) khong dung voi ma da dang ky: \(caller.system?.1.id ?? "")", found: code)
    }

    static func kind(_ name: String?) throws(Problem) -> Message.Kind {
        switch name?.lowercased() {
        case "edoc": .document
        case "status": .status
        default: throw Problem("parameter_invalid", "messagetype is edoc or status.", found: name)
        }
    }

    /// The answer of an operation that has nothing to tell.
    private func done(_ operation: VXPOperation, _ result: Result<Void, Problem>) -> HTTPResponse {
        switch result {
        case .success: .vxp { _ in }
        case .failure(let problem): answer(to: problem, operation: [operation.rawValue])
        }
    }

    /// Failures of the domain come with 200: the field's clients look into the envelope only.
    func answer(to problem: Problem, operation: [String]) -> HTTPResponse {
        var response = HTTPResponse.vxp(problem, of: VXPOperation(path: operation), status: status(of: problem))
        response.headers += problem.headers
        return response
    }
}
