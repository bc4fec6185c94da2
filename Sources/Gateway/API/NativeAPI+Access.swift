internal import HTTP

/// The operations of access tokens and of links to the console.
extension NativeAPI {
    private static let role = APIBody.Member(name: "role", kind: .choice(["admin", "auditor", "agency"]))
    private static let agencies = APIBody.Member(name: "agencies", kind: .texts)
    private static let hub = APIBody.Member(name: "hub", kind: .text)

    static let access: [APIOperation] = [
        APIOperation(method: "GET", path: "/tokens", id: "listTokens", summary: "Lists access tokens, by name.") {
            $0.responder.respond(try AccessRoutes(services: $0.services, caller: $0.caller).tokens())
        },
        APIOperation(
            method: "POST", path: "/tokens", id: "addToken",
            summary: "Makes an access token, told once; or has a certificate be one.",
            body: .json(
                APIBody.Member(name: "name", kind: .pattern("^[!-~]{1,64}$"), isRequired: true), role, agencies,
                hub, APIBody.Member(name: "certificate", kind: .text)),
            answers: [(201, "application/json")], problems: [409, 422]
        ) {
            $0.responder.respond(try AccessRoutes(services: $0.services, caller: $0.caller).addToken($0.body))
        },
        APIOperation(method: "DELETE", path: "/tokens/{name}", id: "removeToken", summary: "Ends an access token.") {
            $0.responder.respond(
                try AccessRoutes(services: $0.services, caller: $0.caller).removeToken($0.arguments[0]))
        },
        APIOperation(
            method: "GET", path: "/audit", id: "listAudit", summary: "Who changed what with an admin's rights.",
            parameters: [cursor, limit(500)]
        ) {
            $0.responder.respond(try AccessRoutes(services: $0.services, caller: $0.caller).audit($0.request))
        },
        APIOperation(
            method: "POST", path: "/console/links", id: "addConsoleLink",
            summary: "Makes a link to the console that works once, for ten minutes.", body: .json(role, agencies, hub),
            answers: [(201, "application/json")], problems: [422]
        ) {
            $0.responder.respond(try AccessRoutes(services: $0.services, caller: $0.caller).addLink($0.body))
        },
    ]
}
