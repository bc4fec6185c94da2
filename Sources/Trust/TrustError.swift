/// A failure to read or make keys, certificates and the PKI's files. Judging a signature never throws: see `Verdict`.
public struct TrustError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What failed and why, one line.
    public let description: String

    /// A failure in the words of `description`.
    public init(_ description: String) { self.description = description }
}
