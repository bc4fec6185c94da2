internal import Exchange
internal import Platform

/// Whether the file of revocation lists could be taken when it changed last.
final class RevocationStatus: Sendable {
    /// Why it could not.
    struct Fault: Sendable {
        /// A sentence.
        let detail: String
        /// Since when.
        let since: Instant
    }

    private let state = Monitor<Fault?>(nil)

    /// What is wrong with it; nil where all is well.
    var fault: Fault? { state.withLock { $0 } }

    /// Notes what is wrong at `now`; what was wrong before keeps its time.
    func note(_ detail: String, at now: Instant) {
        state.withLock { $0 = Fault(detail: detail, since: $0?.since ?? now) }
    }

    /// All is well.
    func clear() { state.withLock { $0 = nil } }
}
