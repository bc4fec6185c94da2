import Testing

@testable import Scenario

/// The intended times of documents, pure.
@Suite struct ArrivalTimesTests {
    private func times(_ arrival: Arrival, seconds: Double, seed: UInt64 = 1) -> [Double] {
        ArrivalTimes([Phase(name: "a", seconds: seconds, arrival: arrival)], seed: seed).map { Double($0.offset) / 1e9 }
    }

    @Test(arguments: [
        (Arrival.constant(rate: 4), 1.0, [0, 0.25, 0.5, 0.75]),
        (.constant(rate: 0), 5, []),
        (.ramp(from: 2, to: 2), 1, [0, 0.5]),
        // Of 0 to 2 a second over 4 s, t²/4 have come by t.
        (.ramp(from: 0, to: 2), 4, [0, 2, 2.828_427_125, 3.464_101_615]),
        (.ramp(from: 2, to: 0), 4, [0, 0.535_898_385, 1.171_572_875, 2]),
        (.burst(rate: 1, every: 2, size: 2), 4, [0, 0, 0, 1, 2, 2, 2, 3]),
        (.burst(rate: 0, every: 1.5, size: 1), 4, [0, 1.5, 3]),
        (.officeHours(rate: 5, profile: [0]), 9, []),
    ])
    func evenTimes(arrival: Arrival, seconds: Double, expected: [Double]) {
        let found = times(arrival, seconds: seconds)
        #expect(found.count == expected.count, "\(found)")
        for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-6) }
    }

    @Test(arguments: [
        Arrival.constant(rate: 300), .poisson(rate: 300), .ramp(from: 100, to: 500), .ramp(from: 500, to: 100),
        .burst(rate: 200, every: 1, size: 100), .officeHours(rate: 600, profile: [0, 1, 0.5]),
    ])
    func asManyAsExpectedInOrder(arrival: Arrival) {
        let found = times(arrival, seconds: 30)
        let expected = arrival.expected(in: 30)
        // Five standard deviations of what comes at random.
        #expect(abs(Double(found.count) - expected) <= 5 * expected.squareRoot())
        #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(found.allSatisfy { (0..<30).contains($0) })
    }

    @Test func thePoissonProcessHasTheSpreadOfOne() {
        // The variance of the numbers in equal parts is their mean; an even process has none.
        var counts = [Int](repeating: 0, count: 1_000)
        for time in times(.poisson(rate: 20), seconds: 1_000) { counts[Int(time)] += 1 }
        let mean = Double(counts.reduce(0, +)) / 1_000
        let variance = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 1_000
        #expect(abs(mean - 20) < 1)
        #expect(abs(variance / mean - 1) < 0.2)
    }

    @Test func theProfileShapesTheDay() {
        let found = times(.officeHours(rate: 100, profile: [1, 0, 0.5, 2]), seconds: 400)
        let parts = (0..<4).map { part in found.count { Int($0 / 100) == part } }
        #expect(parts[1] == 0)
        for (count, expected) in zip(parts, [10_000.0, 0, 5_000, 20_000]) {
            #expect(abs(Double(count) - expected) <= 5 * expected.squareRoot())
        }
    }

    @Test func theSeedDecides() {
        let arrival = Arrival.poisson(rate: 50)
        #expect(times(arrival, seconds: 9, seed: 4) == times(arrival, seconds: 9, seed: 4))
        #expect(times(arrival, seconds: 9, seed: 4) != times(arrival, seconds: 9, seed: 5))
    }

    @Test func phasesFollowEachOther() {
        let phases = [
            Phase(name: "a", seconds: 2, isWarmUp: true, arrival: .constant(rate: 1)),
            Phase(name: "b", seconds: 1, arrival: .constant(rate: 0)),
            Phase(name: "c", seconds: 2, arrival: .constant(rate: 1), hasDirective: true),
        ]
        let found = Array(ArrivalTimes(phases, seed: 1))
        #expect(found.map(\.phase) == [0, 0, 2, 2, 2])
        #expect(found.map { $0.offset / 1_000_000 } == [0, 1_000, 3_000, 3_000, 4_000])
        #expect(found.map(\.isDirective) == [false, false, true, false, false])
    }
}
