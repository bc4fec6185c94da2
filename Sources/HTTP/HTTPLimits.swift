/// What a server takes at once, and how long it waits for whoever is slow.
public struct HTTPLimits: Sendable {
    /// Connections whose first bytes have come in, before the least useful ones are closed.
    public var connections = 4_096
    /// Of these, connections of those whom nobody knows (yet).
    public var strangers = 1_024
    /// Connections of one party.
    public var connectionsOfParty = 512
    /// Connections that have said nothing so far.
    public var lobby = 2_048
    /// New connections that are taken on a second, for their handshakes cost more than their requests.
    public var pace = 2_000
    /// Milliseconds from a connection's beginning to its first whole request.
    public var greeting: Int64 = 10_000
    /// Milliseconds between the requests of someone who is known.
    public var idle: Int64 = 30_000
    /// Milliseconds between the requests of a stranger.
    public var strangerIdle: Int64 = 5_000
    /// Milliseconds over which the speed of a body or an answer is taken.
    public var window: Int64 = 20_000
    /// Bytes a second that must move within each window.
    public var bytesPerSecond: Int64 = 8_192
    /// Bytes of bodies and answers in memory together.
    public var memory = 256 << 20

    /// The usual limits.
    public init() {}

    /// The same with room for `files` open files in all, of which the connections take a part.
    public func fitting(files: Int) -> HTTPLimits {
        var limits = self
        let room = max(64, files / 2)
        limits.connections = min(connections, room)
        limits.strangers = min(strangers, room / 4)
        limits.lobby = min(lobby, room / 2)
        limits.connectionsOfParty = min(connectionsOfParty, max(32, room / 8))
        return limits
    }

    /// How many milliseconds a connection may be in `phase`, nil for as long as it likes or moves.
    func allowance(in phase: HTTPConnection.Phase, isKnown: Bool) -> Int64? {
        switch phase {
        case .greeting: greeting
        case .idle: isKnown ? idle : strangerIdle
        case .receiving, .sending, .handling, .streaming: nil
        }
    }

    /// Whether `bytes` in `milliseconds` are too few; nil where it is too early to tell.
    func isTooSlow(_ bytes: Int64, in milliseconds: Int64) -> Bool? {
        milliseconds < window ? nil : bytes < bytesPerSecond * milliseconds / 1_000
    }
}
