/// What the stored bytes of a message are known by.
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

extension Fact {
    /// What the bytes are known by that came with the message `serial`, which this fact took in.
    ///
    /// Nil where the fact is not of that message; `.some(nil)` where it came in none, or its digests were not noted yet.
    public func digests(of serial: Serial) -> StoredDigests?? {
        switch self {
        case .accepted(let accepted) where accepted.serial == serial:
            StoredDigests(
                content: accepted.submission.digest, size: accepted.submission.size,
                signature: accepted.submission.signatureDigest)
        case .statusRecorded(let status) where status.serial == serial: .some(status.message)
        default: nil
        }
    }
}
