/// What the generator of an open run may use.
public struct OpenLoad: Sendable, Equatable {
    /// Submissions without an answer at one time, at most: a thread each.
    public var senders = 32
    /// Threads that write and sign documents ahead.
    public var signers = 1
    /// Documents that are written and signed ahead, at most.
    public var ahead = 2_048
    /// Seconds after its intended time from which a document is dropped instead of sent.
    public var dropAfter = 10.0
    /// Milliseconds after its intended time from which sending a document counts as late.
    public var lateAfter = 20
    /// Seconds after the last phase in which receivers may still fetch and confirm.
    public var drain = 30.0

    /// What suits a small machine.
    public init() {}
}
