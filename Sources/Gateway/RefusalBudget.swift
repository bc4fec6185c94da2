internal import Exchange
internal import Platform

/// How many refusals of a caller become facts: a bounded number at once, and so many a second after that.
///
/// The answer is the same either way; what is over the budget is counted, not kept, so that a broken or an evil program
/// cannot fill the ledger with its own faults.
final class RefusalBudget: Sendable {
    private struct Bucket {
        var left: Double
        var at: MonotonicTime
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        var unrecorded: Int64 = 0
    }

    private let burst: Double
    private let perSecond: Double
    private let state = Monitor(State())

    /// A budget of `burst` refusals at once and `perSecond` after that.
    init(burst: Int = 1_000, perSecond: Double = 20) {
        self.burst = Double(burst)
        self.perSecond = perSecond
    }

    /// How many refusals were not recorded since the start.
    var unrecorded: Int64 { state.withLock { $0.unrecorded } }

    /// Whether one more refusal of `agency` is recorded at `now`.
    func take(_ agency: AgencyNumber, at now: MonotonicTime = .now) -> Bool { take("\(agency.value)", at: now) }

    /// Whether one more refusal of `caller` is recorded at `now`.
    func take(_ caller: String, at now: MonotonicTime = .now) -> Bool {
        state.withLock { state in
            var bucket = state.buckets[caller] ?? Bucket(left: burst, at: now)
            let seconds = Double(max(0, now.since(bucket.at))) / 1e9
            bucket.left = min(burst, bucket.left + seconds * perSecond)
            bucket.at = now
            let isIn = bucket.left >= 1
            if isIn { bucket.left -= 1 } else { state.unrecorded += 1 }
            state.buckets[caller] = bucket
            return isIn
        }
    }
}
