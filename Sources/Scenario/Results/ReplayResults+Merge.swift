extension ReplayResults {
    /// The run whose parts are `parts`, each with the path that stands in errors: counted as if one process had run it.
    ///
    /// Counts, histograms and series are added, a series by the time its part began. Thresholds of latency and of counts
    /// are judged anew from the sums; what the file cannot tell keeps its worst verdict. Of a series, p99 is the greatest
    /// among the parts, which the exact one does not exceed by more than a bucket's width, and p50 their mean weighted
    /// by what was accepted, an estimate.
    public static func merged(_ parts: [(path: String, results: ReplayResults)]) throws(ResultsError) -> ReplayResults {
        let parts = parts.sorted { $0.results.part.number < $1.results.part.number }
        guard var whole = parts.first?.results else { throw ResultsError(.parts, "there is no part") }
        try check(parts)
        let shifts = try shifts(parts)
        whole.part = Part()
        whole.startedAt = parts.indices.min { shifts[$0] < shifts[$1] }.map { parts[$0].results.startedAt } ?? ""
        whole.seconds = parts.indices.map { shifts[$0] + parts[$0].results.seconds }.max() ?? 0
        whole.move(by: shifts[0])
        for (index, part) in parts.enumerated().dropFirst() {
            var other = part.results
            other.move(by: shifts[index])
            try whole.add(other, path: part.path)
        }
        whole.ratio = ratio(of: parts.map(\.results))
        whole.judge(parts.map(\.results))
        return whole
    }

    /// The parts' ratios, weighted by what each accepted.
    private static func ratio(of parts: [ReplayResults]) -> Ratio? {
        let known = parts.compactMap { part in part.ratio.map { (ratio: $0, weight: Double(part.counts.accepted)) } }
        let weight = known.reduce(0) { $0 + $1.weight }
        guard weight > 0 else { return known.first?.ratio }
        return Ratio(
            exchanged: known.reduce(0) { $0 + $1.ratio.exchanged * $1.weight } / weight,
            inPlace: known.reduce(0) { $0 + $1.ratio.inPlace * $1.weight } / weight)
    }

    private static func check(_ parts: [(path: String, results: ReplayResults)]) throws(ResultsError) {
        guard let first = parts.first?.results else { return }
        for (path, part) in parts {
            guard part.run == first.run, part.scenario == first.scenario, part.seed == first.seed,
                part.part.of == first.part.of
            else {
                throw ResultsError(
                    .notOneRun, path: path,
                    "run \(part.run) of \(part.scenario) (seed \(part.seed), \(part.part.of) parts) is not run "
                        + "\(first.run) of \(first.scenario) (seed \(first.seed), \(first.part.of) parts)")
            }
        }
        for (part, next) in zip(parts, parts.dropFirst()) where part.results.part == next.results.part {
            throw ResultsError(.parts, path: next.path, "part \(next.results.part.number) is in \(part.path) too")
        }
        let missing = Set(1...first.part.of).subtracting(parts.map(\.results.part.number)).sorted()
        guard missing.isEmpty else {
            let names = missing.prefix(5).map(String.init).joined(separator: ", ") + (missing.count > 5 ? "…" : "")
            throw ResultsError(.parts, "of the \(first.part.of) parts of run \(first.run) there is no part \(names)")
        }
    }

    /// How many seconds after the first each part began; whole intervals of the series, so that none is torn.
    private static func shifts(_ parts: [(path: String, results: ReplayResults)]) throws(ResultsError) -> [Double] {
        guard parts.count > 1 else { return [0] }
        var starts: [Int64] = []
        for (path, part) in parts {
            guard let start = Timestamp.milliseconds(part.startedAt) else {
                throw ResultsError(
                    .badValue, path: path, "started_at is \"\(part.startedAt.prefix(40))\"",
                    hint: "Expected: a time such as 2026-11-24T09:15:00.123+07:00.")
            }
            starts.append(start)
        }
        let first = starts.min() ?? 0
        return zip(starts, parts).map { start, part in
            let step = part.results.series?.bucketSeconds ?? 0.001
            return (Double(start - first) / 1000 / step).rounded() * step
        }
    }

    private mutating func move(by seconds: Double) {
        series?.begin += seconds
        for index in phases.indices {
            phases[index].begin += seconds
            phases[index].end += seconds
        }
    }

    private mutating func add(_ other: ReplayResults, path: String) throws(ResultsError) {
        generator.late += other.generator.late
        generator.dropped += other.generator.dropped
        generator.saturated = generator.saturated || other.generator.saturated
        generator.cpuSeconds += other.generator.cpuSeconds
        counts.add(other.counts)
        latencies.merge(other.latencies)
        for phase in other.phases {
            if let index = phases.firstIndex(where: { $0.name == phase.name }) {
                phases[index].merge(phase)
            } else {
                phases.append(phase)
            }
        }
        for pair in other.pairs {
            if let index = pairs.firstIndex(where: { $0.from == pair.from && $0.to == pair.to }) {
                pairs[index].accepted += pair.accepted
                pairs[index].latency.merge(pair.latency)
            } else {
                pairs.append(pair)
            }
        }
        guard let added = other.series else { return }
        guard let own = series else { return series = added }
        guard own.bucketSeconds == added.bucketSeconds else {
            throw ResultsError(
                .notOneRun, path: path,
                "its series has intervals of \(added.bucketSeconds) s, the other parts' \(own.bucketSeconds) s")
        }
        series = try own.merged(added, path: path)
    }
}

extension ReplayResults.Counts {
    mutating func add(_ other: Self) {
        planned += other.planned
        sent += other.sent
        accepted += other.accepted
        refused.merge(other.refused, uniquingKeysWith: +)
        errors.merge(other.errors, uniquingKeysWith: +)
        delivered += other.delivered
        confirmed += other.confirmed
        lost += other.lost
    }
}

extension ReplayResults.Latencies {
    mutating func merge(_ other: Self) {
        accepted.corrected.merge(other.accepted.corrected)
        accepted.raw.merge(other.accepted.raw)
        mailbox.corrected.merge(other.mailbox.corrected)
        mailbox.raw.merge(other.mailbox.raw)
    }
}

extension ReplayResults.Phase {
    mutating func merge(_ other: Self) {
        begin = min(begin, other.begin)
        end = max(end, other.end)
        planned += other.planned
        sent += other.sent
        accepted += other.accepted
        latencies.merge(other.latencies)
    }
}
