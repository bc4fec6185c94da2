/// Why nothing was done to a PKI's folder: it stands as it was.
public struct PKIError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The stable names.
    public enum Code: String, Sendable, CaseIterable {
        /// Another process is at work on the folder, and did not end in time.
        case inUse = "pki_in_use"
        /// There is a PKI already.
        case exists = "pki_exists"
        /// There are keys of a PKI, but no root certificate.
        case damaged = "pki_damaged"
        /// The list of what was revoked cannot be relied on.
        case revocationsDamaged = "revocations_damaged"
        /// There is a key of the agency already.
        case keyExists = "key_exists"
    }

    /// What kind of failure.
    public let code: Code
    /// What was found, one line without a full stop.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
