internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/rules`: who may send to whom; admins only.
struct SendRuleRoutes {
    let services: Services
    let caller: Caller

    private struct Body: Decodable {
        @Trimmed var name: String
        @Trimmed var from: String
        @Trimmed var to: String
        @Trimmed var effect: String
        @Trimmed var reason: String
        let position: Int?
    }

    func list() throws -> HTTPResponse {
        guard caller.administers else { throw Problem("not_permitted") }
        let directory = services.ledger.directory
        return Self.response(directory.sendRules, 200, in: directory, scope: caller.scope)
    }

    /// Adds a rule, or changes the one with its name; answers with all, in order.
    func add(_ json: JSONBody, _ responder: HTTPResponder) throws {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        let body = try json.read(Body.self)
        let directory = services.ledger.directory
        guard let effect = SendRule.Effect.allCases.first(where: { "\($0)" == body.effect }) else {
            throw Problem("rule_malformed", "effect is allow or deny.", found: body.effect)
        }
        func selector(_ text: String) throws(Problem) -> AgencySelector {
            let selector = AgencySelector(
                text, agency: { directory.agency(named: $0)?.number }, tier: { directory.tier(code: $0) })
            guard let selector else {
                throw Problem("rule_malformed", "It names no agency or tier of the directory.", found: text)
            }
            return selector
        }
        let rule = SendRule(
            name: body.name, from: try selector(body.from), to: try selector(body.to), effect: effect,
            reason: body.reason)
        let isNew = directory.sendRules.rule(rule.name) == nil
        try change(isNew ? 201 : 200, responder) { try $0.placing(rule, at: body.position) }
    }

    /// Removes a rule; answers with those that are left.
    func remove(_ name: String, _ responder: HTTPResponder) throws {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        try change(200, responder) { try $0.removing(name) }
    }

    private func change(
        _ status: Int, _ responder: HTTPResponder, _ change: @escaping @Sendable (SendRules) throws -> SendRules
    ) throws {
        let services = services
        try services.ledger.changeRules(change) { result in
            switch result {
            case .success(let rules):
                responder.respond(Self.response(rules, status, in: services.ledger.directory))
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    /// The rules, or those that may be about agencies of `scope`.
    private static func response(
        _ rules: SendRules, _ status: Int, in directory: Directory, scope: HubScope? = nil
    ) -> HTTPResponse {
        let own = scope?.lines
        return .json(status) { json in
            json.key("items")
            json.array { json in
                for (index, rule) in rules.list.enumerated()
                where own.map({ rule.from.concerns($0) || rule.to.concerns($0) }) ?? true {
                    json.object { json in
                        json.member("position", index + 1)
                        json.member("name", rule.name)
                        json.member("from", rule.from.text(in: directory))
                        json.member("to", rule.to.text(in: directory))
                        json.member("effect", "\(rule.effect)")
                        json.member("reason", rule.reason)
                    }
                }
            }
        }
    }
}
