public import Platform

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
        /// How a check went.
        public enum Outcome: Sendable, Equatable {
            /// It holds.
            case passed
            /// It does not hold, and is refused with this code.
            case failed(TrustCode)
            /// It could not be judged because the named check failed.
            case notEvaluated(because: String)
        }

        /// Its stable name, such as `signature` or `revocation`.
        public let name: String
        /// How it went.
        public let outcome: Outcome
        /// What passes.
        public let expected: String?
        /// What was there, where it did not pass.
        public let found: String?
        /// What to do, where that is more than the words of the code.
        public let hint: Hint?

        /// A check named `name`.
        public init(
            _ name: String, _ outcome: Outcome, expected: String? = nil, found: String? = nil, hint: Hint? = nil
        ) {
            self.name = name
            self.outcome = outcome
            self.expected = expected
            self.found = found
            self.hint = hint
        }

        init(_ name: CheckName, _ outcome: Outcome = .passed, found: String? = nil, hint: Hint? = nil) {
            self.init(name.rawValue, outcome, expected: name.expectation, found: found, hint: hint)
        }

        /// Whether it holds.
        public var passed: Bool { outcome == .passed }

        /// The standard and its clause; nil where it is a rule of the bus.
        public var clause: String? { CheckName(rawValue: name).flatMap { $0.clause.isEmpty ? nil : $0.clause } }

        /// The code that it is refused with, where it failed.
        public var code: TrustCode? { if case .failed(let code) = outcome { code } else { nil } }

        /// The name of the failed check for which this one could not be judged.
        public var because: String? { if case .notEvaluated(let name) = outcome { name } else { nil } }

        /// The outcome's stable name: `passed`, `failed` or `not_evaluated`.
        public var outcomeName: String {
            switch outcome {
            case .passed: "passed"
            case .failed: "failed"
            case .notEvaluated: "not_evaluated"
            }
        }

        /// Whether the signer speaks for the sender, which the directory of agencies knows.
        public static func binding(isBound: Bool, found: String) -> Check {
            Check(.binding, isBound ? .passed : .failed(.signerNotBound), found: isBound ? nil : found)
        }
    }

    /// The outcome.
    public var status: Status
    /// The first failure, nil where the status is `valid`.
    public var code: TrustCode?
    /// Every check, those after a failure too; one that a failure makes meaningless says so.
    public var checks: [Check]
    /// The signer, as soon as its certificate is known, even where a check failed.
    public var signer: Certificate?
    /// The time the signer claims (RFC 5652, section 11.3), milliseconds since 1970.
    public var signingTime: Int64?
    /// The SHA-256 of what was signed, where the signature is valid and its check came by it.
    public var contentDigest: [UInt8]?

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
            checks: [Check(.presence, .failed(.signatureMissing), found: "none")]
                + CMSFindings.names.map { Check($0, .notEvaluated(because: CheckName.presence.rawValue)) })
    }

    /// The check that decided: the one whose code is the verdict's.
    public var decisive: Check? { code.flatMap { code in checks.first { $0.code == code } } }
}
