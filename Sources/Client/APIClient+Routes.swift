internal import Platform

extension APIClient {
    private static let root = "/api/v1"

    private func document(_ id: String) -> String { "\(Self.root)/documents/\(Self.encode(id))" }

    /// Sends a document's bytes with its detached CMS (DER), where there is one.
    public func send(_ document: [UInt8], signature: [UInt8]?) throws(APIProblem) -> JSONValue {
        var headers = [(name: "Content-Type", value: "application/edxml+xml")]
        if let signature { headers.append(("Lgsp-Signature", Base64.encode(signature))) }
        return try json("POST", Self.root + "/documents", headers: headers, body: document)
    }

    /// The summary of a document.
    public func show(_ id: String) throws(APIProblem) -> JSONValue { try json("GET", document(id)) }

    /// One page of the documents that a query finds, the newest first.
    public func find(_ query: String, cursor: String? = nil, limit: Int) throws(APIProblem) -> JSONValue {
        try json(
            "GET", Self.path(Self.root + "/documents", [("q", query), ("cursor", cursor), ("limit", "\(limit)")]))
    }

    /// The document's bytes as they came.
    public func content(_ id: String) throws(APIProblem) -> [UInt8] { try bytes("GET", document(id) + "/content") }

    /// The document's signature as it came.
    public func signature(_ id: String) throws(APIProblem) -> [UInt8] { try bytes("GET", document(id) + "/signature") }

    /// The document's way, hop by hop.
    public func trace(_ id: String) throws(APIProblem) -> JSONValue { try json("GET", document(id) + "/trace") }

    /// Why the document is where it is, or why it was refused; `language` is `en` or `vi`.
    public func explain(_ id: String, to: String? = nil, language: String) throws(APIProblem) -> JSONValue {
        try json(
            "GET", Self.path(document(id) + "/explain", [("to", to)]),
            headers: [(name: "Accept-Language", value: language)])
    }

    /// Gives a document a business status.
    public func status(_ id: String, code: String, reason: String?, agency: String?) throws(APIProblem) -> JSONValue {
        var members = [JSONValue.Member("code", .string(code))]
        if let reason { members.append(.init("reason", .string(reason))) }
        if let agency { members.append(.init("agency", .string(agency))) }
        return try post(document(id) + "/statuses", members)
    }

    /// Asks the receivers `to`, or all where there is none, for a document back; with `answer`, agree or refuse, it is
    /// a receiver's answer to that.
    public func recall(
        _ id: String, reason: String?, to: [String], answer: String?, agency: String?
    ) throws(APIProblem) -> JSONValue {
        var members: [JSONValue.Member] = []
        if let reason { members.append(.init("reason", .string(reason))) }
        if !to.isEmpty { members.append(.init("to", .array(to.map { .string($0) }))) }
        if let answer { members.append(.init("answer", .string(answer))) }
        if let agency { members.append(.init("agency", .string(agency))) }
        return try post(document(id) + "/recall", members)
    }

    /// Binds the key of a certificate, in PEM, to an agency.
    public func bind(_ certificate: [UInt8], to agency: String) throws(APIProblem) -> JSONValue {
        try json(
            "POST", "\(Self.root)/agencies/\(Self.encode(agency))/certificates",
            headers: [(name: "Content-Type", value: "application/x-pem-file")], body: certificate)
    }

    /// What lies in an agency's mailbox.
    public func inbox(
        _ agency: String, cursor: String? = nil, limit: Int = 100, wait: Int = 0
    ) throws(APIProblem) -> JSONValue {
        try json(
            "GET",
            Self.path(
                "\(Self.root)/inbox/\(Self.encode(agency))",
                [("cursor", cursor), ("limit", "\(limit)"), ("wait", wait > 0 ? "\(wait)" : nil)]))
    }

    /// Confirms deliveries; `outcome` is done, fail or processing.
    public func confirm(
        _ agency: String, _ deliveries: [String], outcome: String, reason: String?
    ) throws(APIProblem) -> JSONValue {
        var members = [
            JSONValue.Member("deliveries", .array(deliveries.map { .string($0) })),
            JSONValue.Member("outcome", .string(outcome)),
        ]
        if let reason { members.append(.init("reason", .string(reason))) }
        return try post("\(Self.root)/inbox/\(Self.encode(agency))/confirm", members)
    }

    /// One page of the directory.
    public func agencies(
        tier: String? = nil, hub: String? = nil, parent: String? = nil, isTop: Bool = false, hasDetails: Bool = false,
        cursor: String? = nil
    ) throws(APIProblem) -> JSONValue {
        try json(
            "GET",
            Self.path(
                Self.root + "/agencies",
                [
                    ("tier", tier), ("hub", hub), ("parent", parent), ("top", isTop ? "1" : nil),
                    ("details", hasDetails ? "1" : nil), ("cursor", cursor), ("limit", hasDetails ? "500" : "1000"),
                ]))
    }

    /// One agency, by either code.
    public func agency(_ code: String) throws(APIProblem) -> JSONValue {
        try json("GET", "\(Self.root)/agencies/\(Self.encode(code))")
    }

    /// The ways from one agency to others, and what would stop a document on that day, `yyyy-MM-dd`.
    public func routes(from: String, to: [String], at day: String? = nil) throws(APIProblem) -> JSONValue {
        try json("GET", Self.path(Self.root + "/routes", [("from", from), ("at", day)] + to.map { ("to", $0) }))
    }

    /// The ratio of electronic to all documents.
    public func ratio(
        by: String?, from: String?, to: String?, order: String? = nil
    ) throws(APIProblem) -> JSONValue {
        try json("GET", Self.path(Self.root + "/ratio", [("by", by), ("from", from), ("to", to), ("order", order)]))
    }

    /// One page of what was sent and received in time.
    public func serviceLevels(_ query: [(String, String?)]) throws(APIProblem) -> JSONValue {
        try json("GET", Self.path(Self.root + "/service-levels", query))
    }

    /// Registers a document that went on paper.
    public func registerPaper(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/paper-documents", members)
    }

    /// One page of the documents that went on paper.
    public func paper(
        _ filter: [(String, String?)] = [], cursor: String? = nil
    ) throws(APIProblem) -> JSONValue {
        try json("GET", Self.path(Self.root + "/paper-documents", filter + [("cursor", cursor)]))
    }

    /// The programs that speak for agencies.
    public func systems() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/systems") }

    /// Adds a program that speaks for agencies, or changes one.
    public func addSystem(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/systems", members)
    }

    /// Changes a program: `rotate` or `close`.
    public func changeSystem(
        _ id: String, _ change: String, _ members: [JSONValue.Member]
    ) throws(APIProblem) -> JSONValue {
        try post("\(Self.root)/systems/\(Self.encode(id))/\(change)", members)
    }

    /// Names an agency's official mailbox for e-mail; with an empty address takes it away.
    public func nameEmail(_ agency: String, _ address: String) throws(APIProblem) -> JSONValue {
        try json(
            "PUT", "\(Self.root)/agencies/\(Self.encode(agency))/email",
            headers: [("Content-Type", "application/json")],
            body: Array(JSONValue.object([.init("email", .string(address))]).json.utf8))
    }

    /// Puts an agency's mailbox into the test lane, or takes it out.
    public func markTest(_ agency: String, _ isTest: Bool) throws(APIProblem) -> JSONValue {
        try post("\(Self.root)/agencies/\(Self.encode(agency))/test", [.init("test", .bool(isTest))])
    }

    /// Who may send to whom, in order.
    public func rules() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/rules") }

    /// Adds a send rule, or changes one.
    public func addRule(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/rules", members)
    }

    /// Removes a send rule.
    public func removeRule(_ name: String) throws(APIProblem) -> JSONValue {
        try json("DELETE", "\(Self.root)/rules/\(Self.encode(name))")
    }

    /// What the clock asks of documents, by urgency.
    public func deadlines() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/deadlines") }

    /// Sets the deadlines of an urgency.
    public func setDeadline(_ urgency: String, _ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try put("\(Self.root)/deadlines/\(Self.encode(urgency))", members)
    }

    /// The days that are not what their weekday says.
    public func calendar() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/calendar") }

    /// Makes a day a holiday, a working day, or usual again.
    public func enterDay(_ day: String, kind: String, name: String?) throws(APIProblem) -> JSONValue {
        var members = [JSONValue.Member("kind", .string(kind))]
        if let name { members.append(.init("name", .string(name))) }
        return try put("\(Self.root)/calendar/\(Self.encode(day))", members)
    }

    /// Who sends to whom now, hub by hub.
    public func traffic() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/traffic") }

    /// Access tokens, by name.
    public func tokens() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/tokens") }

    /// Makes an access token.
    public func addToken(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/tokens", members)
    }

    /// Ends an access token.
    public func removeToken(_ name: String) throws(APIProblem) -> JSONValue {
        try json("DELETE", "\(Self.root)/tokens/\(Self.encode(name))")
    }

    /// The accounts that programs of provincial LGSPs log in with, by name.
    public func accounts() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/accounts") }

    /// Makes a login account, or gives one a new password.
    public func addAccount(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/accounts", members)
    }

    /// Ends a login account.
    public func removeAccount(_ name: String) throws(APIProblem) -> JSONValue {
        try json("DELETE", "\(Self.root)/accounts/\(Self.encode(name))")
    }

    /// Who changed what, a page of it.
    public func audit(cursor: String? = nil) throws(APIProblem) -> JSONValue {
        try json("GET", Self.path(Self.root + "/audit", [("cursor", cursor)]))
    }

    /// Makes a link to the console that works once.
    public func addConsoleLink(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/console/links", members)
    }

    /// Dead letters, all or those of an agency.
    public func deadLetters(agency: String?, cursor: String? = nil) throws(APIProblem) -> JSONValue {
        try json("GET", Self.path(Self.root + "/dead-letters", [("agency", agency), ("cursor", cursor)]))
    }

    /// Settles a dead letter: `retry` or `return`.
    public func settle(_ delivery: String, _ outcome: String, reason: String?) throws(APIProblem) -> JSONValue {
        try post(
            "\(Self.root)/dead-letters/\(Self.encode(delivery))/\(outcome)",
            reason.map { [JSONValue.Member("reason", .string($0))] } ?? [])
    }

    /// The hubs that stand still.
    public func faults() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/faults") }

    /// Stops a hub.
    public func addFault(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/faults", members)
    }

    /// Lets a hub go on.
    public func clearFault(_ hub: String) throws(APIProblem) -> JSONValue {
        try json("DELETE", "\(Self.root)/faults/\(Self.encode(hub))")
    }

    /// Closes an agency, and names who takes it over.
    public func closeAgency(_ agency: String, successor: String?) throws(APIProblem) -> JSONValue {
        try post(
            "\(Self.root)/agencies/\(Self.encode(agency))/close",
            successor.map { [JSONValue.Member("successor", .string($0))] } ?? [])
    }

    /// Closes agencies that one takes over.
    public func mergeAgencies(_ agencies: [String], into agency: String) throws(APIProblem) -> JSONValue {
        try post(
            "\(Self.root)/agencies/\(Self.encode(agency))/merge",
            [.init("agencies", .array(agencies.map { .string($0) }))])
    }

    /// The webhooks of the caller, or all for an admin.
    public func webhooks() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/webhooks") }

    /// One webhook with its dead letters.
    public func webhook(_ id: String) throws(APIProblem) -> JSONValue {
        try json("GET", "\(Self.root)/webhooks/\(Self.encode(id))")
    }

    /// Defines a webhook.
    public func addWebhook(_ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/webhooks", members)
    }

    /// Removes a webhook.
    public func removeWebhook(_ id: String) throws(APIProblem) -> JSONValue {
        try json("DELETE", "\(Self.root)/webhooks/\(Self.encode(id))")
    }

    /// Has a webhook do something: `test` or `retry`.
    public func changeWebhook(
        _ id: String, _ change: String, _ members: [JSONValue.Member]
    ) throws(APIProblem) -> JSONValue {
        try post("\(Self.root)/webhooks/\(Self.encode(id))/\(change)", members)
    }

    /// Checks the ledger: against a batch that it must have where that is given, without the read models where not wanted.
    public func verifyLedger(
        batch: (number: Int64, checkpoint: String)?, readModels: Bool
    ) throws(APIProblem) -> JSONValue {
        var query = readModels ? [] : ["read_models=0"]
        if let batch { query += ["batch=\(batch.number)", "checkpoint=\(Self.encode(batch.checkpoint))"] }
        return try post(
            "\(Self.root)/ledger/verify\(query.isEmpty ? "" : "?")\(query.joined(separator: "&"))", [])
    }

    /// Compares the ledger's read models with what its facts give.
    public func rebuildLedger() throws(APIProblem) -> JSONValue { try post("\(Self.root)/ledger/rebuild", []) }

    /// Copies all that a restart needs into the new folder `path` of the daemon's machine.
    public func backupLedger(path: String, passphrase: String?) throws(APIProblem) -> JSONValue {
        try post(
            "\(Self.root)/ledger/backup",
            [JSONValue.Member("path", .string(path))]
                + (passphrase.map { [JSONValue.Member("passphrase", .string($0))] } ?? []))
    }

    /// Whether the daemon is ready, with its figures.
    public func ready() throws(APIProblem) -> JSONValue { try json("GET", "/readyz") }

    /// The figures of the whole bus.
    public func statistics() throws(APIProblem) -> JSONValue { try json("GET", Self.root + "/statistics") }

    /// What an administrator may have to do something about.
    public func alerts(language: String = "en") throws(APIProblem) -> JSONValue {
        try json("GET", Self.root + "/alerts", headers: [(name: "Accept-Language", value: language)])
    }

    /// Has the daemon mail something about nothing.
    public func testAlertMail(_ address: String) throws(APIProblem) -> JSONValue {
        try post(Self.root + "/alerts/mail-test", [.init("to", .string(address))])
    }
}
