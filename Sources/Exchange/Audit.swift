/// What somebody with everybody's rights asked to have changed; kept before it is done.
public struct Audit: Hashable, Sendable {
    /// Who asked.
    public let actor: String
    /// The operation, by its name in the OpenAPI document.
    public let operation: String
    /// What it was asked of, such as a code or an id; may be empty.
    public let target: String
    /// With which members, but for secrets; may be empty.
    public let detail: String

    /// The entry with these texts.
    public init(actor: String, operation: String, target: String, detail: String) {
        self.actor = actor
        self.operation = operation
        self.target = target
        self.detail = detail
    }
}
