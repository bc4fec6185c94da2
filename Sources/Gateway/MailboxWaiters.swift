internal import Exchange
internal import Platform

/// Requests that wait for something in a mailbox: woken by a commit or by their deadline.
///
/// Neither costs more where many others wait; a mailbox has places for so many, and all together for so many.
final class MailboxWaiters: Sendable {
    private struct Waiter {
        let slot: Int64
        let wake: @Sendable () -> Void
    }

    private struct State {
        var mailboxes: [AgencyNumber: [UInt64: Waiter]] = [:]
        /// Who is due, by tenths of a second.
        var slots: [Int64: [UInt64: AgencyNumber]] = [:]
        var number: UInt64 = 0
        var count = 0
        /// The last tenth of a second whose waiters were woken.
        var done: Int64 = 0
        var isClosed = false

        mutating func take(_ mailbox: AgencyNumber) -> [Waiter] {
            guard let waiters = mailboxes.removeValue(forKey: mailbox) else { return [] }
            count -= waiters.count
            for (number, waiter) in waiters {
                slots[waiter.slot]?[number] = nil
                if slots[waiter.slot]?.isEmpty == true { slots[waiter.slot] = nil }
            }
            return Array(waiters.values)
        }

        mutating func takeDue(_ slot: Int64) -> [Waiter] {
            guard let due = slots.removeValue(forKey: slot) else { return [] }
            count -= due.count
            return due.compactMap { number, mailbox in
                let waiter = mailboxes[mailbox]?.removeValue(forKey: number)
                if mailboxes[mailbox]?.isEmpty == true { mailboxes[mailbox] = nil }
                return waiter
            }
        }
    }

    /// How many may wait for one mailbox.
    static let limitOfMailbox = 16
    /// How many may wait in all.
    let limit: Int
    private static let slot: Int64 = 100_000_000
    private let state = Monitor(State())

    /// Places for `limit` in all.
    init(limit: Int) {
        self.limit = limit
        state.withLock { $0.done = Self.now }
    }

    /// How many wait.
    var count: Int { state.withLock { $0.count } }

    /// Calls `wake` once: when the agency's mailbox may have something new, or within a tenth of a second after the
    /// deadline. False where there is no place: then it is never called.
    func wait(for agency: AgencyNumber, until deadline: MonotonicTime, wake: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.count < limit,
                state.mailboxes[agency]?.count ?? 0 < Self.limitOfMailbox
            else { return false }
            state.number += 1
            state.count += 1
            let slot = max(state.done, deadline.nanoseconds / Self.slot) + 1
            state.mailboxes[agency, default: [:]][state.number] = Waiter(slot: slot, wake: wake)
            state.slots[slot, default: [:]][state.number] = agency
            return true
        }
    }

    /// Wakes who waits for one of these mailboxes.
    func notify(_ mailboxes: Set<AgencyNumber>) {
        guard !mailboxes.isEmpty else { return }
        let woken = state.withLock { state in
            state.mailboxes.isEmpty ? [] : mailboxes.flatMap { state.take($0) }
        }
        for waiter in woken { waiter.wake() }
    }

    /// Wakes whoever is past the deadline, until `close`.
    func run() {
        while true {
            let pause = MonotonicTime.now.advanced(byMilliseconds: 100)
            let isClosed = state.wait(until: pause) { $0.isClosed ? true : nil } ?? false
            let woken = state.withLock { state in
                if isClosed { return Array(state.mailboxes.keys).flatMap { state.take($0) } }
                let now = Self.now
                let due = (state.done..<max(state.done, now)).flatMap { state.takeDue($0 + 1) }
                state.done = max(state.done, now)
                return due
            }
            for waiter in woken { waiter.wake() }
            if isClosed { return }
        }
    }

    func close() { state.notify { $0.isClosed = true } }

    private static var now: Int64 { MonotonicTime.now.nanoseconds / slot }
}
