/// Hands out serials and ids to a decision: the moment, the counts per shard and the entropy come in as values.
public struct Numbering: Sendable {
    /// The moment of the decision.
    public let now: Instant
    /// The next message of each shard.
    public private(set) var messages: [UInt16: Int64]
    /// The next delivery of each shard.
    public private(set) var deliveries: [UInt16: Int64]
    private var entropy: UInt64

    /// Numbers from these counts on; a shard that is not named begins at 1.
    public init(now: Instant, messages: [UInt16: Int64], deliveries: [UInt16: Int64], entropy: UInt64) {
        self.now = now
        self.messages = messages
        self.deliveries = deliveries
        self.entropy = entropy
    }

    mutating func message(shard: UInt16) -> (serial: Serial, id: Identifier) {
        let count = messages[shard] ?? 1
        messages[shard] = count + 1
        return identified(Serial(shard: shard, count: count))
    }

    mutating func delivery(shard: UInt16) -> (serial: Serial, id: Identifier) {
        let count = deliveries[shard] ?? 1
        deliveries[shard] = count + 1
        return identified(Serial(shard: shard, count: count))
    }

    private mutating func identified(_ serial: Serial) -> (Serial, Identifier) {
        // SplitMix64: the ids need to differ between ledgers, not to be secret.
        entropy &+= 0x9E37_79B9_7F4A_7C15
        var mixed = entropy
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return (serial, Identifier(serial: serial, at: now, entropy: mixed ^ mixed >> 31))
    }
}
