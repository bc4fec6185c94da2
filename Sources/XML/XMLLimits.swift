/// How much of everything a parse takes.
public struct XMLLimits: Hashable, Sendable {
    /// Bytes in all: as many as a mailbox can give back in base64 within the largest answer.
    public var bytes = 100_000_000
    /// Elements within each other.
    public var depth = 64
    /// Elements in all.
    public var nodes = 200_000
    /// Attributes of one element, namespace declarations included.
    public var attributes = 64
    /// Namespace declarations in force at one place.
    public var namespaces = 64
    /// Bytes of one name.
    public var name = 256
    /// Bytes of one namespace's name.
    public var namespaceName = 2048
    /// Different names and namespaces in all.
    public var differentNames = 20_000

    /// The usual limits.
    public init() {}
}
