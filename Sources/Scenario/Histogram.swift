/// Durations counted in log-linear buckets: fixed memory whatever their number, each percentile within 1/64 of the truth.
///
/// The buckets are those of `LatencyBucket`. The greatest value is kept exactly.
public struct Histogram: Sendable, Equatable {
    private var buckets = [UInt64](repeating: 0, count: LatencyBucket.count)
    /// How many values were counted.
    public private(set) var count: UInt64 = 0
    /// The greatest value, 0 where there is none.
    public private(set) var maximum: UInt64 = 0

    /// An empty histogram.
    public init() {}

    /// Counts `value`; a negative one counts as 0.
    public mutating func record(_ value: Int64) {
        let value = UInt64(max(0, value))
        buckets[LatencyBucket.index(of: value)] += 1
        count += 1
        maximum = max(maximum, value)
    }

    /// Counts what `other` counted.
    public mutating func merge(_ other: Histogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
        maximum = max(maximum, other.maximum)
    }

    /// The value that `fraction` (0...1) of all values do not exceed, by nearest rank; nil where there is none.
    ///
    /// It is the greatest value of its bucket: at most 1/64 above the exact one, never below it.
    public func percentile(_ fraction: Double) -> UInt64? {
        guard count > 0 else { return nil }
        let wanted = (min(max(fraction, 0), 1) * Double(count)).rounded(.up)
        let rank = max(1, UInt64(wanted))
        var seen: UInt64 = 0
        for (index, number) in buckets.enumerated() {
            seen += number
            if seen >= rank { return min(LatencyBucket.greatest(in: index), maximum) }
        }
        return maximum
    }

    /// The buckets that counted anything, by index.
    var sparse: [(index: Int, count: UInt64)] {
        buckets.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element) }
    }
}
