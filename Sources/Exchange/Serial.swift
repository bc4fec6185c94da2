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

    /// The largest number that every JSON reader keeps exactly: 2⁵³ − 1 (RFC 8259, section 6).
    private static let largestNumber: Int64 = 1 << 53 - 1

    /// The serial as a number from 1 to 2⁵³ − 1, for interfaces whose ids are numbers: one per message, told by facts
    /// alone and so the same after a rebuild. Nil for shards from 8192 on.
    public var number: Int64? { (1...Self.largestNumber).contains(value) ? value : nil }

    /// The serial that a number in decimal digits names; nil where it is none.
    public init?(number text: String) {
        guard (1...16).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(text), (1...Self.largestNumber).contains(value)
        else { return nil }
        self.init(value)
    }

    /// The next item of the same shard.
    public var next: Serial { Serial(value + 1) }

    /// The lower number comes first.
    public static func < (left: Serial, right: Serial) -> Bool { left.value < right.value }
}
