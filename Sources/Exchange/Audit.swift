/// A change that somebody asked for with an admin's rights, or without having them; kept before it is done.
public struct Audit: Hashable, Sendable {
    /// Who asked.
    public let actor: String
    /// The operation, by its name in the OpenAPI document.
    public let operation: String
    /// What it was asked of, such as a code or an id; may be empty.
    public let target: String
    /// With which members, but for secrets; may be empty.
    public let detail: String
    /// Its public id, which its outcome names; nil in facts of version 1, whose outcome is not kept.
    public let id: Identifier?

    /// The entry with these texts.
    public init(actor: String, operation: String, target: String, detail: String, id: Identifier?) {
        self.id = id
        self.actor = actor
        self.operation = operation
        self.target = target
        self.detail = detail
    }
}

/// The outcome of an audited change; without one nobody knows it, since the process ended in between.
public struct AuditOutcome: Hashable, Sendable {
    /// The entry it is about.
    public let audit: Identifier
    /// Why it was not done, as a stable code; empty where it was done.
    public let code: String

    /// The outcome of `audit`: refused for the reason `code`, or done where that is empty.
    public init(audit: Identifier, code: String) {
        self.audit = audit
        self.code = code
    }
}
