internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// The one place where attempts to prove who one is are counted and held, for all doors; see `LoginThrottle`.
final class LoginWatch: Sendable {
    private struct State {
        var throttle = LoginThrottle()
        var failures: [LoginDoor: Int64] = [:]
        var held: [LoginDoor: Int64] = [:]
        /// The sources of the last minute's audit entries.
        var told: [HTTPSource: MonotonicTime] = [:]
    }

    /// How many pauses are told in the audit within a minute at most; and one a source.
    static let audits = 10
    private static let minute: Int64 = 60_000

    private let state = Monitor(State())

    /// The seconds until an attempt may be made again, at least 1; nil where it may be made now.
    func pause(of attempt: LoginAttempt, at now: MonotonicTime = .now) -> Int64? {
        state.withLock { state in
            guard let end = state.throttle.pause(of: attempt.name, from: attempt.source, at: now) else { return nil }
            state.held[attempt.door, default: 0] += 1
            return max(1, (end.since(now) + 999_999_999) / 1_000_000_000)
        }
    }

    /// Notes a failure; gives what the audit is to tell where a pause begins and there is room for it.
    func fail(_ attempt: LoginAttempt, at now: MonotonicTime = .now) -> String? {
        state.withLock { state in
            state.failures[attempt.door, default: 0] += 1
            guard state.throttle.fail(attempt.name, from: attempt.source, at: now) else { return nil }
            state.told = state.told.filter { now < $0.value.advanced(byMilliseconds: Self.minute) }
            guard state.told.count < Self.audits, state.told[attempt.source] == nil else { return nil }
            state.told[attempt.source] = now
            return "door=\(attempt.door.rawValue), source=\(attempt.source.text)"
        }
    }

    /// Notes a success.
    func succeed(_ attempt: LoginAttempt, at now: MonotonicTime = .now) {
        state.withLock { $0.throttle.succeed(attempt.name, from: attempt.source, at: now) }
    }

    /// The lines of the metrics, one a door.
    var metrics: String {
        let (failures, held) = state.withLock { ($0.failures, $0.held) }
        func lines(_ name: String, _ help: String, _ counts: [LoginDoor: Int64]) -> String {
            LoginDoor.allCases.reduce("# HELP \(name) \(help)\n# TYPE \(name) counter\n") { text, door in
                text + "\(name){door=\"\(door.rawValue)\"} \(counts[door] ?? 0)\n"
            }
        }
        return lines("lgsp_login_failures_total", "Wrong secrets since the start.", failures)
            + lines("lgsp_logins_paused_total", "Attempts not looked at in a pause since the start.", held)
    }
}

extension Services {
    /// Makes an attempt with `body`, where it may be made now: throws `too_many_attempts` in a pause. A failure is one
    /// that says so: see `Problem.ofSecret`. Without an attempt nothing is counted, because nothing is tried.
    func prove<Result>(
        _ attempt: LoginAttempt?, _ body: () throws(Problem) -> Result
    ) throws(Problem) -> Result {
        guard let attempt else { return try body() }
        if let seconds = logins.pause(of: attempt) {
            var problem = Problem("too_many_attempts")
            problem.retryAfter = seconds
            throw problem
        }
        do throws(Problem) {
            let result = try body()
            logins.succeed(attempt)
            return result
        } catch {
            if error.isWrongSecret, let detail = logins.fail(attempt) {
                // It is done as it is told.
                let id = newID(at: clock())
                let audit = Audit(
                    actor: "bus", operation: "loginPaused", target: attempt.name.text, detail: detail, id: id)
                try? ledger.append([.audited(audit), .auditOutcome(AuditOutcome(audit: id, code: ""))])
            }
            throw error
        }
    }
}
