internal import HTTP

extension NativeAPI {
    static let sendRules: [APIOperation] = [
        APIOperation(method: "GET", path: "/rules", id: "listRules", summary: "Lists who may send to whom, in order.") {
            $0.responder.respond(try SendRuleRoutes(services: $0.services, caller: $0.caller).list())
        },
        APIOperation(
            method: "POST", path: "/rules", id: "addRule", summary: "Adds or changes a send rule.",
            body: .json(
                APIBody.Member(name: "name", kind: .pattern("^[A-Za-z0-9._-]{1,64}$"), isRequired: true),
                APIBody.Member(name: "from", kind: .text, isRequired: true),
                APIBody.Member(name: "to", kind: .text, isRequired: true),
                APIBody.Member(name: "effect", kind: .choice(["allow", "deny"]), isRequired: true),
                APIBody.Member(name: "reason", kind: .length(1...1_000), isRequired: true),
                APIBody.Member(name: "position", kind: .number(1...256))),
            answers: [(200, "application/json"), (201, "application/json")], problems: [409, 422]
        ) {
            try SendRuleRoutes(services: $0.services, caller: $0.caller).add($0.body, $0.responder)
        },
        APIOperation(method: "DELETE", path: "/rules/{name}", id: "removeRule", summary: "Removes a send rule.") {
            try SendRuleRoutes(services: $0.services, caller: $0.caller).remove($0.arguments[0], $0.responder)
        },
    ]
}
