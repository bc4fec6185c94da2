internal import Exchange
internal import Ledger

/// What was moved in the last minute, second by second, with its sum; and what a hop usually takes.
struct TrafficMinute: Sendable {
    /// Seconds that are kept.
    static let span = 60

    /// The sum of what is kept.
    private(set) var sum = TrafficTally()
    /// What a hop to each hub usually takes.
    private(set) var usual: [Int: UsualHop] = [:]
    /// What each of the last seconds moved, at the second's place.
    private var seconds = [TrafficTally](repeating: TrafficTally(), count: span)
    private var second: Int64 = 0

    /// Takes in what was moved in the second `now` of a clock that only runs on.
    mutating func add(_ tally: TrafficTally, at now: Int64) {
        turn(to: now)
        seconds[place(second)].add(tally)
        sum.add(tally)
    }

    /// Comes up to the second `now`: what a second moved that is a minute old goes.
    mutating func turn(to now: Int64) {
        guard now > second else { return }
        for (hub, counts) in seconds[place(second)].hubs {
            usual[hub, default: UsualHop()].learn(hops: counts.hops, time: counts.hopTime)
        }
        for gone in max(second + 1, now - Int64(Self.span) + 1)...now {
            sum.remove(seconds[place(gone)])
            seconds[place(gone)] = TrafficTally()
        }
        second = now
    }

    private func place(_ second: Int64) -> Int { Int(second % Int64(Self.span)) }
}
