import Glibc

@testable import Scenario

/// Results of runs that never were: seeded arrivals at a server with sixteen connections that stands still for two
/// seconds in the middle.
struct ResultsSample {
    /// One document's way.
    private struct Event {
        let due: Double
        let sent: Double
        let accepted: Double
        let mailbox: Double
        let pair: (from: Int, to: Int)
        let outcome: Outcome
    }

    private enum Outcome {
        case accepted
        case refused
        case error
    }

    var seed: UInt64 = 1
    var name = "Bình Phước, the last working hour"
    var run = "k3x9q"
    /// Milliseconds that a document takes where nothing is in its way.
    var service = 6.0
    /// Documents a second in the steady phase.
    var rate = 240.0
    /// When the server stands still, and for how long.
    var stall = (at: 48.0, seconds: 2.0)

    private static let tiers = ["central", "province", "district", "commune"]
    private static let phases = [("warm-up", 0.0, 15.0, true), ("steady", 15, 75, false), ("burst", 75, 90, false)]

    /// The whole run as one process would have written it.
    func whole() -> ReplayResults { results(of: events(), part: .init()) }

    /// The same documents dealt out to so many processes.
    func parts(_ count: Int) -> [ReplayResults] {
        let events = events()
        return (1...count).map { number in
            let own = events.enumerated().filter { $0.offset % count == number - 1 }.map(\.element)
            return results(of: own, part: .init(number: number, of: count))
        }
    }

    private func events() -> [Event] {
        var random = SplitMix64(seed: seed)
        var free = [Double](repeating: 0, count: 16)
        var events: [Event] = []
        var due = 0.0
        while true {
            let now = due < 15 ? rate * (0.2 + 0.8 * due / 15) : due < 75 ? rate : rate * 2.2
            due += -log(1 - random.unit()) / now
            guard due < 90 else { return events }
            let connection = free.indices.min { free[$0] < free[$1] } ?? 0
            let sent = max(due, free[connection])
            // A sum of uniforms is near enough to a bell; its exponential has the long tail that servers have.
            let bell = (0..<6).reduce(0.0) { sum, _ in sum + random.unit() } - 3
            let size = random.below(20) == 0 ? 4.0 : 1.0
            var accepted = sent + service * exp(bell * 0.8) * size / 1000
            if accepted > stall.at, sent < stall.at + stall.seconds {
                accepted += stall.at + stall.seconds - max(sent, stall.at)
            }
            free[connection] = accepted
            let from = 1 + min(random.below(5), 2)
            let luck = random.below(1000)
            events.append(
                Event(
                    due: due, sent: sent, accepted: accepted,
                    mailbox: accepted + (2 + 5 * random.unit() * Double(from)) / 1000,
                    pair: (from: random.below(20) == 0 ? 0 : from, to: random.below(4)),
                    outcome: luck < 6 ? .refused : luck < 8 || accepted - sent > 1.9 ? .error : .accepted))
        }
    }

    private func results(of events: [Event], part: ReplayResults.Part) -> ReplayResults {
        var results = ReplayResults(scenario: name, seed: seed, run: run, seconds: 90)
        results.part = part
        results.server = "https://127.0.0.1:8443"
        results.version = "0.4.0"
        results.startedAt = "2026-11-24T09:15:00.123+07:00"
        results.generator = .init(late: 0, dropped: 0, saturated: false, cpuSeconds: 18)
        results.phases = Self.phases.map { .init(name: $0.0, begin: $0.1, end: $0.2, isWarmUp: $0.3) }
        for (index, phase) in results.phases.enumerated() {
            let own = events.filter { phase.begin <= $0.due && $0.due < phase.end }
            let good = own.filter { $0.outcome == .accepted }
            results.phases[index].planned = own.count
            results.phases[index].sent = own.count
            results.phases[index].accepted = good.count
            results.phases[index].latencies = latencies(of: good)
        }
        let good = events.filter { $0.outcome == .accepted }
        results.latencies = latencies(of: good)
        results.counts = .init(
            planned: events.count, sent: events.count, accepted: good.count,
            refused: ["unknown_receiver": events.filter { $0.outcome == .refused }.count],
            errors: ["timed_out": events.filter { $0.outcome == .error }.count], delivered: good.count,
            confirmed: good.count, lost: 0)
        results.series = series(of: events)
        for from in Self.tiers.indices {
            for to in Self.tiers.indices {
                let own = good.filter { $0.pair == (from, to) }
                guard !own.isEmpty else { continue }
                results.pairs.append(
                    .init(
                        from: Self.tiers[from], to: Self.tiers[to], accepted: own.count,
                        latency: Self.counts(own.map { $0.accepted - $0.due })))
            }
        }
        results.thresholds = [
            .init(name: "accepted.p99", limit: 200, value: 0, unit: "ms", passed: true),
            .init(name: "accepted.p50", limit: 50, value: 0, unit: "ms", passed: true),
            .init(name: "mailbox.max", limit: 5, value: 0, unit: "s", passed: true),
            .init(name: "lost", limit: 0, value: 0, passed: true),
        ]
        results.judge([results])
        results.ratio = .init(exchanged: 0.9602, inPlace: 0.88)
        return results
    }

    private func latencies(of events: [Event]) -> ReplayResults.Latencies {
        .init(
            accepted: .init(
                corrected: Self.counts(events.map { $0.accepted - $0.due }),
                raw: Self.counts(events.map { $0.accepted - $0.sent })),
            mailbox: .init(
                corrected: Self.counts(events.map { $0.mailbox - $0.due }),
                raw: Self.counts(events.map { $0.mailbox - $0.sent })))
    }

    private func series(of events: [Event]) -> ReplayResults.Series {
        var series = ReplayResults.Series()
        let zeros = [Double](repeating: 0, count: 90)
        (series.planned, series.sent, series.accepted, series.errors, series.backlog) = (
            zeros, zeros, zeros, zeros, zeros
        )
        var latencies = [[Double]](repeating: [], count: 90)
        func place(_ moment: Double) -> Int { min(89, Int(moment)) }
        for event in events {
            series.planned[place(event.due)] += 1
            series.sent[place(event.sent)] += 1
            if event.outcome == .accepted {
                series.accepted[place(event.accepted)] += 1
                latencies[place(event.due)].append(event.accepted - event.due)
            }
            if event.outcome == .error { series.errors[place(event.accepted)] += 1 }
            for second in place(event.due)..<max(place(event.due), place(event.accepted)) {
                series.backlog[second] += 1
            }
        }
        let counts = latencies.map(Self.counts)
        series.p50 = counts.map { $0.percentile(0.5).map { Double($0) / 1e6 } }
        series.p99 = counts.map { $0.percentile(0.99).map { Double($0) / 1e6 } }
        return series
    }

    /// The latencies in seconds as a results file counts them.
    static func counts(_ seconds: [Double]) -> LatencyCounts {
        let values = seconds.map { UInt64($0 * 1e9) }
        var buckets: [Int: Int] = [:]
        for value in values { buckets[LatencyBucket.index(of: value), default: 0] += 1 }
        return LatencyCounts(
            buckets: buckets.sorted { $0.key < $1.key }.map { .init(index: $0.key, count: $0.value) },
            maximum: values.max() ?? 0)
    }
}
