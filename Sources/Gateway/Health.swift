internal import Exchange
internal import Ledger
internal import Platform

/// What the bus cannot do as it should while the rest of it goes on: for `/readyz` and the alerts.
struct Health {
    /// One thing that is wrong.
    struct Condition {
        /// A stable code of the catalogue.
        let code: String
        /// A sentence with the facts.
        let detail: String
        /// Since when; nil since the start.
        var since: Instant?
    }

    /// All that is wrong, the worst first.
    let conditions: [Condition]
    private let ledger: LedgerCondition
    private let revocations: RevocationStatus.Fault?

    /// The health of a bus whose ledger is in this condition, and whose revocation lists have this fault.
    init(_ ledger: LedgerCondition, revocations: RevocationStatus.Fault?) {
        self.ledger = ledger
        self.revocations = revocations
        var conditions: [Condition] = []
        if let since = ledger.fullSince {
            conditions.append(Condition(code: "storage_full", detail: "Nothing more can be written.", since: since))
        }
        if let head = ledger.lostEnd {
            conditions.append(
                Condition(code: "ledger_damaged", detail: "The ledger had a batch \(head.batch) that is not in it now.")
            )
        }
        // What it is in SQLite's words is for the log.
        if ledger.database != nil {
            conditions.append(Condition(code: "ledger_damaged", detail: "The ledger's database is damaged."))
        }
        conditions += ledger.segments.map { Condition(code: "ledger_damaged", detail: "\($0).") }
        // Which documents they are is for those who may see them: the alerts and `ledger verify` name them.
        if !ledger.documents.isEmpty {
            conditions.append(
                Condition(code: "document_damaged", detail: "\(ledger.documents.count) documents are damaged."))
        }
        if let revocations {
            conditions.append(
                Condition(code: "revocation_list_damaged", detail: revocations.detail, since: revocations.since))
        }
        self.conditions = conditions
    }

    /// The same for the alerts, at `now`.
    func findings(at now: Instant) -> [AlertFinding] {
        func span(_ since: Instant) -> Double { Double(max(0, now.milliseconds - since.milliseconds)) / 1_000 }
        var findings: [AlertFinding] = []
        if ledger.damages > 0 { findings.append(AlertFinding(.damage, "data", Double(ledger.damages))) }
        if let since = ledger.fullSince {
            findings.append(AlertFinding(.storageFull, "data", span(since), since: since))
        }
        if let revocations {
            findings.append(
                AlertFinding(.revocationLists, "crl.pem", span(revocations.since), since: revocations.since))
        }
        return findings
    }

    /// The members `status` and, where anything is wrong, `conditions`.
    func write(to json: inout JSONText) {
        json.member("status", conditions.isEmpty ? "ok" : "degraded")
        guard !conditions.isEmpty else { return }
        json.key("conditions")
        json.array { json in
            for condition in conditions {
                json.object { json in
                    json.member("code", condition.code)
                    json.member("detail", condition.detail)
                    json.member("hint", Catalogue.entry(condition.code).hint)
                    json.member("since", condition.since?.text)
                }
            }
        }
    }
}
