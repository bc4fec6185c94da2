internal import HTTP

/// The operations of the native API, `/api/v1`: the one table that requests are routed by and `/openapi.json` is made of.
enum NativeAPI {
    /// The path before all of them.
    static let root = "/api/v1"

    static let routes = APIRoutes(
        documents + mailboxes + directory + rules + sendRules + access + accounts + webhooks + figures + operations)

    private static let agency = APIParameter(name: "agency", kind: .text, summary: "An agency's code of either form.")
    static let cursor = APIParameter(
        name: "cursor", kind: .pattern("^[0-9]{0,18}$"), summary: "Where the page before ended.")
    private static let signature = APIParameter(
        name: "Lgsp-Signature", kind: .pattern("^([A-Za-z0-9+/]{4})*$"),
        summary: "The detached CMS (RFC 5652) in base64.", place: "header")
    private static let language = APIParameter(
        name: "Accept-Language", kind: .text, summary: "The language of words: vi, or else English.", place: "header")
    private static let messages = ["application/edxml+xml", "application/xml", "application/octet-stream"]

    static func limit(_ most: Int64) -> APIParameter {
        APIParameter(name: "limit", kind: .number(1...most), summary: "How many items at most.")
    }

    private static let documents: [APIOperation] = [
        APIOperation(
            method: "POST", path: "/documents", id: "sendDocuments",
            summary: "Sends a document or a status message, or several.", parameters: [signature],
            body: APIBody(types: messages + ["multipart/form-data", "multipart/mixed"]),
            answers: [(200, "application/json"), (201, "application/json")], problems: [409, 410, 422]
        ) {
            try SendRoute(services: $0.services, caller: $0.caller, trace: $0.trace).handle($0.request, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/lint", id: "lint", summary: "What the door would say of a message.",
            parameters: [
                APIParameter(name: "strict", kind: .choice(["0", "1"]), summary: "Whether warnings count."), signature,
                language,
            ], body: APIBody(types: messages), problems: [422]
        ) {
            $0.responder.respond(try LintRoute(services: $0.services, caller: $0.caller).handle($0.request))
        },
        APIOperation(
            method: "GET", path: "/documents", id: "listDocuments",
            summary: "Lists documents, or finds some, the newest first.",
            parameters: [
                APIParameter(name: "q", kind: .text, summary: "What to look for: fields and words (search.md)."),
                APIParameter(name: "from", kind: .text, summary: "The issuer's code."),
                APIParameter(name: "to", kind: .text, summary: "A receiver's code."), cursor, limit(500),
            ]
        ) {
            $0.responder.respond(try DocumentRoutes(services: $0.services, caller: $0.caller).list($0.request))
        },
        APIOperation(
            method: "GET", path: "/documents/{id}", id: "showDocument", summary: "A document.",
            parameters: [
                APIParameter(name: "to", kind: .text, summary: "Only the delivery to this agency."), cursor, limit(500),
            ]
        ) { try show($0, nil) },
        APIOperation(
            method: "GET", path: "/documents/{id}/parts", id: "showParts",
            summary: "The header as the message has it, and its attachments' names and sizes.", problems: [410, 422]
        ) { try show($0, "parts") },
        APIOperation(
            method: "GET", path: "/documents/{id}/content", id: "readContent", summary: "The bytes as they came.",
            answers: [(200, "application/edxml+xml")], problems: [410]
        ) { try show($0, "content") },
        APIOperation(
            method: "GET", path: "/documents/{id}/signature", id: "readSignature",
            summary: "The detached signature as it came.", answers: [(200, "application/pkcs7-signature")],
            problems: [410]
        ) { try show($0, "signature") },
        APIOperation(
            method: "GET", path: "/documents/{id}/receipt", id: "showReceipt", summary: "The bus's receipt."
        ) { try show($0, "receipt") },
        APIOperation(
            method: "GET", path: "/documents/{id}/trace", id: "traceDocument", summary: "Every hop, with its time.",
            parameters: [cursor, limit(500)]
        ) { try show($0, "trace") },
        APIOperation(
            method: "GET", path: "/documents/{id}/explain", id: "explainDocument",
            summary: "Why a document, or a refused one, is where it is.",
            parameters: [
                APIParameter(name: "to", kind: .text, summary: "Of the receivers only this one."), cursor, limit(500),
                language,
            ]
        ) {
            $0.responder.respond(
                try ExplainRoute(services: $0.services, caller: $0.caller, place: $0.place, $0.request).handle(
                    $0.arguments[0]))
        },
        APIOperation(
            method: "POST", path: "/documents/{id}/statuses", id: "stateStatus", summary: "States a business status.",
            body: .json(
                APIBody.Member(
                    name: "code", kind: .choice(["01", "02", "03", "04", "05", "06", "13", "15", "16"]),
                    isRequired: true), APIBody.Member(name: "reason", kind: .text),
                APIBody.Member(name: "agency", kind: .text), APIBody.Member(name: "to", kind: .text)),
            answers: [(201, "application/json")], problems: [409, 422]
        ) {
            try StatusRoute(services: $0.services, caller: $0.caller).handle(
                $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/documents/{id}/recall", id: "recallDocument",
            summary: "Asks for a document back, or answers to that.",
            body: .json(
                APIBody.Member(name: "reason", kind: .text), APIBody.Member(name: "to", kind: .texts),
                APIBody.Member(name: "answer", kind: .choice(["agree", "refuse"])),
                APIBody.Member(name: "agency", kind: .text)),
            answers: [(201, "application/json")], problems: [409, 422]
        ) {
            try RecallRoute(services: $0.services, caller: $0.caller).handle(
                $0.arguments[0], $0.body, $0.responder)
        },
    ]

    private static func show(_ call: APIOperation.Call, _ part: String?) throws {
        call.responder.respond(
            try DocumentRoutes(services: call.services, caller: call.caller, place: call.place).show(
                call.arguments[0], part: part, call.request, call.responder))
    }

    private static let mailboxes: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/inbox/{agency}", id: "listInbox", summary: "What waits for an agency.",
            parameters: [
                cursor, limit(500),
                APIParameter(name: "wait", kind: .number(0...60), summary: "Seconds to wait for something."),
                APIParameter(name: "content", kind: .choice(["0", "1"]), summary: "Whether contents come with it."),
            ], answers: [(200, "application/json"), (200, "multipart/mixed")]
        ) {
            try MailboxRoutes(services: $0.services, caller: $0.caller, place: $0.place).list(
                $0.arguments[0], $0.request, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/inbox/{agency}/confirm", id: "confirmDeliveries", summary: "Confirms deliveries.",
            body: .json(
                APIBody.Member(name: "deliveries", kind: .texts, isRequired: true),
                APIBody.Member(name: "outcome", kind: .choice(["done", "fail", "processing"])),
                APIBody.Member(name: "reason", kind: .text))
        ) {
            try MailboxRoutes(services: $0.services, caller: $0.caller).confirm(
                $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "GET", path: "/events", id: "listen", summary: "What happens, as it happens (Server-Sent Events).",
            parameters: [
                APIParameter(
                    name: "after", kind: .number(0...Int64.max), summary: "The last event heard; Last-Event-ID as well."
                ),
                APIParameter(name: "heartbeat", kind: .number(1...60), summary: "Seconds between signs of life."),
                APIParameter(name: "event", kind: .text, summary: "Names of events, divided by commas.", isList: true),
            ], answers: [(200, "text/event-stream")]
        ) {
            let (services, request) = ($0.services, $0.request)
            $0.responder.respond(
                try EventRoutes(services: services) { try? services.caller(of: request) }.listen(request))
        },
    ]

    private static let directory: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/agencies", id: "listAgencies", summary: "Lists the directory.",
            parameters: [
                APIParameter(name: "tier", kind: .text, summary: "Only of this tier."),
                APIParameter(name: "hub", kind: .text, summary: "Only of this hub."),
                APIParameter(name: "parent", kind: .text, summary: "Only right under this agency."),
                APIParameter(
                    name: "top", kind: .choice(["0", "1"]), summary: "Whether only those that have none above."),
                APIParameter(
                    name: "details", kind: .choice(["0", "1"]),
                    summary: "Whether with how many are below, what waits longest, certificate and systems."), cursor,
                limit(10_000),
            ]
        ) {
            $0.responder.respond(
                try DirectoryRoutes(services: $0.services, caller: $0.caller).agencies(nil, $0.request))
        },
        APIOperation(method: "GET", path: "/agencies/{code}", id: "showAgency", summary: "An agency.") {
            $0.responder.respond(
                try DirectoryRoutes(services: $0.services, caller: $0.caller).agencies($0.arguments[0], $0.request))
        },
        APIOperation(
            method: "POST", path: "/agencies/{code}/certificates", id: "bindCertificate",
            summary: "Binds a certificate's key to an agency.",
            body: APIBody(types: ["application/x-pem-file", "application/octet-stream"]),
            answers: [(201, "application/json")], problems: [422]
        ) {
            try DirectoryRoutes(services: $0.services, caller: $0.caller).bind(
                $0.arguments[0], $0.request, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/agencies/{code}/test", id: "markTest",
            summary: "Puts a mailbox into the test lane, or takes it out.",
            body: .json(APIBody.Member(name: "test", kind: .flag, isRequired: true))
        ) {
            try DirectoryRoutes(services: $0.services, caller: $0.caller).mark(
                $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "PUT", path: "/agencies/{code}/email", id: "nameEmail",
            summary: "Names an agency's official mailbox for e-mail, or with empty text takes it away.",
            body: .json(APIBody.Member(name: "email", kind: .text, isRequired: true)), problems: [422]
        ) {
            try DirectoryRoutes(services: $0.services, caller: $0.caller).name(
                $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/agencies/{code}/close", id: "closeAgency",
            summary: "Closes an agency, and names who takes it over.",
            body: .json(APIBody.Member(name: "successor", kind: .text)), problems: [422]
        ) {
            try DirectoryRoutes(services: $0.services, caller: $0.caller).close(
                $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/agencies/{code}/merge", id: "mergeAgencies",
            summary: "Closes agencies that this one takes over.",
            body: .json(APIBody.Member(name: "agencies", kind: .texts, isRequired: true)), problems: [422]
        ) {
            try DirectoryRoutes(services: $0.services, caller: $0.caller).merge(
                into: $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/certificates", id: "bindCertificates",
            summary: "Binds many certificates' keys, each to its agency.",
            body: .json(
                APIBody.Member(name: "agencies", kind: .texts, isRequired: true),
                APIBody.Member(name: "certificates", kind: .texts, isRequired: true)),
            answers: [(201, "application/json")], problems: [422]
        ) {
            try DirectoryRoutes(services: $0.services, caller: $0.caller).bind($0.body, $0.responder)
        },
        APIOperation(
            method: "GET", path: "/routes", id: "listRoutes",
            summary: "The way of a document before it is sent, and what would stop it.",
            parameters: [
                APIParameter(name: "from", kind: .text, summary: "The sender.", isRequired: true),
                APIParameter(name: "to", kind: .text, summary: "A receiver.", isRequired: true, isList: true),
                APIParameter(name: "at", kind: .day, summary: "The day to look at; default today."),
            ]
        ) {
            $0.responder.respond(try RouteForecast(services: $0.services, caller: $0.caller).handle($0.request))
        },
        APIOperation(method: "GET", path: "/systems", id: "listSystems", summary: "Lists connected systems.") {
            $0.responder.respond(try SystemRoutes(services: $0.services, caller: $0.caller).list())
        },
        APIOperation(
            method: "POST", path: "/systems", id: "addSystem", summary: "Adds or changes a connected system.",
            body: .json(
                APIBody.Member(name: "id", kind: .pattern("^[!-~]{1,128}$"), isRequired: true),
                APIBody.Member(name: "secret", kind: .length(8...256), isSecret: true),
                APIBody.Member(name: "agencies", kind: .texts),
                APIBody.Member(name: "policy", kind: .choice(["required", "advisory"])),
                APIBody.Member(name: "duplicates", kind: .choice(["accept", "refuse"])),
                APIBody.Member(name: "verified_only", kind: .flag),
                APIBody.Member(name: "registrations", kind: .number(0...1_000)),
                APIBody.Member(name: "test", kind: .flag),
                APIBody.Member(name: "quota_documents", kind: .number(0...Int64.max)),
                APIBody.Member(name: "quota_bytes", kind: .number(0...Int64.max))),
            answers: [(200, "application/json"), (201, "application/json")], problems: [409, 422]
        ) {
            try SystemRoutes(services: $0.services, caller: $0.caller).add($0.body, $0.responder)
        },
        APIOperation(
            method: "POST", path: "/systems/{system}/rotate", id: "rotateSecret",
            summary: "Replaces a system's secret.",
            body: .json(
                APIBody.Member(name: "secret", kind: .length(8...256), isSecret: true),
                APIBody.Member(name: "keep_old_seconds", kind: .number(0...2_678_400))),
            problems: [422]
        ) {
            try SystemRoutes(services: $0.services, caller: $0.caller).rotate(
                $0.arguments[0], $0.body, $0.responder)
        },
        APIOperation(method: "POST", path: "/systems/{system}/close", id: "closeSystem", summary: "Closes a system.") {
            try SystemRoutes(services: $0.services, caller: $0.caller).close($0.arguments[0], $0.responder)
        },
    ]

    private static let figures: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/ratio", id: "showRatio", summary: "The ratio of electronic to all documents.",
            parameters: [
                APIParameter(
                    name: "by", kind: .choice(["tier", "agency", "type", "day"]), summary: "How it is divided."),
                APIParameter(name: "from", kind: .day, summary: "The first day."),
                APIParameter(name: "to", kind: .day, summary: "The last day."),
                APIParameter(
                    name: "order", kind: .choice(["key", "latest", "missing"]),
                    summary: "By key, by key backwards, or those first that miss most to the target."), cursor,
                limit(500),
            ]
        ) {
            $0.responder.respond(try RatioRoute(services: $0.services, caller: $0.caller).answer($0.request))
        },
        APIOperation(
            method: "GET", path: "/service-levels", id: "listServiceLevels",
            summary: "What was sent and received the same day, and the urgent first.",
            parameters: [
                APIParameter(name: "by", kind: .choice(["tier", "agency"]), summary: "How it is divided."),
                APIParameter(name: "from", kind: .day, summary: "The first day; default 29 before the last."),
                APIParameter(name: "to", kind: .day, summary: "The last day; default today."),
                APIParameter(name: "agency", kind: .text, summary: "Only this agency."),
                APIParameter(name: "tier", kind: .text, summary: "Only this tier."),
                APIParameter(name: "format", kind: .choice(["json", "csv"]), summary: "The form of the answer."),
                cursor, limit(500),
            ], answers: [(200, "application/json"), (200, "text/csv")]
        ) {
            $0.responder.respond(try ServiceLevelRoute(services: $0.services, caller: $0.caller).list($0.request))
        },
        APIOperation(method: "GET", path: "/statistics", id: "showStatistics", summary: "Counts of everything.") {
            $0.responder.respond(try FigureRoutes(services: $0.services, caller: $0.caller).statistics(nil))
        },
        APIOperation(
            method: "GET", path: "/statistics/{part}", id: "showStatisticsPart", summary: "Counts by pairs of tiers."
        ) {
            $0.responder.respond(
                try FigureRoutes(services: $0.services, caller: $0.caller).statistics($0.arguments[0]))
        },
        APIOperation(
            method: "GET", path: "/traffic", id: "showTraffic",
            summary: "Who sends to whom now, hub by hub: rates, what waits, what is slow, what stands still."
        ) { $0.responder.respond(try TrafficRoute(services: $0.services, caller: $0.caller).show()) },
        APIOperation(
            method: "GET", path: "/refusals", id: "listRefusals", summary: "Lists refusals, the newest first.",
            parameters: [cursor, limit(500)]
        ) {
            $0.responder.respond(try FigureRoutes(services: $0.services, caller: $0.caller).refusals($0.request))
        },
        APIOperation(
            method: "GET", path: "/paper-documents", id: "listPaper", summary: "Lists documents that went on paper.",
            parameters: [
                APIParameter(name: "issuer", kind: .text, summary: "Of this agency."),
                APIParameter(name: "tier", kind: .text, summary: "Of agencies of this tier."),
                APIParameter(name: "type", kind: .text, summary: "Of this type, as it was spelt."),
                APIParameter(name: "from", kind: .day, summary: "Registered on this day or later."),
                APIParameter(name: "to", kind: .day, summary: "Registered on this day or earlier."), cursor, limit(500),
            ]
        ) {
            $0.responder.respond(try PaperRoutes(services: $0.services, caller: $0.caller).list($0.request))
        },
        APIOperation(
            method: "POST", path: "/paper-documents", id: "registerPaper",
            summary: "Registers a document that went on paper.",
            body: .json(
                APIBody.Member(name: "issuer", kind: .text, isRequired: true),
                APIBody.Member(name: "recipients", kind: .texts, isRequired: true),
                APIBody.Member(name: "number", kind: .text, isRequired: true),
                APIBody.Member(name: "notation", kind: .text, isRequired: true),
                APIBody.Member(name: "promulgation_date", kind: .text, isRequired: true),
                APIBody.Member(name: "type", kind: .text, isRequired: true), APIBody.Member(name: "secret", kind: .flag)
            ),
            answers: [(201, "application/json")], problems: [409, 422]
        ) {
            try PaperRoutes(services: $0.services, caller: $0.caller).register($0.body, $0.responder)
        },
        APIOperation(
            method: "DELETE", path: "/paper-documents/{id}", id: "reversePaper", summary: "Takes a registration back."
        ) {
            try PaperRoutes(services: $0.services, caller: $0.caller).reverse($0.arguments[0], $0.responder)
        },
    ]

    private static let operations: [APIOperation] =
        [
            APIOperation(
                method: "POST", path: "/ledger/verify", id: "verifyLedger",
                summary: "Checks the chain, every document's bytes and every read model.",
                parameters: [
                    APIParameter(
                        name: "batch", kind: .number(1...Int64.max), summary: "A batch that the ledger must have."),
                    APIParameter(
                        name: "checkpoint", kind: .pattern("^[0-9a-fA-F]{64}$"), summary: "Its checkpoint's digest."),
                    APIParameter(
                        name: "read_models", kind: .choice(["0", "1"]), summary: "0 leaves out the read models."),
                ]
            ) {
                try OperationRoutes(services: $0.services).ledger("verify", $0)
            },
            APIOperation(
                method: "POST", path: "/ledger/rebuild", id: "rebuildLedger",
                summary: "Compares the read models with what the facts give."
            ) {
                try OperationRoutes(services: $0.services).ledger("rebuild", $0)
            },
            APIOperation(
                method: "POST", path: "/ledger/backup", id: "backupLedger",
                summary: "Makes a consistent copy of all that a restart needs.",
                body: .json(
                    APIBody.Member(name: "path", kind: .text, isRequired: true),
                    APIBody.Member(name: "passphrase", kind: .text, isSecret: true)), problems: [409, 422]
            ) {
                try OperationRoutes(services: $0.services).ledger("backup", $0)
            },
            APIOperation(
                method: "GET", path: "/alerts", id: "listAlerts",
                summary: "What an administrator may have to do something about.", parameters: [language]
            ) { $0.responder.respond(try AlertRoute(services: $0.services, caller: $0.caller).list($0.request)) },
            APIOperation(
                method: "POST", path: "/alerts/mail-test", id: "testAlertMail",
                summary: "Mails something about nothing, and tells what came of it.",
                body: .json(APIBody.Member(name: "to", kind: .text, isRequired: true)), problems: [409, 422]
            ) { try AlertRoute(services: $0.services, caller: $0.caller).test($0.body, $0.responder) },
        ]
}
