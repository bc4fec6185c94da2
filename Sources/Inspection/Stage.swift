public import Trust

/// One stage of an inspection and how it went.
public struct Stage: Sendable {
    /// How a stage went.
    public enum Outcome: Sendable {
        /// Nothing is wrong.
        case passed
        /// Nothing refuses the message, but something is odd.
        case warned
        /// The message is refused.
        indirect case failed(Objection)
        /// It was not looked at because of what this names: a stage that failed, or something that is not at hand.
        case notReached(because: String)
    }

    /// Which stage it is.
    public let name: StageName
    /// How it went.
    public var outcome: Outcome
    /// The form of a signature: `cms` or `xmldsig`.
    public var form: String?
    /// What it took, where that was measured.
    public var nanoseconds: Int64?
    /// How many bytes were looked at.
    public var bytes: Int?
    /// The business time of what a fact tells (RFC 3339).
    public var at: String?
    /// The state that a fact left, such as a delivery's.
    public var state: String?
    /// What was checked, each with what passes and what was found.
    public var checks: [Verdict.Check] = []
    /// What the signature is, in the verdict's words: `valid`, `invalid` or `absent`.
    public var status: Verdict.Status?
    /// The certificate that was judged.
    public var certificate: CertificateSummary?
    /// A sentence with the facts; may be empty.
    public var detail = ""

    /// The stage `name` with its outcome.
    public init(_ name: StageName, _ outcome: Outcome = .passed) {
        self.name = name
        self.outcome = outcome
    }

    /// The judgement of a signature, or of a certificate's path.
    public init(_ name: StageName, form: String?, _ verdict: Verdict, line: Int? = nil) {
        self.init(name, verdict.status == .valid ? .passed : .failed(Objection(verdict, line: line)))
        self.form = form
        status = verdict.status
        checks = verdict.checks
        certificate = verdict.signer.map { CertificateSummary($0) }
    }

    /// Why it refuses the message, nil where it does not.
    public var objection: Objection? { if case .failed(let objection) = outcome { objection } else { nil } }

    /// Whether it was looked at.
    public var isReached: Bool { if case .notReached = outcome { false } else { true } }

    /// The outcome's stable name: `passed`, `warned`, `failed` or `not_reached`.
    public var result: String {
        switch outcome {
        case .passed: "passed"
        case .warned: "warned"
        case .failed: "failed"
        case .notReached: "not_reached"
        }
    }
}
