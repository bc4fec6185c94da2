internal import Exchange
internal import Platform

/// Requests that wait for something in a mailbox: woken by a commit or by their deadline.
final class MailboxWaiters: Sendable {
    private struct Waiter {
        let agency: AgencyNumber
        let deadline: MonotonicTime
        let wake: @Sendable () -> Void
    }

    private struct State {
        var waiters: [Waiter] = []
        var isClosed = false
    }

    private let state = Monitor(State())

    /// Calls `wake` once: when the agency's mailbox may have something new, or at the deadline.
    func wait(for agency: AgencyNumber, until deadline: MonotonicTime, wake: @escaping @Sendable () -> Void) {
        state.notify { $0.waiters.append(Waiter(agency: agency, deadline: deadline, wake: wake)) }
    }

    /// Wakes who waits for one of these mailboxes.
    func notify(_ mailboxes: Set<AgencyNumber>) {
        guard !mailboxes.isEmpty else { return }
        take { mailboxes.contains($0.agency) }
    }

    /// Wakes whoever is past the deadline, until `close`.
    func run() {
        while true {
            let next: MonotonicTime? = state.withLock { $0.waiters.map(\.deadline).min() }
            let isClosed = state.wait(until: next ?? MonotonicTime.now.advanced(byMilliseconds: 1000)) { state in
                if state.isClosed { return true }
                return state.waiters.contains { $0.deadline < next ?? .now } ? false : nil
            }
            take { $0.deadline <= .now }
            if isClosed == true { return take { _ in true } }
        }
    }

    func close() { state.notify { $0.isClosed = true } }

    private func take(_ condition: (Waiter) -> Bool) {
        let woken = state.withLock { state in
            let woken = state.waiters.filter(condition)
            state.waiters.removeAll(where: condition)
            return woken
        }
        for waiter in woken { waiter.wake() }
    }
}
