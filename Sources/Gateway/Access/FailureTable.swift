internal import Platform

/// Failures by key, with the pauses that follow from them: the first few cost nothing, each one after that begins a pause
/// twice as long as the one before.
///
/// Failures fade one by one. There is room for a fixed number of keys: where it is used up, the quarter goes that has the
/// least to lose, so that whoever fails under ever new keys pushes out his own single failures, and no pause that runs.
struct FailureTable<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        /// The milliseconds that its failures take to fade, as of `at`.
        var debt: Int64
        var at: MonotonicTime
        /// The end of its last pause.
        var until: MonotonicTime

        func debt(at now: MonotonicTime) -> Int64 { max(0, debt - now.since(at) / 1_000_000) }
    }

    /// Milliseconds in which one failure fades.
    static var fading: Int64 { 600_000 }
    /// The first and the longest pause, in milliseconds.
    static var pauses: ClosedRange<Int64> { 1_000...300_000 }
    /// The failures over the free ones that still count: the pause is the longest by then.
    private static var most: Int64 { 10 }

    private let free: Int64
    private let limit: Int
    private var entries: [Key: Entry] = [:]

    /// A table of up to `limit` keys with so many failures free of a pause.
    init(free: Int64, limit: Int) {
        self.free = free
        self.limit = max(4, limit)
    }

    /// How many keys are remembered.
    var count: Int { entries.count }

    /// The end of the pause of `key` that runs at `now`; nil for none.
    func pause(of key: Key, at now: MonotonicTime) -> MonotonicTime? {
        entries[key].flatMap { now < $0.until ? $0.until : nil }
    }

    /// Whether failures of `key` are remembered at `now`.
    func hasFailed(_ key: Key, at now: MonotonicTime) -> Bool { entries[key].map { $0.debt(at: now) > 0 } ?? false }

    /// Notes a failure at `now`; whether a pause begins with it.
    mutating func fail(_ key: Key, at now: MonotonicTime) -> Bool {
        if entries[key] == nil, entries.count >= limit { shrink(at: now) }
        let debt = min((entries[key]?.debt(at: now) ?? 0) + Self.fading, (free + Self.most) * Self.fading)
        // A failure that has begun to fade is still one.
        let count = (debt + Self.fading - 1) / Self.fading
        guard count > free else {
            entries[key] = Entry(debt: debt, at: now, until: now)
            return false
        }
        let pause = min(Self.pauses.lowerBound << min(count - free - 1, 20), Self.pauses.upperBound)
        entries[key] = Entry(debt: debt, at: now, until: now.advanced(byMilliseconds: pause))
        return true
    }

    /// Forgets the failures of `key`.
    mutating func forget(_ key: Key) { entries[key] = nil }

    private mutating func shrink(at now: MonotonicTime) {
        entries = entries.filter { $0.value.debt(at: now) > 0 || now < $0.value.until }
        guard entries.count > limit * 3 / 4 else { return }
        let kept = entries.map { ($0.key, $0.value.until > now, $0.value.debt(at: now), $0.value) }.sorted {
            one, other in
            if one.1 != other.1 { return one.1 }
            return one.2 != other.2 ? one.2 > other.2 : one.3.at > other.3.at
        }
        entries = Dictionary(uniqueKeysWithValues: kept.prefix(limit * 3 / 4).map { ($0.0, $0.3) })
    }
}
