/// How much of everything a parse takes.
public struct XMLLimits: Hashable, Sendable {
    /// Elements within each other.
    public var depth = 64
    /// Elements in all.
    public var nodes = 200_000
    /// Attributes of one element.
    public var attributes = 64

    /// The usual limits.
    public init() {}
}
