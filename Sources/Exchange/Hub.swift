/// A place where documents are routed: a province's LGSP or the national axis. Hubs form a tree.
public struct Hub: Hashable, Sendable {
    /// A short stable name, such as `H10` or `national`.
    public let code: String
    /// The index of the hub above, nil for the root.
    public let parent: Int?
    /// The shard number, assigned once.
    public let shard: UInt16
    /// Milliseconds that the link to the hub above takes.
    public let latency: UInt32
    /// The name for people.
    public let name: String

    /// The hub with these properties.
    public init(code: String, parent: Int?, shard: UInt16, latency: UInt32, name: String) {
        self.code = code
        self.parent = parent
        self.shard = shard
        self.latency = latency
        self.name = name
    }
}
