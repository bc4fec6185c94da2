/// What a receiver does about a document that reached it.
public enum Answer: Sendable, Equatable {
    /// Status 02 with this reason.
    case refuse(reason: String)
    /// These statuses, one after another; none for a receiver that keeps silent.
    case statuses([String])
}
