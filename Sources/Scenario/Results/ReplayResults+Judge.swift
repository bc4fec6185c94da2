extension ReplayResults {
    /// Judges the thresholds of `parts` anew over the sum that this is.
    ///
    /// A latency (`accepted.p99`, `mailbox.max`, `accepted.raw.p50`) is taken from the merged histogram; of anything
    /// else the worst verdict stands, for its rule is the scenario's.
    mutating func judge(_ parts: [ReplayResults]) {
        var judged: [Threshold] = []
        for threshold in parts.flatMap(\.thresholds) where !judged.contains(where: { $0.name == threshold.name }) {
            if let value = latency(named: threshold.name, unit: threshold.unit) {
                var anew = threshold
                anew.value = value
                anew.passed = value <= threshold.limit
                judged.append(anew)
            } else {
                let all = parts.flatMap(\.thresholds).filter { $0.name == threshold.name }
                judged.append(all.first { !$0.passed } ?? all.max { $0.value < $1.value } ?? threshold)
            }
        }
        thresholds = judged
    }

    /// The latency that a threshold's name means, in its unit; nil where the name means something else.
    func latency(named name: String, unit: String) -> Double? {
        let scale: [String: Double] = ["ns": 1, "µs": 1e3, "us": 1e3, "ms": 1e6, "s": 1e9]
        var words = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard words.count == 2, let divisor = scale[unit] else { return nil }
        let stage: Latency
        switch words.removeFirst() {
        case "accepted": stage = latencies.accepted
        case "mailbox": stage = latencies.mailbox
        default: return nil
        }
        let isRaw = words[0].hasPrefix("raw.")
        let counts = isRaw ? stage.raw : stage.corrected
        let figure =
            isRaw ? words[0].dropFirst(4) : words[0].hasPrefix("corrected.") ? words[0].dropFirst(10) : words[0][...]
        if figure == "max" { return Double(counts.maximum) / divisor }
        guard figure.first == "p", let percent = Double(figure.dropFirst()) else { return nil }
        // p999 and p9999 are written without the point too.
        let fraction = percent > 100 ? percent / (percent < 1000 ? 1000 : 10_000) : percent / 100
        guard (0...1).contains(fraction), let value = counts.percentile(fraction) else { return nil }
        return Double(value) / divisor
    }
}
