import Testing

@testable import Scenario

@Suite struct LatencyCountsTests {
    @Test func theyAreTheHistogramsBuckets() {
        var random = SplitMix64(seed: 11)
        var histogram = Histogram()
        var buckets: [Int: Int] = [:]
        for _ in 0..<5000 {
            let value = Int64(random.below(1 << random.below(50)))
            histogram.record(value)
            buckets[LatencyBucket.index(of: UInt64(value)), default: 0] += 1
        }
        let counts = LatencyCounts(
            buckets: buckets.sorted { $0.key < $1.key }.map { .init(index: $0.key, count: $0.value) },
            maximum: histogram.maximum)
        let fractions = [0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1]
        #expect(counts.percentiles(fractions) == fractions.map { histogram.percentile($0) })
        for fraction in fractions { #expect(counts.percentile(fraction) == histogram.percentile(fraction)) }
    }

    @Test(arguments: [0, 1, 127, 128, 129, 255, 256, 1_000_000, UInt64(1) << 53, UInt64(1) << 62, UInt64(Int64.max)])
    func aBucketHoldsItsValues(value: UInt64) {
        let index = LatencyBucket.index(of: value)
        #expect((0..<LatencyBucket.count).contains(index))
        #expect(LatencyBucket.greatest(in: index) >= value)
        #expect(index == 0 || LatencyBucket.greatest(in: index - 1) < value)
    }

    @Test func nearestRankOfAHundred() {
        let counts = ResultsSample.counts((1...100).map { Double($0) * 1e-9 })
        for (fraction, value) in [(0, 1), (0.01, 1), (0.5, 50), (0.505, 51), (0.9, 90), (0.99, 99), (1, 100)] {
            #expect(counts.percentile(fraction) == UInt64(value))
        }
        #expect(LatencyCounts().percentile(0.5) == nil)
    }

    @Test func correctedAndRawPartWhereDocumentsWaited() throws {
        var latency = ReplayResults.Latency()
        latency.raw = ResultsSample.counts(Array(repeating: 0.01, count: 1000))
        latency.corrected = ResultsSample.counts(
            Array(repeating: 0.01, count: 980) + (1...20).map { Double($0) * 0.1 })
        let parting = try #require(Parting(latency))
        #expect((48...54).contains(parting.oneIn))
        #expect(parting.corrected > 90_000_000 && parting.raw < 11_000_000)
        latency.corrected = latency.raw
        #expect(Parting(latency) == nil)
    }
}
