internal import Exchange
internal import Ledger
internal import Outbound
internal import Platform

/// Makes the calls of webhooks, through the one gate, keeping connections between them.
final class WebhookCaller: Sendable {
    /// What came of a call.
    struct Result: Sendable {
        /// How it went, for the schedule.
        let outcome: WebhookSchedule.Outcome
        /// The status of the answer; nil where there was none.
        let status: Int?

        /// `ok`, or why it failed.
        var code: String {
            switch outcome {
            case .succeeded, .needless: "ok"
            case .failed(let code): code
            }
        }
    }

    private struct Client: @unchecked Sendable {
        // Sendable: `post` takes it out of the pool under the lock and puts it back after its last use: one thread has it.
        let http: HTTPClient
    }

    private let ledger: Ledger
    private let secrets: SecretStore
    private let gate: OutboundGate
    private let clock: @Sendable () -> Instant
    private let isCancelled: @Sendable () -> Bool
    private let idle = Monitor<[Identifier: [Client]]>([:])
    private let idleOfTarget: Int

    init(
        ledger: Ledger, secrets: SecretStore, gate: OutboundGate, idleOfTarget: Int,
        clock: @escaping @Sendable () -> Instant, isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.ledger = ledger
        self.secrets = secrets
        self.gate = gate
        self.idleOfTarget = idleOfTarget
        self.clock = clock
        self.isCancelled = isCancelled
    }

    /// Tells the webhook of a delivery; of what is confirmed already nobody needs to hear.
    func tell(_ webhook: Webhook, of delivery: Serial) -> Result {
        do {
            guard let notice = try WebhookNotice(delivery, in: ledger) else {
                return Result(outcome: .needless, status: nil)
            }
            let result = post(notice, to: webhook)
            guard result.outcome == .succeeded, webhook.confirms, let agency = notice.recipient else { return result }
            // Until the confirmation is on disk the webhook has not done its work, and is told again.
            return confirm(notice.id, by: agency) ? result : Result(outcome: .failed("busy"), status: result.status)
        } catch {
            StandardError.write("lgsp: webhook: \(error)")
            return Result(outcome: .failed("internal"), status: nil)
        }
    }

    /// Posts a notice and waits for the answer: 2xx is success, redirects are none.
    func post(_ notice: WebhookNotice, to webhook: Webhook) -> Result {
        guard let secret = secrets.secret(of: webhook.id.description)?.current else {
            return Result(outcome: .failed("webhook_secret_missing"), status: nil)
        }
        do {
            let kept = idle.withLock { $0[webhook.id]?.popLast() }
            let client = try kept ?? Client(http: gate.client(isCancelled: isCancelled))
            let headers = try notice.headers(secret: secret, at: clock())
            let answer = try client.http.perform("POST", webhook.url, headers: headers, body: notice.body)
            keep(client, of: webhook.id)
            let isDone = (200..<300).contains(answer.status)
            return Result(
                outcome: isDone ? .succeeded : .failed("answered_\(answer.status)"), status: answer.status)
        } catch let error as OutboundError {
            return Result(outcome: .failed(error.code.rawValue), status: nil)
        } catch {
            return Result(outcome: .failed("internal"), status: nil)
        }
    }

    /// Lets go of the connections of a webhook.
    func forget(_ webhook: Identifier) { idle.withLock { $0[webhook] = nil } }

    private func keep(_ client: Client, of webhook: Identifier) {
        let limit = idleOfTarget
        idle.withLock { idle in
            if idle[webhook, default: []].count < limit { idle[webhook, default: []].append(client) }
        }
    }

    private func confirm(_ delivery: Identifier, by agency: AgencyNumber) -> Bool {
        let answer = Monitor<Bool?>(nil)
        do {
            try ledger.confirm([delivery], by: [agency], state: .done, reason: "") { result in
                let isDone = if case .success = result { true } else { false }
                answer.notify { $0 = isDone }
            }
        } catch { return false }
        return answer.wait { $0 } ?? false
    }
}
