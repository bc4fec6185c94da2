/// The number of an item in the ledger: the shard of the hub it began at (16 bits), then a count (40 bits).
///
/// The shard leads, so that the rows of one hub lie together and may one day live on another machine.
public struct Serial: Hashable, Comparable, Sendable {
    static let mask: UInt64 = 0xFF_FFFF_FFFF_FFFF
    private static let countBits = 40

    /// The whole number, never negative.
    public let value: Int64

    /// The serial with this number.
    public init(_ value: Int64) { self.value = value }

    /// The `count`th item of `shard`.
    public init(shard: UInt16, count: Int64) {
        value = Int64(shard) << Serial.countBits | count & (1 << Serial.countBits - 1)
    }

    /// The shard of the hub that the item began at.
    public var shard: UInt16 { UInt16(truncatingIfNeeded: value >> Serial.countBits) }

    /// The next item of the same shard.
    public var next: Serial { Serial(value + 1) }

    /// The lower number comes first.
    public static func < (left: Serial, right: Serial) -> Bool { left.value < right.value }
}
