internal import HTTP
internal import Platform

/// Decides when the next attempt to prove who one is may be made, from failures: those of a name at a source, those of the
/// source under any name, and those of the name from anywhere.
///
/// | failures of | free | hold |
/// |---|---|---|
/// | a name at one source | 10 | that name at that source |
/// | a source, under any name | 30 | every name at that source under which it did not succeed within the day |
/// | a name, from anywhere | 100 | that name at sources that failed under it and have not succeeded since |
///
/// So whoever hammers the name of a system from elsewhere cannot shut it out: a source without a failure of its own under
/// the name is always looked at, and with the right secret it is in. What is held is the guesser, who gets ten guesses at
/// each source of his, and one at each further source once the name's own failures are used up. Who shares a source with
/// a guesser (one address translation, one reverse proxy) is held by the source's pause only as long as it has not
/// succeeded there, and by guesses under its very name until their pause is over: a source cannot be taken apart further.
///
/// A success ends what the name's failures at the source have begun. It does not touch the source's, nor the name's from
/// elsewhere, which do not hold whoever succeeds. Attempts that were held are not looked at and prolong nothing. The
/// clock is the monotonic one; all is in memory and bounded.
struct LoginThrottle: Sendable {
    private struct Pair: Hashable {
        let name: LoginName.Key
        let source: HTTPSource
    }

    /// How long a success exempts a name at its source from the source's pause, in milliseconds.
    static let trust: Int64 = 24 * 3_600_000
    /// Milliseconds after which a success is noted again.
    private static let renewal: Int64 = 60_000

    private var pairs: FailureTable<Pair>
    private var sources: FailureTable<HTTPSource>
    private var names: FailureTable<LoginName.Key>
    private var good: [Pair: MonotonicTime] = [:]
    private let limit: Int

    /// A throttle that remembers `limit` names at sources, as many sources, and as many names.
    init(limit: Int = 16_384) {
        self.limit = max(4, limit)
        pairs = FailureTable(free: 10, limit: limit)
        sources = FailureTable(free: 30, limit: limit)
        names = FailureTable(free: 100, limit: limit)
    }

    /// How many entries there are, of all kinds.
    var count: Int { pairs.count + sources.count + names.count + good.count }

    /// Until when an attempt under `name` from `source` is not looked at; nil where it may be made.
    func pause(of name: LoginName, from source: HTTPSource, at now: MonotonicTime) -> MonotonicTime? {
        let pair = Pair(name: name.key, source: source)
        if let own = pairs.pause(of: pair, at: now) { return own }
        if let last = good[pair], now < last.advanced(byMilliseconds: Self.trust) { return nil }
        if let end = sources.pause(of: source, at: now) { return end }
        return pairs.hasFailed(pair, at: now) ? names.pause(of: name.key, at: now) : nil
    }

    /// Notes that an attempt failed; whether a pause begins with it.
    mutating func fail(_ name: LoginName, from source: HTTPSource, at now: MonotonicTime) -> Bool {
        let pair = Pair(name: name.key, source: source)
        // The same wrong secret once more is no further guess: programs go on with what was taken from them.
        let isGuess = !name.isSecret || !pairs.hasFailed(pair, at: now)
        let begins = [
            pairs.fail(pair, at: now), isGuess && sources.fail(source, at: now),
            !name.isSecret && names.fail(name.key, at: now),
        ]
        return begins.contains(true)
    }

    /// Notes that an attempt succeeded.
    mutating func succeed(_ name: LoginName, from source: HTTPSource, at now: MonotonicTime) {
        let pair = Pair(name: name.key, source: source)
        pairs.forget(pair)
        if let last = good[pair], now < last.advanced(byMilliseconds: Self.renewal) { return }
        if good[pair] == nil, good.count >= limit {
            let kept = good.sorted { $0.value > $1.value }.prefix(limit * 3 / 4)
            good = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
        good[pair] = now
    }
}
