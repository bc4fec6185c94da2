/// Latencies as a results file holds them: how many fell into which bucket, and the greatest of all.
///
/// Nanoseconds. Counts of several processes are added without loss; a percentile is at most 1/64 above the exact one.
public struct LatencyCounts: Sendable, Equatable {
    /// How many latencies fell into one bucket.
    struct Bucket: Sendable, Equatable {
        let index: Int
        let count: Int
    }

    /// The buckets that are not empty, in order.
    private(set) var buckets: [Bucket] = []
    /// How many latencies there are.
    private(set) var count = 0
    /// The greatest latency, 0 where there is none.
    private(set) var maximum: UInt64 = 0

    /// Counts nothing.
    init() {}

    /// These buckets, which stand in order, and this greatest latency.
    init(buckets: [Bucket], maximum: UInt64) {
        self.buckets = buckets
        self.maximum = maximum
        count = buckets.reduce(0) { $0 + $1.count }
    }

    /// Adds what `other` counted.
    mutating func merge(_ other: LatencyCounts) {
        var sums: [Bucket] = []
        sums.reserveCapacity(buckets.count + other.buckets.count)
        var (left, right) = (buckets[...], other.buckets[...])
        while let first = left.first, let second = right.first {
            sums.append(
                Bucket(
                    index: min(first.index, second.index),
                    count: (first.index <= second.index ? first.count : 0)
                        + (second.index <= first.index ? second.count : 0)))
            if first.index <= second.index { left.removeFirst() }
            if second.index <= first.index { right.removeFirst() }
        }
        buckets = sums + left + right
        count += other.count
        maximum = max(maximum, other.maximum)
    }

    /// The latency that `fraction` (0...1) of all do not exceed, by nearest rank; nil where there is none.
    func percentile(_ fraction: Double) -> UInt64? {
        percentiles([fraction]).first ?? nil
    }

    /// The same for each of `fractions`, which ascend, in one pass.
    func percentiles(_ fractions: [Double]) -> [UInt64?] {
        guard count > 0 else { return fractions.map { _ in nil } }
        var position = buckets.startIndex
        var seen = buckets[position].count
        return fractions.map { fraction in
            let rank = max(1, Int((min(max(fraction, 0), 1) * Double(count)).rounded(.up)))
            while seen < rank, position + 1 < buckets.endIndex {
                position += 1
                seen += buckets[position].count
            }
            return min(LatencyBucket.greatest(in: buckets[position].index), maximum)
        }
    }
}
