import Scenario
import Testing

@Suite struct HistogramTests {
    @Test(arguments: [
        (seed: UInt64(1), count: 1, bound: 100), (2, 10, 1000), (3, 1000, 127), (4, 1000, 128), (5, 9999, 1_000_000),
        (6, 5000, 90_000_000_000),
    ])
    func percentilesAgreeWithSorting(seed: UInt64, count: Int, bound: Int) throws {
        var random = SplitMix64(seed: seed)
        var histogram = Histogram()
        var values: [Int] = []
        for _ in 0..<count {
            let value = random.below(bound)
            values.append(value)
            histogram.record(Int64(value))
        }
        values.sort()
        for fraction in [0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0] {
            let rank = max(1, Int((fraction * Double(count)).rounded(.up)))
            let exact = UInt64(values[rank - 1])
            let measured = try #require(histogram.percentile(fraction))
            #expect(measured >= exact)
            #expect(measured - exact <= exact / 64 + (exact > 127 ? 1 : 0))
        }
        #expect(histogram.maximum == values.last.map(UInt64.init))
        #expect(histogram.percentile(1) == histogram.maximum)
    }

    @Test func mergingIsCountingTogether() {
        var random = SplitMix64(seed: 7)
        var (first, second, both) = (Histogram(), Histogram(), Histogram())
        for index in 0..<2000 {
            let value = Int64(random.below(1 << 40))
            both.record(value)
            if index % 3 == 0 { first.record(value) } else { second.record(value) }
        }
        first.merge(second)
        #expect(first == both)
    }

    @Test(arguments: [Int64.min, -1, 0, 127, 128, 129, Int64.max])
    func extremesAreCounted(value: Int64) {
        var histogram = Histogram()
        histogram.record(value)
        #expect(histogram.count == 1)
        #expect(histogram.percentile(0.5) == UInt64(max(0, value)))
    }

    @Test func emptyHasNone() {
        #expect(Histogram().percentile(0.99) == nil)
    }
}
