import Ledger
import Testing

@testable import Gateway

@Suite struct TrafficMinuteTests {
    private static func tally(_ accepted: Int64, hub: Int = 0) -> TrafficTally {
        var tally = TrafficTally()
        var counts = TrafficTally.Hub()
        counts.accepted = accepted
        counts.pairs[TrafficTally.Pair(from: 0, to: 1)] = accepted
        tally.hubs[hub] = counts
        return tally
    }

    @Test func aSecondIsForgottenAMinuteLater() {
        var minute = TrafficMinute()
        minute.add(Self.tally(5), at: 1_000)
        minute.add(Self.tally(7), at: 1_030)
        minute.turn(to: 1_059)
        #expect(minute.sum.hubs[0]?.accepted == 12)
        minute.turn(to: 1_060)
        #expect(minute.sum.hubs[0]?.accepted == 7)
        minute.turn(to: 1_089)
        #expect(minute.sum.hubs[0]?.pairs == [TrafficTally.Pair(from: 0, to: 1): 7])
        minute.turn(to: 1_090)
        #expect(minute.sum.hubs[0]?.accepted == 0)
        #expect(minute.sum.hubs[0]?.pairs == [:])
    }

    @Test func itIsWhatTheLastSixtySecondsMoved() {
        var random = SystemRandomNumberGenerator()
        var minute = TrafficMinute()
        var all: [(second: Int64, count: Int64)] = []
        var now: Int64 = 5
        for _ in 0..<2_000 {
            now += [0, 0, 1, 1, 2, 59, 60, 61, 500][Int.random(in: 0..<9, using: &random)]
            let count = Int64.random(in: 0..<9, using: &random)
            minute.add(Self.tally(count, hub: Int(count % 3)), at: now)
            all.append((now, count))
            let sum = all.suffix(200).reduce(Int64(0)) { $0 + ($1.second > now - 60 ? $1.count : 0) }
            #expect(minute.sum.hubs.values.reduce(0) { $0 + $1.accepted } == sum)
        }
    }
}
