internal import Exchange
internal import Ledger

/// What the bus moves, and what stands in its way, at one moment.
struct TrafficReport: Sendable {
    /// One hub.
    struct Hub: Sendable {
        /// Its place in the directory.
        let index: Int
        let condition: HubCondition
        /// What it moved in the last minute.
        let minute: TrafficTally.Hub
        /// Copies that wait for it.
        let waiting: Int64
        /// For how long one of them has been due, in milliseconds; nil where none is.
        let oldest: Int64?
        /// What a copy took to reach it in the last minute, and what it takes at other times, in milliseconds.
        let hop: Int64?
        let usual: Int64?

        init(
            _ index: Int, in directory: Directory, _ minute: TrafficTally.Hub, waiting: Int64, oldest: Instant?,
            usual: Int64?, at now: Instant
        ) {
            self.index = index
            self.minute = minute
            self.waiting = waiting
            self.usual = usual
            self.oldest = oldest.map { max(0, now.milliseconds - $0.milliseconds) }
            hop = minute.hops > 0 ? max(0, minute.hopTime / minute.hops) : nil
            condition = HubCondition(
                isStopped: directory.stops[index] != nil, hop: hop, usual: usual, oldest: self.oldest)
        }
    }

    /// What the ledger keeps.
    struct Kept: Sendable {
        let documents: Int64
        let owed: Int64
        let states: [DeliveryState: Int64]
        let late: Int64
        let test: Int64
        let pairs: [TrafficTally.Pair: Int64]
        /// The part that went electronically; nil where nothing was counted.
        let exchanged: Double?
        let oldest: [Int: Instant]

        init(_ reader: Reader, before now: Instant) throws {
            let totals = try reader.totals()
            documents = totals.documents
            owed = totals.owed
            states = Dictionary(try reader.deliveryCounts().map { ($0.state, $0.count) }) { $0 + $1 }
            late = try reader.lateDeliveries()
            test = TestFigures(try reader.testCounts()).documents
            var pairs: [TrafficTally.Pair: Int64] = [:]
            var counts = RatioCounts()
            for row in try reader.trafficByPair() {
                counts.add(row.count, on: row.channel)
                guard ![.paper, .test].contains(row.channel) else { continue }
                pairs[TrafficTally.Pair(from: row.issuer, to: row.recipient), default: 0] += row.count
            }
            self.pairs = pairs
            exchanged = counts.exchanged
            oldest = try reader.oldestWaiting(before: now)
        }
    }

    /// The second that it is about, of a clock that only runs on.
    let second: Int64
    let at: Instant
    let hubs: [Hub]
    let kept: Kept
}
