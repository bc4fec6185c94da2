import Testing

@testable import Scenario

/// What was never measured is told as that, never as 0: in the file, the summary, the page and the comparison.
@Suite struct NothingMeasuredTests {
    private static func empty(part: ReplayResults.Part = .init()) throws -> ReplayResults {
        var scenario = try Sample.scenario()
        scenario.limits.latencies = [
            .init(.accepted, .p99, milliseconds: 500), .init(.mailbox, .max, milliseconds: 900),
        ]
        var results = ReplayResults(scenario: "s", seed: 1, run: "r", part: part, seconds: 1)
        results.startedAt = "2026-11-24T09:15:00.123+07:00"
        results.phases = [ReplayResults.Phase(name: "a", begin: 0, end: 1)]
        results.thresholds = results.judged(by: scenario, goodRefused: 0, badAccepted: 0, notVerified: 0)
        return results
    }

    @Test func thresholdsAreNotKept() throws {
        let results = try Self.empty()
        let missed = results.thresholds.filter { $0.value == nil }
        #expect(missed.map(\.name) == ["accepted.p99", "mailbox.max", "ratio.minimum", "ratio.maximum"])
        #expect(missed.allSatisfy { !$0.passed } && !results.passed)
    }

    @Test func itIsSaidInWords() throws {
        let results = try Self.empty()
        let text = results.summary()
        #expect(text.contains("FAILED accepted.p99: limit 500 ms, no document was measured\n"))
        let phase = try #require(text.split(separator: "\n").first { $0.hasPrefix("  a ") })
        #expect(phase.split(separator: " ").suffix(3) == ["–", "–", "–"])
        #expect(!text.contains("measured 0 ms"))
        let page = ReplayPage(results).html
        #expect(
            page.contains("no document was measured")
                && ReplayPage(results, vietnamese: true).html.contains("không đo được"))
        #expect(Histogram().percentile(0.5) == nil && Format.milliseconds(Histogram().percentile(0.5)) == "–")
    }

    @Test func theFileHasNullAndIsReadBack() throws {
        let results = try Self.empty()
        #expect(
            String(decoding: results.json, as: UTF8.self).contains(
                #""name":"accepted.p99","limit":500.0,"value":null,"#))
        #expect(try ReplayResults(reading: results.json, path: "p") == results)
    }

    /// Of parts the one that measured something is judged; where none did, nothing was.
    @Test func partsAreJudgedByWhatWasMeasured() throws {
        let (first, second) = (
            try Self.empty(part: .init(number: 1, of: 2)), try Self.empty(part: .init(number: 2, of: 2))
        )
        let none = try ReplayResults.merged([("a", first), ("b", second)])
        #expect(none.thresholds.first?.value == nil && none.thresholds.first?.passed == false)
        var measured = second
        measured.latencies.accepted.corrected = LatencyCounts(
            buckets: [.init(index: LatencyBucket.index(of: 1_000_000), count: 1)], maximum: 1_000_000)
        let whole = try ReplayResults.merged([("a", first), ("b", measured)])
        #expect(whole.thresholds.first?.value == 1 && whole.thresholds.first?.passed == true)
        #expect(whole.thresholds[1].value == nil && !whole.thresholds[1].passed)
    }

    @Test func aComparisonHasADash() throws {
        let table = Comparison(ResultsSample().whole(), try Self.empty()).table
        let row = try #require(table.first { $0[0] == "accepted.corrected.p99" })
        #expect(row[2] == "–" && row[3] == "–")
    }
}
