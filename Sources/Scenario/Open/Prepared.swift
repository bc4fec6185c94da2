/// A document written, signed and ready to be sent.
struct Prepared: Sendable {
    /// Its place among this process's documents, from 0.
    let ordinal: Int
    let time: ArrivalTimes.Time
    let document: PlannedDocument
    let identity: Identity
    let request: WireRequest
    /// When it was ready, on the monotonic clock.
    let readyAt: Int64

    /// What it holds in memory, about.
    var size: Int { request.body.count + 1024 }
}
