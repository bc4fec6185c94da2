/// What an operation is to an admin or an auditor of one hub: the one place where that is said, for every operation.
enum ScopeRule: Sendable {
    /// It says or does the same for everybody who is known.
    case everybody
    /// It shows and changes what is its agencies', its systems' and its hubs', and nothing else: each route asks
    /// `Caller` about each of those that it touches.
    case own
    /// It is about the whole bus: refused.
    case wholeBus

    /// The rule of an operation of the native API; without one it is refused.
    static func of(_ operation: String) -> ScopeRule { rules[operation] ?? .wholeBus }

    /// By the operation's name in the OpenAPI document.
    static let rules: [String: ScopeRule] = [
        "lint": .everybody, "listAgencies": .everybody, "listRoutes": .everybody, "listCalendar": .everybody,
        "listDeadlines": .everybody,
        // Documents that its agencies sent or were sent.
        "sendDocuments": .own, "listDocuments": .own, "showDocument": .own, "readContent": .own, "readSignature": .own,
        "showParts": .own, "showReceipt": .own, "traceDocument": .own, "explainDocument": .own, "stateStatus": .own,
        "recallDocument": .own, "listPaper": .own, "registerPaper": .own, "reversePaper": .own,
        // Their mailboxes.
        "listInbox": .own, "confirmDeliveries": .own, "listen": .own, "listDeadLetters": .own,
        "retryDeadLetter": .own, "returnDeadLetter": .own,
        // The directory's rows of theirs; a successor is another agency's affair too.
        "showAgency": .own, "bindCertificate": .own, "bindCertificates": .own, "markTest": .own, "nameEmail": .own,
        "closeAgency": .own,
        "mergeAgencies": .own,
        // Systems and webhooks that speak for them alone.
        "listSystems": .own, "addSystem": .own, "rotateSecret": .own, "closeSystem": .own, "listWebhooks": .own,
        "addWebhook": .own, "showWebhook": .own, "removeWebhook": .own, "testWebhook": .own, "retryWebhook": .own,
        // Hubs of its part of the tree.
        "listFaults": .own, "addFault": .own, "clearFault": .own, "showTraffic": .own,
        // Figures of them.
        "showRatio": .own, "listServiceLevels": .own, "listRefusals": .own, "listAlerts": .own,
        // Which rule decides depends on all others before it, so that no part of them is anybody's alone.
        "listRules": .own, "addRule": .wholeBus, "removeRule": .wholeBus,
        "defineDeadline": .wholeBus, "enterDay": .wholeBus,
        // Whoever makes grants may make wider ones.
        "listTokens": .wholeBus, "addToken": .wholeBus, "removeToken": .wholeBus, "addConsoleLink": .wholeBus,
        "listAudit": .wholeBus, "listAccounts": .wholeBus, "addAccount": .wholeBus, "removeAccount": .wholeBus,
        "showStatistics": .wholeBus, "showStatisticsPart": .wholeBus,
        "testAlertMail": .wholeBus, "verifyLedger": .wholeBus, "rebuildLedger": .wholeBus, "backupLedger": .wholeBus,
    ]
}
