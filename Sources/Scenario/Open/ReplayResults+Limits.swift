extension ReplayResults {
    /// What the thresholds of `scenario` say to these results; `goodRefused` and `badAccepted` are numbers of documents.
    func judged(
        by scenario: ScenarioFile, goodRefused: Int, badAccepted: Int, notVerified: Int
    ) -> [Threshold] {
        let limits = scenario.limits
        var verdicts = limits.latencies.map { limit in
            let name = "\(limit.measure.rawValue).\(limit.point.rawValue)"
            let value = latencies[limit.measure].corrected.percentile(limit.point.fraction).map { Double($0) / 1e6 }
            return Threshold(
                name: name, limit: limit.milliseconds, value: value, unit: "ms",
                passed: value.map { $0 <= limit.milliseconds } ?? false)
        }
        func atMost(_ name: String, _ limit: Double, _ value: Double, _ unit: String) {
            verdicts.append(Threshold(name: name, limit: limit, value: value, unit: unit, passed: value <= limit))
        }
        func share(_ count: Int) -> Double { counts.planned > 0 ? Double(count) / Double(counts.planned) : 0 }
        verdicts.append(
            Threshold(
                name: "accepted", limit: 1, value: Double(counts.accepted), unit: "documents at least",
                passed: counts.accepted >= 1))
        atMost("lost", Double(limits.lost), Double(counts.lost), "deliveries")
        atMost("dropped", limits.dropped, share(generator.dropped), "of planned")
        if let late = limits.late { atMost("late", late, share(generator.late), "of planned") }
        atMost("errors", limits.errors, share(counts.errorTotal), "of planned")
        atMost("refused", limits.refused, share(goodRefused), "good of planned")
        atMost("bad_accepted", Double(scenario.thresholds.badAccepted), Double(badAccepted), "documents")
        atMost("not_verified", 0, Double(notVerified), "deliveries")
        if limits.judgesRatio {
            let (least, most) = (scenario.thresholds.ratioMinimum, scenario.thresholds.ratioMaximum)
            let value = ratio?.exchanged
            verdicts.append(
                Threshold(
                    name: "ratio.minimum", limit: least, value: value, unit: "share",
                    passed: value.map { $0 >= least } ?? false))
            verdicts.append(
                Threshold(
                    name: "ratio.maximum", limit: most, value: value, unit: "share",
                    passed: value.map { $0 <= most } ?? false))
        }
        return verdicts
    }
}

extension ReplayResults.Latencies {
    subscript(_ measure: OpenLimits.Measure) -> ReplayResults.Latency {
        switch measure {
        case .accepted: accepted
        case .mailbox: mailbox
        }
    }
}
