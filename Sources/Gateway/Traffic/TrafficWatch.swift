internal import Exchange
internal import Ledger
internal import Platform

/// Keeps what the bus moved in the last minute, and makes a report of it once a second for all who ask.
///
/// A commit costs as many additions as there are hubs in it; a report reads sums that are kept, so that neither grows
/// with the documents. It remembers a minute and begins anew with the daemon.
final class TrafficWatch: Sendable {
    private struct State {
        var minute = TrafficMinute()
        var waiting: [Int: Int64] = [:]
        var report: TrafficReport?
    }

    private let state = Monitor(State())
    private let clock: @Sendable () -> Instant
    private let second: @Sendable () -> Int64

    /// `second` counts seconds that only run on.
    init(
        clock: @escaping @Sendable () -> Instant,
        second: @escaping @Sendable () -> Int64 = { Int64(MonotonicTime.now.nanoseconds / 1_000_000_000) }
    ) {
        self.clock = clock
        self.second = second
    }

    /// Notes what waited for each hub when the ledger was opened.
    func begin(waiting: [Int: Int64]) {
        state.withLock { state in
            for (hub, count) in waiting { state.waiting[hub, default: 0] += count }
        }
    }

    /// Takes in what a commit moved.
    func committed(_ tally: TrafficTally) {
        guard !tally.hubs.isEmpty else { return }
        let now = second()
        state.withLock { state in
            state.minute.add(tally, at: now)
            for (hub, counts) in tally.hubs where counts.waiting != 0 {
                state.waiting[hub, default: 0] += counts.waiting
            }
        }
    }

    /// The report of this second.
    func report(of ledger: Ledger) throws -> TrafficReport {
        let now = second()
        if let known = state.withLock({ $0.report }), known.second == now { return known }
        let directory = ledger.directory
        let (minute, waiting, usual) = state.withLock { state in
            state.minute.turn(to: now)
            return (state.minute.sum, state.waiting, state.minute.usual)
        }
        let moment = clock()
        let kept = try ledger.read { try TrafficReport.Kept($0, before: moment) }
        let hubs = directory.hubs.indices.map { hub in
            TrafficReport.Hub(
                hub, in: directory, minute.hubs[hub] ?? TrafficTally.Hub(), waiting: max(0, waiting[hub] ?? 0),
                oldest: kept.oldest[hub], usual: usual[hub]?.milliseconds, at: moment)
        }
        let report = TrafficReport(second: now, at: moment, hubs: hubs, kept: kept)
        state.withLock { $0.report = report }
        return report
    }
}
