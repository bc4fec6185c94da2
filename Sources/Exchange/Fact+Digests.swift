extension Fact {
    /// The digests of the bytes that came with the message `serial`, which this fact took in.
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
