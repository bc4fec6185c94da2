internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// Keeps who changed what with an admin's rights, before it is done, and what came of it before that is answered: what is
/// not kept does not happen. Attempts without the right to them are kept as refused.
struct Auditor {
    let services: Services

    /// What changes nothing.
    private static let harmless: Set<String> = ["lint", "verifyLedger", "rebuildLedger"]
    /// Operations that are accepted and refused in facts of their own.
    static let recorded: Set<String> = ["sendDocuments"]

    /// The words for an outcome in the ledger: `done`, `refused` with the code, or `unknown` where the process ended in
    /// between, or where something failed inside it.
    static func words(of outcome: String?) -> (outcome: String, code: String?) {
        switch outcome {
        case nil: ("unknown", nil)
        case "": ("done", nil)
        case "internal": ("unknown", "internal")
        case let code?: ("refused", code)
        }
    }

    // MARK: The native API

    /// Calls `then` once the call is kept, at once where it need not be; what it answers is kept as the outcome.
    func keep(
        _ operation: APIOperation, _ call: APIOperation.Call, then: @escaping @Sendable (APIOperation.Call) -> Void
    ) throws {
        guard Self.changes(operation) else { return then(call) }
        guard call.caller.administers else {
            return then(Self.recorded.contains(operation.id) ? call : watching(operation, call))
        }
        let audit = entry(operation, call)
        try services.ledger.append([.audited(audit)]) { result in
            switch result {
            // On the connection's thread: the one that calls here is the ledger's, which has more to do.
            case .success:
                call.responder.perform {
                    var kept = call
                    kept.responder = call.responder.handing { response in
                        finish(audit, Self.code(of: response)) { call.responder.respond(response) }
                    }
                    then(kept)
                }
            case .failure(let error): call.responder.respond(Router.problem(of: error).response)
            }
        }
    }

    /// Answers a call that `problem` refuses before it is carried out, and keeps the attempt.
    func refuse(_ operation: APIOperation, _ call: APIOperation.Call, _ problem: Problem) {
        let isAttempt = call.caller.administers || problem.status == 403
        guard Self.changes(operation), isAttempt else { return call.responder.respond(problem.response) }
        refuse(entry(operation, call), call.caller, problem.code) { call.responder.respond(problem.response) }
    }

    /// The call of one without an admin's rights: where the answer is that it has no right to it, the attempt is kept.
    private func watching(_ operation: APIOperation, _ call: APIOperation.Call) -> APIOperation.Call {
        var watched = call
        watched.responder = call.responder.handing { response in
            guard response.status == 403 else { return call.responder.respond(response) }
            refuse(entry(operation, call), call.caller, Self.code(of: response)) { call.responder.respond(response) }
        }
        return watched
    }

    private static func changes(_ operation: APIOperation) -> Bool {
        operation.method != "GET" && !harmless.contains(operation.id)
    }

    private func entry(_ operation: APIOperation, _ call: APIOperation.Call) -> Audit {
        entry(
            call.caller, operation.id, target: call.arguments.map { AuditText.value($0) }.joined(separator: " "),
            detail: AuditDetail.text(operation, call))
    }

    // MARK: Entries and outcomes

    /// An entry about something that `caller` asks for.
    func entry(_ caller: Caller, _ operation: String, target: String, detail: String) -> Audit {
        Audit(
            actor: actor(caller), operation: operation, target: target, detail: detail,
            id: services.newID(at: services.clock()))
    }

    /// Calls `then` once the outcome of `audit` is kept: refused for the reason `code`, or done where that is empty. An
    /// outcome that cannot be kept stays unknown.
    func finish(_ audit: Audit, _ code: String, then: @escaping @Sendable () -> Void) {
        guard let id = audit.id else { return then() }
        append([.auditOutcome(AuditOutcome(audit: id, code: code))], then)
    }

    /// Calls `then` once `audit` is kept as refused; what is over the caller's budget is counted instead. An admin of the
    /// whole bus has no such limit.
    func refuse(_ audit: Audit, _ caller: Caller, _ code: String, then: @escaping @Sendable () -> Void) {
        let isLimited = !caller.isAdmin || caller.isAuditor
        guard let id = audit.id, !isLimited || services.attempts.take(audit.actor) else { return then() }
        append([.audited(audit), .auditOutcome(AuditOutcome(audit: id, code: code))], then)
    }

    private func append(_ facts: [Fact], _ then: @escaping @Sendable () -> Void) {
        do { try services.ledger.append(facts) { _ in then() } } catch { then() }
    }

    private func actor(_ caller: Caller) -> String {
        if !caller.name.isEmpty { return caller.name }
        if let system = caller.system { return "system \(system.1.id)" }
        if caller.administers { return "admin certificate" }
        let directory = services.ledger.directory
        return "agency " + AuditText.list(caller.agencies.compactMap { directory.agency($0)?.code })
    }

    /// Why an answer refuses, as a stable code; empty where it does not.
    private static func code(of response: HTTPResponse) -> String {
        guard response.status >= 400 else { return "" }
        return (try? JSONReader.read(response.body))?["code"]?.string ?? "internal"
    }
}
