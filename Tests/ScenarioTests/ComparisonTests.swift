import Testing

@testable import Scenario

@Suite struct ComparisonTests {
    private func run(seconds: Double = 10, milliseconds: Double, accepted: Int = 1000) -> ReplayResults {
        var results = ReplayResults(scenario: "s", seed: 1, run: "r", seconds: seconds)
        results.counts.accepted = accepted
        let counts = ResultsSample.counts(Array(repeating: milliseconds / 1000, count: min(accepted, 1000)))
        results.latencies.accepted = .init(corrected: counts, raw: counts)
        return results
    }

    @Test(arguments: [
        (10.0, 10.0, Comparison.Verdict.same, 0.0), (10, 10.05, .same, 0), (10, 8, .better, 0), (8, 10, .worse, 25),
    ])
    func aHigherP99IsWorse(first: Double, second: Double, verdict: Comparison.Verdict, loss: Double) throws {
        let comparison = Comparison(run(milliseconds: first), run(milliseconds: second))
        #expect(comparison.verdict == verdict)
        let row = try #require(comparison.rows.first { $0.name == "accepted.corrected.p99" })
        let value = try #require(row.first)
        #expect(abs(value - first * 1e6) <= first * 1e6 / 64)
        #expect(abs(row.loss - loss) < 2)
        #expect(comparison.isWorse(byMoreThan: 20) == (loss > 20))
        #expect(!comparison.isWorse(byMoreThan: 30))
    }

    @Test func fewerASecondAreWorse() {
        let comparison = Comparison(run(milliseconds: 5), run(seconds: 20, milliseconds: 5))
        #expect(comparison.verdict == .worse)
        #expect(comparison.isWorse(byMoreThan: 49.9) && !comparison.isWorse(byMoreThan: 50))
        #expect(comparison.statement(vietnamese: false) == "A is better; B is worse: it accepts 50 % less a second.")
    }

    @Test func betterInOneAndWorseInAnotherIsMixed() {
        let comparison = Comparison(run(milliseconds: 5), run(seconds: 5, milliseconds: 9))
        #expect(comparison.verdict == .mixed)
        #expect(comparison.isWorse(byMoreThan: 50))
    }

    @Test func nothingAcceptedAnyMoreIsWorse() {
        let comparison = Comparison(run(milliseconds: 5), run(milliseconds: 5, accepted: 0))
        #expect(comparison.verdict == .worse)
        #expect(comparison.isWorse(byMoreThan: 99))
    }
}
