internal import Exchange

/// One link of the ledger's hash chain: what the bus signs, once per batch.
public struct Checkpoint: Sendable, Hashable {
    /// The batch's number, from 1.
    public let batch: Int64
    /// The number of its first fact.
    public let firstFact: Int64
    /// How many facts it holds.
    public let count: Int64
    /// Its time, milliseconds since 1970.
    public let at: Int64
    /// The root of the digest tree over its facts.
    public let root: [UInt8]
    /// The digest of the checkpoint before; 32 zeros before the first.
    public let previous: [UInt8]

    /// The bytes whose SHA-256 is the checkpoint.
    public var statement: [UInt8] {
        var bytes = Array("lgsp-checkpoint-1".utf8)
        func append(_ value: Int64, bytes count: Int) {
            for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
            }
        }
        append(batch, bytes: 8)
        append(firstFact, bytes: 8)
        append(count, bytes: 4)
        append(at, bytes: 8)
        return bytes + root + previous
    }

    static let genesis = [UInt8](repeating: 0, count: 32)
}
