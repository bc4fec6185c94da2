internal import HTTP

/// The operations of accounts that programs of provincial LGSPs log in with.
extension NativeAPI {
    static let accounts: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/accounts", id: "listAccounts", summary: "Lists login accounts, by name."
        ) {
            $0.responder.respond(try AccountRoutes(services: $0.services, caller: $0.caller).list())
        },
        APIOperation(
            method: "POST", path: "/accounts", id: "addAccount",
            summary: "Makes a login account of the provincial interface, or gives one a new password.",
            body: .json(
                APIBody.Member(name: "name", kind: .pattern("^[!-~]{1,128}$"), isRequired: true),
                APIBody.Member(name: "secret", kind: .length(8...256), isSecret: true)),
            answers: [(200, "application/json"), (201, "application/json")], problems: [409, 422]
        ) {
            $0.responder.respond(try AccountRoutes(services: $0.services, caller: $0.caller).add($0.body))
        },
        APIOperation(
            method: "DELETE", path: "/accounts/{name}", id: "removeAccount", summary: "Ends a login account."
        ) {
            $0.responder.respond(try AccountRoutes(services: $0.services, caller: $0.caller).remove($0.arguments[0]))
        },
    ]
}
