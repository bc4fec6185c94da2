internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// `/alerts`: what an administrator may have to do something about.
struct AlertRoute {
    let services: Services
    let caller: Caller

    func list() throws -> HTTPResponse {
        guard caller.administers else { throw Problem("not_permitted") }
        guard let report = services.alerts.waitForReport() else { throw Problem("busy") }
        let view = AlertView(report, for: caller, in: services.ledger.directory)
        return .json(200) { json in
            json.member("at", report.at.text)
            json.member("severity", view.severity.name)
            json.key("items")
            json.array { json in
                for alert in view.alerts { json.object { write(alert, to: &$0) } }
            }
            json.key("summary")
            json.array { json in
                for summary in view.summaries {
                    let limit = services.alerts.limits.limit(summary.kind)
                    json.object { json in
                        json.member("type", summary.kind.rawValue)
                        json.member("worst", summary.worst)
                        json.member("warning", limit.warning)
                        json.member("critical", limit.critical)
                        json.member("warnings", summary.warnings)
                        json.member("criticals", summary.criticals)
                    }
                }
            }
        }
    }

    private func write(_ alert: Alert, to json: inout JSONText) {
        json.member("type", alert.kind.rawValue)
        json.member("severity", alert.severity.name)
        json.member("subject", alert.subject)
        json.member("value", alert.value)
        json.member("what", alert.what)
        json.member("since", alert.since?.text)
        json.member("action", alert.action)
    }
}
