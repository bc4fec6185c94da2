internal import HTTP

/// The operations of webhooks.
extension NativeAPI {
    static let webhooks: [APIOperation] = [
        APIOperation(method: "GET", path: "/webhooks", id: "listWebhooks", summary: "Lists webhooks.") {
            $0.responder.respond(try WebhookRoutes(services: $0.services, caller: $0.caller).list())
        },
        APIOperation(
            method: "POST", path: "/webhooks", id: "addWebhook",
            summary: "Has an address told when something lies in a mailbox.",
            body: .json(
                APIBody.Member(
                    name: "url", kind: .pattern("^[Hh][Tt][Tt][Pp][Ss]?://[!-~]{1,1990}$"), isRequired: true),
                APIBody.Member(name: "agency", kind: .text), APIBody.Member(name: "system", kind: .text),
                APIBody.Member(name: "confirms", kind: .flag),
                APIBody.Member(name: "secret", kind: .length(8...256), isSecret: true)),
            answers: [(201, "application/json")], problems: [409, 422]
        ) {
            try WebhookRoutes(services: $0.services, caller: $0.caller).add($0.body, $0.responder)
        },
        APIOperation(
            method: "GET", path: "/webhooks/{webhook}", id: "showWebhook", summary: "A webhook and its dead letters."
        ) {
            $0.responder.respond(try WebhookRoutes(services: $0.services, caller: $0.caller).show($0.arguments[0]))
        },
        APIOperation(
            method: "DELETE", path: "/webhooks/{webhook}", id: "removeWebhook", summary: "Removes a webhook."
        ) {
            try WebhookRoutes(services: $0.services, caller: $0.caller).remove($0.arguments[0], $0.responder)
        },
        APIOperation(
            method: "POST", path: "/webhooks/{webhook}/test", id: "testWebhook",
            summary: "Sends a notice about nothing, and tells what came of it."
        ) {
            try WebhookRoutes(services: $0.services, caller: $0.caller).test($0.arguments[0], $0.responder)
        },
        APIOperation(
            method: "POST", path: "/webhooks/{webhook}/retry", id: "retryWebhook",
            summary: "Tells dead letters again, under the ids they had.",
            body: .json(APIBody.Member(name: "deliveries", kind: .texts))
        ) {
            try WebhookRoutes(services: $0.services, caller: $0.caller).retry(
                $0.arguments[0], $0.body, $0.responder)
        },
    ]
}
