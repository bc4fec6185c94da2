internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// Agencies that a system registers or closes below its own.
struct AgencyRegistration {
    let services: Services
    let caller: Caller

    /// Registers the agency in the body: `code`, `name`, and above it `pcode`, a code, or `pid`, as clients write either;
    /// a `pid` is a code or an id of the lists.
    func register(
        _ bytes: [UInt8], _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        var members: [(name: String, value: String?)] = []
        let change = Change(name: "registerAgency", responder: responder, answer: answer)
        do {
            let body = try DialectBody(bytes)
            let above = body["pcode"] ?? parent(body["pid"])
            members = [("code", body["code"]), ("name", body["name"]), ("pcode", above)]
            for (name, value) in members where value == nil {
                throw Problem("parameter_missing", "The body lacks \(name).", found: name)
            }
            let request = Registration.Request(code: body["code"] ?? "", parent: above ?? "", name: body["name"] ?? "")
            try carryOut(change, AuditDetail.text(members), request, closing: nil)
        } catch let problem as Problem {
            refuse(change, AuditDetail.text(members), problem)
        }
    }

    /// Closes the agency with this code.
    func close(
        _ code: String, _ responder: HTTPResponder, answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        let change = Change(name: "deleteAgency", responder: responder, answer: answer)
        try carryOut(change, "", nil, closing: code)
    }

    private func parent(_ name: String?) -> String? {
        guard let name else { return nil }
        let directory = services.ledger.directory
        if directory.agency(code: name) == nil, let id = UInt32(name), id > 0,
            let agency = directory.agency(AgencyNumber(id - 1))
        {
            return agency.code
        }
        return name
    }

    /// What is asked for, and how it is answered.
    private struct Change: Sendable {
        let name: String
        let responder: HTTPResponder
        let answer: @Sendable (Result<Void, Problem>) -> HTTPResponse
    }

    /// Carries out what the audit has kept: for a system that may register, its right is a part of an admin's. One that
    /// may not is kept as refused.
    private func carryOut(
        _ change: Change, _ detail: String, _ request: Registration.Request?, closing code: String?
    ) throws {
        guard (caller.system?.1.registrations ?? 0) > 0 else {
            return try decide(request, closing: code) { result in
                guard case .failure(let problem) = result else {
                    return change.responder.respond(change.answer(result))
                }
                refuse(change, detail, problem, closing: code)
            }
        }
        let auditor = Auditor(services: services)
        let audit = auditor.entry(caller, change.name, target: code.map { AuditText.value($0) } ?? "", detail: detail)
        @Sendable func finish(_ result: Result<Void, Problem>) {
            var refusal = ""
            if case .failure(let problem) = result { refusal = problem.code }
            auditor.finish(audit, refusal) { change.responder.respond(change.answer(result)) }
        }
        try services.ledger.append([.audited(audit)]) { result in
            switch result {
            case .success:
                do { try decide(request, closing: code, then: finish) } catch {
                    finish(.failure(Router.problem(of: error)))
                }
            case .failure(let error): change.responder.respond(change.answer(.failure(Router.problem(of: error))))
            }
        }
    }

    private func refuse(_ change: Change, _ detail: String, _ problem: Problem, closing code: String? = nil) {
        let auditor = Auditor(services: services)
        let target = code.map { AuditText.value($0) } ?? ""
        auditor.refuse(auditor.entry(caller, change.name, target: target, detail: detail), caller, problem.code) {
            change.responder.respond(change.answer(.failure(problem)))
        }
    }

    private func decide(
        _ request: Registration.Request?, closing code: String?,
        then: @escaping @Sendable (Result<Void, Problem>) -> Void
    ) throws {
        try services.ledger.register(by: caller.system?.1.id ?? "", request, closing: code) { result in
            then(result.mapError { Router.problem(of: $0) })
        }
    }
}
