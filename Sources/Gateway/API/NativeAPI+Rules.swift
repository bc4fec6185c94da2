internal import Exchange
internal import HTTP

/// The operations of deadlines, the calendar and faults.
extension NativeAPI {
    private static let seconds = APIBody.Kind.number(0...315_360_000)

    static let rules: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/deadlines", id: "listDeadlines",
            summary: "What the clock asks of documents, by urgency, and how many deliveries are late."
        ) { $0.responder.respond(try RuleRoutes(services: $0.services, caller: $0.caller).deadlines()) },
        APIOperation(
            method: "PUT", path: "/deadlines/{urgency}", id: "defineDeadline",
            summary: "Sets the deadlines of an urgency; what is left out stays.",
            body: .json(
                APIBody.Member(name: "receipt", kind: .choice(["none", "same_day", "within"])),
                APIBody.Member(name: "receipt_seconds", kind: .number(1...315_360_000)),
                APIBody.Member(name: "time_to_live_seconds", kind: seconds))
        ) {
            try RuleRoutes(services: $0.services, caller: $0.caller).define(
                urgency: $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "GET", path: "/calendar", id: "listCalendar",
            summary: "The days that are not what their weekday says."
        ) { $0.responder.respond(RuleRoutes(services: $0.services, caller: $0.caller).calendar()) },
        APIOperation(
            method: "PUT", path: "/calendar/{day}", id: "enterDay", summary: "Makes a day a holiday or a working day.",
            body: .json(
                APIBody.Member(name: "kind", kind: .choice(["holiday", "working", "usual"]), isRequired: true),
                APIBody.Member(name: "name", kind: .text))
        ) {
            try RuleRoutes(services: $0.services, caller: $0.caller).enter(
                day: $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(method: "GET", path: "/faults", id: "listFaults", summary: "The hubs that stand still.") {
            $0.responder.respond(RuleRoutes(services: $0.services, caller: $0.caller).faults())
        },
        APIOperation(
            method: "POST", path: "/faults", id: "addFault",
            summary: "Stops a hub: it takes nothing, and what is on the way waits.",
            body: .json(
                APIBody.Member(name: "hub", kind: .text, isRequired: true),
                APIBody.Member(name: "seconds", kind: seconds), APIBody.Member(name: "reason", kind: .text)),
            answers: [(201, "application/json")]
        ) { try RuleRoutes(services: $0.services, caller: $0.caller).stop($0.body, $0.responder) },
        APIOperation(
            method: "GET", path: "/dead-letters", id: "listDeadLetters",
            summary: "What receivers could not take, and what outlived its time; the newest first.",
            parameters: [
                APIParameter(name: "agency", kind: .text, summary: "Whose mailbox; an admin sees all without."), cursor,
                limit(500),
            ]
        ) {
            $0.responder.respond(try DeadLetterRoutes(services: $0.services, caller: $0.caller).list($0.request))
        },
        APIOperation(
            method: "POST", path: "/dead-letters/{delivery}/retry", id: "retryDeadLetter",
            summary: "Puts a dead letter into its mailbox again.",
            body: .json(APIBody.Member(name: "reason", kind: .text)), problems: [409, 422]
        ) {
            try DeadLetterRoutes(services: $0.services, caller: $0.caller).settle(
                $0.arguments[0], .retried, $0.body, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/dead-letters/{delivery}/return", id: "returnDeadLetter",
            summary: "Gives a dead letter up; its issuer is told.",
            body: .json(APIBody.Member(name: "reason", kind: .text)), problems: [409, 422]
        ) {
            try DeadLetterRoutes(services: $0.services, caller: $0.caller).settle(
                $0.arguments[0], .returned, $0.body, $0.responder)
        },
        APIOperation(method: "DELETE", path: "/faults/{hub}", id: "clearFault", summary: "Lets a hub go on.") {
            try RuleRoutes(services: $0.services, caller: $0.caller).start($0.arguments[0], $0.responder)
        },
    ]
}
