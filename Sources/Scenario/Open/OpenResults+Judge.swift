extension OpenResults {
    /// What the thresholds of `scenario` say to these results; `goodRefused` and `badAccepted` are numbers of documents.
    func judged(
        by scenario: ScenarioFile, goodRefused: Int, badAccepted: Int, notVerified: Int
    ) -> [Verdict] {
        let limits = scenario.limits
        var verdicts = limits.latencies.map { limit in
            let histogram = latencies[limit.measure].corrected
            let value = Double(histogram.percentile(limit.point.fraction)) / 1e6
            return Verdict(
                name: "\(limit.measure.rawValue).\(limit.point.rawValue)", limit: limit.milliseconds, value: value,
                unit: "ms", passed: histogram.count > 0 && value <= limit.milliseconds)
        }
        func atMost(_ name: String, _ limit: Double, _ value: Double, _ unit: String) {
            verdicts.append(Verdict(name: name, limit: limit, value: value, unit: unit, passed: value <= limit))
        }
        func share(_ count: Int) -> Double { counts.planned > 0 ? Double(count) / Double(counts.planned) : 0 }
        verdicts.append(
            Verdict(
                name: "accepted", limit: 1, value: Double(counts.accepted), unit: "documents at least",
                passed: counts.accepted >= 1))
        atMost("lost", Double(limits.lost), Double(counts.lost), "deliveries")
        atMost("dropped", limits.dropped, share(generator.dropped), "of planned")
        if let late = limits.late { atMost("late", late, share(generator.late), "of planned") }
        atMost("errors", limits.errors, share(counts.errors.values.reduce(0, +)), "of planned")
        atMost("refused", limits.refused, share(goodRefused), "good of planned")
        atMost("bad_accepted", Double(scenario.thresholds.badAccepted), Double(badAccepted), "documents")
        atMost("not_verified", 0, Double(notVerified), "deliveries")
        if limits.judgesRatio {
            let (least, most) = (scenario.thresholds.ratioMinimum, scenario.thresholds.ratioMaximum)
            let value = ratio.exchanged ?? 0
            verdicts.append(
                Verdict(name: "ratio.minimum", limit: least, value: value, unit: "share", passed: value >= least))
            verdicts.append(
                Verdict(
                    name: "ratio.maximum", limit: most, value: value, unit: "share",
                    passed: ratio.exchanged != nil && value <= most))
        }
        return verdicts
    }
}
