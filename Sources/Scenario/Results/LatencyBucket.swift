/// The log-linear buckets that latencies are counted in, by index.
///
/// Values up to 127 have a bucket each; above, every power of two is cut into 64.
enum LatencyBucket {
    /// How many there are: every value of `UInt64` up to 2^63 has one.
    static let count = 58 * 64 + 128

    /// The bucket of `value`.
    static func index(of value: UInt64) -> Int {
        guard value >= 128 else { return Int(value) }
        let shift = 57 - value.leadingZeroBitCount
        return 64 + shift * 64 + Int(value >> UInt64(shift)) - 64
    }

    /// The greatest value that is counted in the bucket `index`.
    static func greatest(in index: Int) -> UInt64 {
        guard index >= 128 else { return UInt64(max(0, index)) }
        let shift = UInt64((index - 128) / 64 + 1)
        let top = UInt64((index - 128) % 64 + 64)
        return (top << shift) | ((1 << shift) - 1)
    }
}
