extension ReplayResults {
    /// What happened when: equal intervals of time, one value each in every list.
    struct Series: Sendable, Equatable {
        var bucketSeconds = 1.0
        /// When the first interval begins.
        var begin = 0.0
        /// Documents that should have been sent.
        var planned: [Double] = []
        var sent: [Double] = []
        var accepted: [Double] = []
        var errors: [Double] = []
        /// Documents that are due but not answered yet, at the end of the interval.
        var backlog: [Double] = []
        /// Corrected latency until accepted, milliseconds; nil where nothing was accepted.
        var p50: [Double?] = []
        var p99: [Double?] = []

        /// How many intervals there are.
        var count: Int {
            max(planned.count, sent.count, accepted.count, errors.count, backlog.count, p50.count, p99.count)
        }

        /// When the last interval ends.
        var end: Double { begin + Double(count) * bucketSeconds }
    }
}
