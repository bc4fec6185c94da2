extension ReplayResults {
    /// Takes over what a run counted; `owed` deliveries, of which `waiting` lay unfetched in their mailboxes at the end.
    mutating func fill(_ figures: OpenFigures, scenario: ScenarioFile, owed: Int, waiting: Int) {
        let delivered = figures.fetched + waiting
        counts = Counts(
            planned: figures.planned, sent: figures.sent, accepted: figures.accepted, refused: figures.refused,
            errors: figures.errors, delivered: delivered, confirmed: figures.confirmed,
            lost: max(0, owed - delivered))
        latencies = Latencies(figures.latencies)
        var begin = 0.0
        for (phase, counted) in zip(scenario.phases, figures.phases) {
            phases.append(
                Phase(
                    name: phase.name, begin: begin, end: begin + phase.seconds, isWarmUp: phase.isWarmUp,
                    planned: counted.planned, sent: counted.sent, accepted: counted.accepted,
                    latencies: Latencies(counted.latencies)))
            begin += phase.seconds
        }
        series = Self.series(figures.timeline)
        for (from, row) in zip(scenario.tiers, figures.pairs) {
            for (to, pair) in zip(scenario.tiers, row) where pair.accepted > 0 {
                pairs.append(Pair(from: from, to: to, accepted: pair.accepted, latency: LatencyCounts(pair.latency)))
            }
        }
    }

    private static func series(_ timeline: Timeline) -> Series {
        var series = Series()
        series.bucketSeconds = timeline.width
        var backlog = 0
        for part in timeline.used {
            backlog += part.planned - part.settled
            series.planned.append(Double(part.planned))
            series.sent.append(Double(part.sent))
            series.accepted.append(Double(part.accepted))
            series.errors.append(Double(part.errors))
            // A document may be answered in the part in which it was due, never before it.
            series.backlog.append(Double(max(0, backlog)))
            let latency = LatencyCounts(part.latency)
            series.p50.append(latency.percentile(0.5).map { Double($0) / 1e6 })
            series.p99.append(latency.percentile(0.99).map { Double($0) / 1e6 })
        }
        return series
    }
}

extension ReplayResults.Latencies {
    /// What a run counted.
    init(_ counted: Latencies) {
        self.init(
            accepted: ReplayResults.Latency(counted.accepted), mailbox: ReplayResults.Latency(counted.mailbox))
    }
}

extension ReplayResults.Latency {
    fileprivate init(_ counted: LatencyPair) {
        self.init(corrected: LatencyCounts(counted.corrected), raw: LatencyCounts(counted.raw))
    }
}

extension LatencyCounts {
    /// What `histogram` counted.
    init(_ histogram: Histogram) {
        self.init(
            buckets: histogram.sparse.map { Bucket(index: $0.index, count: Int($0.count)) },
            maximum: histogram.maximum)
    }
}
