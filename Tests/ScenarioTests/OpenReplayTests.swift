import Platform
import Testing

@testable import Scenario

/// Open runs against the bus in memory.
@Suite(.serialized) struct OpenReplayTests {
    private func scenario(_ arrival: Arrival, seconds: Double, _ change: (inout ScenarioFile) -> Void = { _ in })
        throws -> ScenarioFile
    {
        var scenario = try Sample.scenario()
        scenario.sizes = [ScenarioFile.Share(choice: 256, share: 1)]
        scenario.phases = [Phase(name: "main", seconds: seconds, arrival: arrival)]
        scenario.limits.judgesRatio = false
        scenario.open.drain = 5
        change(&scenario)
        return scenario
    }

    private func run(
        _ scenario: ScenarioFile, on bus: FakeBus, part: String = "1/1", run: String = "a7k2f"
    ) throws -> OpenOutcome {
        try OpenReplay(
            serverURL: "https://bus", surroundings: bus, scenario: scenario, runID: try #require(RunID(run)),
            part: try #require(ReplayPart(part)), day: "2021/06/15", version: "0", progress: .none
        ).run()
    }

    @Test func everythingIsSentFetchedConfirmedAndCounted() throws {
        let bus = FakeBus(parties: Sample.parties)
        let scenario = try scenario(.constant(rate: 200), seconds: 1) { scenario in
            scenario.phases.insert(
                Phase(name: "warm", seconds: 0.5, isWarmUp: true, arrival: .constant(rate: 100)), at: 0)
            scenario.phases[1].bad = [.tampered: 0.1, .expired: 0.05, .unknownReceiver: 0.05]
        }
        let outcome = try run(scenario, on: bus)
        let results = outcome.results
        #expect(results.thresholds.filter { !$0.passed } == [])
        let counts = results.counts
        let refused = counts.refused.values.reduce(0, +)
        #expect(counts.planned == 250)
        #expect(counts.sent == 250)
        #expect(counts.sent == counts.accepted + refused)
        #expect(counts.refused.count == 3 && refused > 10)
        #expect(counts.errors == [:] && counts.lost == 0)
        #expect(bus.state.withLock { $0.items.allSatisfy(\.confirmed) })
        #expect(counts.delivered == bus.state.withLock { $0.items.count { $0.kind == "document" } })
        #expect(counts.confirmed == bus.state.withLock { $0.items.count })
        // What warms up is in its phase alone.
        #expect(results.phases.map(\.planned) == [50, 200])
        let (warm, main) = (results.phases[0].latencies.accepted, results.phases[1].latencies.accepted)
        #expect(warm.raw.count > 40)
        #expect(results.latencies.accepted == main)
        let paper = bus.state.withLock { $0.known.count { $0.hasSuffix(".a7k2f") } }
        #expect(Int(warm.raw.count + main.raw.count) == counts.accepted - paper)
        #expect(results.series?.accepted.reduce(0, +) == Double(counts.accepted))
        #expect(results.series?.backlog.last == 0)
        #expect(results.pairs.reduce(0) { $0 + $1.accepted } >= Int(main.raw.count))
    }

    /// A bus that stops for two seconds while documents fall due: whoever measures from the actual sending sees only
    /// the few requests that were on their way, whoever measures from the intended time sees all that waited.
    @Test func aStallShowsInFullInTheCorrectedTimes() throws {
        let scenario = try scenario(.constant(rate: 50), seconds: 5) { scenario in
            scenario.open.senders = 2
            scenario.behaviour.away = 1
        }
        let outcome = try run(scenario, on: FakeBus(parties: Sample.parties, fault: .stalls))
        let results = outcome.results
        let accepted = results.latencies.accepted
        // About 100 of 250 documents fell due in the two seconds: their times go down evenly from 2 s.
        #expect(try #require(accepted.corrected.percentile(0.99)) > 1_800_000_000)
        #expect(try #require(accepted.corrected.percentile(0.85)) > 1_000_000_000)
        #expect(try #require(accepted.corrected.percentile(0.75)) > 500_000_000)
        // Two requests, one of each sender, met it on their way.
        #expect(accepted.raw.maximum > 1_800_000_000)
        #expect(try #require(accepted.raw.percentile(1 - 3.0 / 250)) < 900_000_000)
        #expect(results.generator.late > 75)
        #expect(!results.generator.saturated)
        #expect(results.series?.backlog.max() ?? 0 > 60)
        #expect(results.generator.dropped == 0 && results.counts.lost == 0)
        #expect(outcome.text().contains("All 2 senders waited"))
    }

    @Test func whatCannotBeSentInTimeIsDroppedAndFails() throws {
        let scenario = try scenario(.constant(rate: 100), seconds: 4) { scenario in
            (scenario.open.senders, scenario.open.dropAfter, scenario.behaviour.away) = (1, 0.5, 1)
        }
        let outcome = try run(scenario, on: FakeBus(parties: Sample.parties, fault: .stalls))
        let results = outcome.results
        #expect(results.generator.dropped > 80)
        #expect(results.counts.sent + results.generator.dropped == results.counts.planned)
        #expect(results.thresholds.contains { $0.name == "dropped" && !$0.passed })
        #expect(!results.passed)
    }

    @Test func answersThatSayNothingAreErrors() throws {
        let outcome = try run(
            try scenario(.constant(rate: 100), seconds: 1), on: FakeBus(parties: Sample.parties, fault: .overloaded))
        let results = outcome.results
        #expect(results.counts.errors["busy"] ?? 0 >= 9)
        #expect(results.thresholds.contains { $0.name == "errors" && !$0.passed })
        #expect(results.counts.lost == 0)
    }

    @Test func aLostDeliveryIsFound() throws {
        let outcome = try run(
            try scenario(.constant(rate: 100), seconds: 1) { $0.open.drain = 0.5 },
            on: FakeBus(parties: Sample.parties, fault: .losesOne))
        let results = outcome.results
        #expect(results.counts.lost >= 1)
        #expect(results.thresholds.contains { $0.name == "lost" && !$0.passed })
    }

    @Test(arguments: Behaviour.Look.allCases)
    func receiversTakeTheirTime(look: Behaviour.Look) throws {
        let bus = FakeBus(parties: Sample.parties)
        let scenario = try scenario(.poisson(rate: 100), seconds: 1) { scenario in
            scenario.behaviour.look = look
            scenario.behaviour.every = look == .longPoll ? 1 : 0.1
            scenario.behaviour.confirmAfter = 0.2
            scenario.behaviour.answerAfter = 0.1
            scenario.behaviour.away = 0.2
            scenario.behaviour.slow = 0.2
            scenario.behaviour.slowFactor = 3
        }
        let outcome = try run(scenario, on: bus)
        let results = outcome.results
        #expect(results.thresholds.filter { !$0.passed } == [])
        let (unconfirmed, away) = bus.state.withLock { state in
            let left = state.items.filter { !$0.confirmed }
            return (left.count { $0.kind == "document" }, Set(left.map(\.to)))
        }
        // A fifth of the agencies never looks; what waits for them is delivered, not lost.
        #expect(unconfirmed > 0)
        #expect(away.count <= Sample.parties.count / 5 + 1)
        #expect(results.counts.delivered == bus.state.withLock { $0.items.count { $0.kind == "document" } })
    }

    @Test func partsOfOneRunDoNotMeet() throws {
        let bus = FakeBus(parties: Sample.parties)
        let scenario = try scenario(.constant(rate: 100), seconds: 1)
        let first = try run(scenario, on: bus, part: "1/2").results
        let second = try run(scenario, on: bus, part: "2/2").results
        #expect(first.counts.planned == 50 && second.counts.planned == 50)
        #expect(first.passed && second.passed)
        #expect(
            first.counts.delivered + second.counts.delivered
                == bus.state.withLock { $0.items.count { $0.kind == "document" } })
    }

    @Test func latencyLimitsDecide() throws {
        let scenario = try scenario(.constant(rate: 50), seconds: 0.5) { scenario in
            scenario.limits.latencies = [
                .init(.accepted, .p99, milliseconds: 60_000), .init(.mailbox, .p50, milliseconds: 0.000_1),
            ]
        }
        let outcome = try run(scenario, on: FakeBus(parties: Sample.parties))
        let results = outcome.results
        #expect(results.thresholds.first { $0.name == "accepted.p99" }?.passed == true)
        #expect(results.thresholds.first { $0.name == "mailbox.p50" }?.passed == false)
        #expect(outcome.text().contains("FAILED mailbox.p50"))
    }

    @Test func theFileHoldsWhatTheContractSays() throws {
        let outcome = try run(try scenario(.constant(rate: 50), seconds: 1), on: FakeBus(parties: Sample.parties))
        let results = outcome.results
        let json = try JSONReader.read(results.json)
        #expect(
            json.members.map(\.key) == [
                "format", "scenario", "seed", "run", "part", "server", "version", "started_at", "seconds", "generator",
                "counts", "latencies", "phases", "series", "pairs", "thresholds", "ratio",
            ])
        #expect(json["format"]?.string == "lgsp-replay-1")
        for measure in ["accepted", "mailbox"] {
            for way in ["corrected", "raw"] {
                let histogram = try #require(json["latencies"]?[measure]?[way])
                let sum = (histogram["buckets"]?.elements ?? []).reduce(0) { $0 + ($1.elements.last?.int ?? 0) }
                #expect(sum == histogram["count"]?.int)
                #expect(sum > 0)
            }
        }
        let series = try #require(json["series"])
        let lengths = ["planned", "sent", "accepted", "errors", "backlog", "p50_ms", "p99_ms"].map {
            series[$0]?.elements.count
        }
        #expect(Set(lengths).count == 1)
    }

    @Test func withoutIdentitiesNothingRuns() throws {
        let scenario = try scenario(.constant(rate: 1), seconds: 1)
        #expect(throws: ScenarioError.self) { try run(scenario, on: FakeBus(parties: [])) }
    }
}
