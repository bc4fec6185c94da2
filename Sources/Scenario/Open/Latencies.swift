/// One latency, counted twice.
struct LatencyPair: Sendable, Equatable {
    /// From the intended time: what a client waited whose document could not be sent in time.
    var corrected = Histogram()
    /// From the actual time of sending.
    var raw = Histogram()

    mutating func record(corrected: Int64, raw: Int64) {
        self.corrected.record(corrected)
        self.raw.record(raw)
    }
}

/// The latencies of a run or of a phase.
struct Latencies: Sendable, Equatable {
    /// Until the bus's answer.
    var accepted = LatencyPair()
    /// Until the document lay in its receiver's mailbox.
    var mailbox = LatencyPair()

    subscript(_ measure: OpenLimits.Measure) -> LatencyPair {
        switch measure {
        case .accepted: accepted
        case .mailbox: mailbox
        }
    }
}
