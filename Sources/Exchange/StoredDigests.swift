/// The digests of a message's stored bytes, which they are compared with when they are read.
public struct StoredDigests: Hashable, Sendable {
    /// SHA-256 of the content.
    public let content: [UInt8]
    /// How many bytes the content has.
    public let size: UInt64
    /// SHA-256 of the detached signature, empty where there is none; nil where that was not noted yet.
    public let signature: [UInt8]?

    /// A content of `size` bytes with these digests.
    public init(content: [UInt8], size: UInt64, signature: [UInt8]?) {
        self.content = content
        self.size = size
        self.signature = signature
    }
}
