/// Bytes as the key of a dictionary, hashed together: an array hashes one after the other.
public struct ByteKey: Hashable, Sendable {
    private let bytes: [UInt8]

    /// The key that `bytes` are.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Hashes all bytes in one go.
    public func hash(into hasher: inout Hasher) {
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}
