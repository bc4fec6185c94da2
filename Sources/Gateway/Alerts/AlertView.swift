internal import Exchange
internal import Platform

/// The alerts that somebody sees: an admin all, one of a hub those about its agencies, hubs and webhooks.
struct AlertView {
    let alerts: [Alert]
    /// Where all are seen, what there is of each kind.
    let summaries: [AlertReport.Summary]

    init(_ report: AlertReport, for caller: Caller, in directory: Directory) {
        guard let scope = caller.scope else {
            (alerts, summaries) = (report.alerts, report.summaries)
            return
        }
        summaries = []
        alerts = report.alerts.filter { alert in
            switch alert.kind {
            case .certificateExpiry, .unfetched, .unconfirmed, .backlog, .late:
                directory.agency(code: alert.subject).map { scope.contains($0.number) } ?? false
            case .stoppedHub: directory.hub(code: alert.subject).map(scope.hubs.contains) ?? false
            case .deadLetters, .failingWebhook:
                Identifier(alert.subject).flatMap(directory.webhook).map { caller.administers($0, in: directory) }
                    ?? false
            case .diskSpace, .clockSkew, .failingMail, .damage, .storageFull, .revocationLists: false
            }
        }
    }

    /// The worst there is.
    var severity: Alert.Severity { alerts.map(\.severity).max() ?? .ok }

    /// How many there are.
    func count(_ severity: Alert.Severity) -> Int { alerts.count { $0.severity == severity } }

    /// How many certificates expire soon, and the first of them.
    func certificates(to json: inout JSONText) {
        let own = alerts.filter { $0.kind == .certificateExpiry && $0.severity > .ok }
        let summary = summaries.first { $0.kind == .certificateExpiry }
        json.member("expiring", summary.map { $0.warnings + $0.criticals } ?? own.count)
        json.member("first", own.first?.subject)
        json.member("first_seconds", own.first?.value)
    }
}
