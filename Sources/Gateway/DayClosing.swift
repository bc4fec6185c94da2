internal import Exchange
internal import Ledger
internal import Platform

/// Looks for what was to be confirmed by the end of a day, once the day is over and at every start.
struct DayClosing {
    let ledger: Ledger
    let clock: @Sendable () -> Instant

    /// Mailboxes that are looked at in one go, and deliveries that are noted in one go.
    private static let step = 256

    /// Runs until `isOver`.
    func run(isOver: Monitor<Bool>) {
        var last: Day?
        while isOver.wait(until: MonotonicTime.now.advanced(byMilliseconds: 1_000), for: { $0 ? true : nil }) == nil {
            let now = clock()
            if now.day == last { continue }
            // Where the ledger is too busy, the next second will do.
            if (try? close(at: now, isOver)) != nil { last = now.day }
        }
    }

    private func close(at now: Instant, _ isOver: Monitor<Bool>) throws {
        let agencies = ledger.directory.agencies.map(\.number)
        for start in stride(from: 0, to: agencies.count, by: Self.step) {
            if isOver.withLock({ $0 }) { return }
            for agency in agencies[start..<min(start + Self.step, agencies.count)] { try close(agency, at: now) }
        }
    }

    private func close(_ agency: AgencyNumber, at now: Instant) throws {
        var cursor = Serial(0)
        while true {
            let open = try ledger.read { try $0.punctual(agency, after: cursor, limit: Self.step) }
            guard let last = open.last else { return }
            cursor = last.delivery
            let directory = ledger.directory
            let late = open.filter { delivery in
                let deadline = directory.deadline(urgency: delivery.urgency)
                guard deadline.receipt == .sameDay,
                    let due = deadline.receiptDue(delivery.deliveredAt, calendar: directory.calendar)
                else { return false }
                return due <= now
            }
            if !late.isEmpty { try note(late.map(\.delivery)) }
            // What came today is not due, and all that follows came later.
            if last.deliveredAt.day >= now.day { return }
        }
    }

    private func note(_ late: [Serial]) throws {
        let answer = Monitor<Result<Void, any Error>?>(nil)
        try ledger.noteLate(late) { result in answer.notify { $0 = result } }
        try answer.wait { $0 }?.get()
    }
}
