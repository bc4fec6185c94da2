/// What was found about a signature: a value with every check in it, never a throw.
public struct Verdict: Sendable {
    /// The outcome.
    public enum Status: String, Sendable {
        /// Every check passed.
        case valid
        /// At least one check failed; `code` says which first.
        case invalid
        /// There is no signature.
        case absent
    }

    /// One check and how it went.
    public struct Check: Sendable, Equatable {
        /// Its stable name, such as `signature` or `revocation`.
        public let name: String
        /// Whether it passed.
        public let passed: Bool
        /// What would have passed, where that needs saying.
        public let expected: String?
        /// What was there, where that needs saying.
        public let found: String?

        /// A check named `name`.
        public init(_ name: String, passed: Bool, expected: String? = nil, found: String? = nil) {
            self.name = name
            self.passed = passed
            self.expected = expected
            self.found = found
        }
    }

    /// The outcome.
    public var status: Status
    /// The first failure, nil where the status is `valid`.
    public var code: TrustCode?
    /// The checks in the order they were made; nothing is checked after a failure that makes it meaningless.
    public var checks: [Check]
    /// The signer, as soon as its certificate is known, even where a check failed.
    public var signer: Certificate?
    /// The time the signer claims (RFC 5652, section 11.3), milliseconds since 1970.
    public var signingTime: Int64?

    /// A verdict of these parts.
    public init(
        status: Status, code: TrustCode? = nil, checks: [Check] = [], signer: Certificate? = nil,
        signingTime: Int64? = nil
    ) {
        self.status = status
        self.code = code
        self.checks = checks
        self.signer = signer
        self.signingTime = signingTime
    }

    /// The verdict where no signature came.
    public static var absent: Verdict {
        Verdict(
            status: .absent, code: .signatureMissing,
            checks: [Check("presence", passed: false, expected: "a signature", found: "none")])
    }
}
