internal import Exchange
internal import HTTP
internal import Ledger
internal import Outbound
internal import Platform
internal import Synchronization

/// `/alerts`: what an administrator may have to do something about.
struct AlertRoute {
    let services: Services
    let caller: Caller

    func list(_ request: HTTPRequest) throws -> HTTPResponse {
        let vietnamese = Language.isVietnamese(request.header("Accept-Language"))
        guard caller.administers else { throw Problem("not_permitted") }
        guard let report = services.alerts.waitForReport() else { throw Problem("busy") }
        let view = AlertView(report, for: caller, in: services.ledger.directory)
        return .json(200) { json in
            json.member("at", report.at.text)
            json.member("severity", view.severity.name)
            json.key("items")
            json.array { json in
                for alert in view.alerts { json.object { write(alert, vietnamese, to: &$0) } }
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
            json.key("mail")
            if caller.isAdmin, let mailer = services.mailer {
                json.object { write(mailer, to: &$0) }
            } else {
                json.null()
            }
        }
    }

    private func write(_ mailer: AlertMailer, to json: inout JSONText) {
        let figures = mailer.status.now
        json.member("server", mailer.configuration.server.description)
        json.member("security", mailer.configuration.server.security.rawValue)
        json.member("from", mailer.configuration.from.description)
        json.member("to", mailer.configuration.rules.operators?.description)
        json.member("sent", figures.sent)
        json.member("failed", figures.failed)
        json.member("waiting", figures.waiting)
        json.member("last_sent", figures.lastSent?.text)
        json.key("last_failure")
        guard let failure = figures.lastFailure else { return json.null() }
        json.object { json in
            json.member("at", failure.at.text)
            json.member("mailbox", failure.mailbox.description)
            json.member("code", failure.code)
            json.member("detail", failure.detail)
        }
    }

    private struct Test: Decodable {
        @Trimmed var to: String
    }

    /// Mails something about nothing, and tells what came of it. It has a thread of its own: the server may be slow.
    func test(_ json: JSONBody, _ responder: HTTPResponder) throws {
        guard caller.isAdmin else { throw Problem("not_permitted") }
        guard let mailer = services.mailer else { throw Problem("mail_not_set_up") }
        let body = try json.read(Test.self)
        guard let mailbox = EmailAddress(body.to) else { throw Problem("email_malformed", found: body.to) }
        let services = services
        guard services.mailTests.exchange(true, ordering: .relaxed) == false else {
            throw Problem("busy", "Another mail is being tried.")
        }
        do {
            _ = try Thread(name: "mail-test") {
                defer { services.mailTests.store(false, ordering: .relaxed) }
                let start = MonotonicTime.now
                let error = mailer.test(mailbox)
                responder.respond(
                    .json(200) { json in
                        json.member("to", mailbox.description)
                        json.member("server", mailer.configuration.server.description)
                        json.member("outcome", error?.code.rawValue ?? "ok")
                        json.member("detail", error?.message)
                        json.member("milliseconds", MonotonicTime.now.since(start) / 1_000_000)
                    })
            }
        } catch {
            services.mailTests.store(false, ordering: .relaxed)
            throw error
        }
    }

    private func write(_ alert: Alert, _ vietnamese: Bool, to json: inout JSONText) {
        json.member("type", alert.kind.rawValue)
        json.member("severity", alert.severity.name)
        json.member("subject", alert.subject)
        json.member("value", alert.value)
        json.member("what", alert.what(vietnamese: vietnamese))
        json.member("since", alert.since?.text)
        json.member("action", alert.action(vietnamese: vietnamese))
    }
}
