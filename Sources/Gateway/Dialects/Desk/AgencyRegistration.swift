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
        _ body: DialectBody, _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        let above = body["pcode"] ?? parent(body["pid"])
        for (name, value) in [("code", body["code"]), ("name", body["name"]), ("pcode", above)] where value == nil {
            throw Problem("parameter_missing", "The body lacks \(name).", found: name)
        }
        let request = Registration.Request(code: body["code"] ?? "", parent: above ?? "", name: body["name"] ?? "")
        try change(request, closing: nil, responder, answer)
    }

    /// Closes the agency with this code.
    func close(
        _ code: String, _ responder: HTTPResponder, answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        try change(nil, closing: code, responder, answer)
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

    private func change(
        _ request: Registration.Request?, closing code: String?, _ responder: HTTPResponder,
        _ answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        try services.ledger.register(by: caller.system?.1.id ?? "", request, closing: code) { result in
            responder.respond(answer(result.mapError { Router.problem(of: $0) }))
        }
    }
}
