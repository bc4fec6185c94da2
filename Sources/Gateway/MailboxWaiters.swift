internal import Exchange
internal import Platform

/// Requests that wait for something in a mailbox: woken by a commit or by their deadline.
///
/// Neither costs more where many others wait; a mailbox has places for so many, and all together for so many.
final class MailboxWaiters: Sendable {
    private struct Waiter {
        let party: UInt64
        let slot: Int64
        let wake: @Sendable () -> Void
    }

    private struct State {
        var mailboxes: [AgencyNumber: [UInt64: Waiter]] = [:]
        /// Who is due, by tenths of a second.
        var slots: [Int64: [UInt64: AgencyNumber]] = [:]
        var parties: [UInt64: Int] = [:]
        var number: UInt64 = 0
        var count = 0
        /// How often mailboxes were told of something new.
        var notices: UInt64 = 0
        /// The last tenth of a second whose waiters were woken.
        var done: Int64 = 0
        var isClosed = false

        mutating func take(_ mailbox: AgencyNumber) -> [Waiter] {
            guard let waiters = mailboxes.removeValue(forKey: mailbox) else { return [] }
            for (number, waiter) in waiters {
                leave(waiter)
                slots[waiter.slot]?[number] = nil
                if slots[waiter.slot]?.isEmpty == true { slots[waiter.slot] = nil }
            }
            return Array(waiters.values)
        }

        mutating func takeDue(_ slot: Int64) -> [Waiter] {
            guard let due = slots.removeValue(forKey: slot) else { return [] }
            return due.compactMap { number, mailbox in
                guard let waiter = mailboxes[mailbox]?.removeValue(forKey: number) else { return nil }
                if mailboxes[mailbox]?.isEmpty == true { mailboxes[mailbox] = nil }
                leave(waiter)
                return waiter
            }
        }

        mutating func leave(_ waiter: Waiter) {
            count -= 1
            let left = (parties[waiter.party] ?? 0) - 1
            parties[waiter.party] = left > 0 ? left : nil
        }
    }

    /// How many may wait for one mailbox.
    static let limitOfMailbox = 16
    /// How many of one party may wait.
    static let limitOfParty = 256
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

    /// What came of asking for a place.
    enum Place {
        /// `wake` will be called, once, unless `cancel` is with this number.
        case waiting(UInt64)
        /// Something has come since the mailbox was looked into: look again.
        case lookAgain
        /// There is no place.
        case none
    }

    /// What `wait` wants to know of the moment before the mailbox was looked into.
    var mark: UInt64 { state.withLock { $0.notices } }

    /// Calls `wake` once: when the agency's mailbox may have something new, or within a tenth of a second after the
    /// deadline.
    func wait(
        for agency: AgencyNumber, of party: UInt64, since mark: UInt64, until deadline: MonotonicTime,
        wake: @escaping @Sendable () -> Void
    ) -> Place {
        state.withLock { state in
            guard state.notices == mark else { return .lookAgain }
            guard !state.isClosed, state.count < limit, state.parties[party] ?? 0 < Self.limitOfParty,
                state.mailboxes[agency]?.count ?? 0 < Self.limitOfMailbox
            else { return .none }
            state.number += 1
            state.count += 1
            state.parties[party, default: 0] += 1
            let slot = max(state.done, deadline.nanoseconds / Self.slot) + 1
            state.mailboxes[agency, default: [:]][state.number] = Waiter(party: party, slot: slot, wake: wake)
            state.slots[slot, default: [:]][state.number] = agency
            return .waiting(state.number)
        }
    }

    /// Gives a place back whose request is over.
    func cancel(_ number: UInt64, of agency: AgencyNumber) {
        state.withLock { state in
            guard let waiter = state.mailboxes[agency]?.removeValue(forKey: number) else { return }
            if state.mailboxes[agency]?.isEmpty == true { state.mailboxes[agency] = nil }
            state.slots[waiter.slot]?[number] = nil
            if state.slots[waiter.slot]?.isEmpty == true { state.slots[waiter.slot] = nil }
            state.leave(waiter)
        }
    }

    /// Wakes who waits for one of these mailboxes.
    func notify(_ mailboxes: Set<AgencyNumber>) {
        guard !mailboxes.isEmpty else { return }
        let woken = state.withLock { state in
            state.notices += 1
            return state.mailboxes.isEmpty ? [] : mailboxes.flatMap { state.take($0) }
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
