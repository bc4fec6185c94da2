extension ReplayResults {
    /// Judges the thresholds of `parts` anew over the sum that this is.
    ///
    /// A latency (`accepted.p99`, `mailbox.max`, `accepted.raw.p50`) is taken from the merged histogram, a count or a
    /// share of what was planned from the merged counts. Whatever else a scenario limits keeps its worst verdict.
    mutating func judge(_ parts: [ReplayResults]) {
        let all = parts.flatMap(\.thresholds)
        var judged: [Threshold] = []
        for threshold in all where !judged.contains(where: { $0.name == threshold.name }) {
            var anew = threshold
            if let value = latency(named: threshold.name, unit: threshold.unit)
                ?? figure(named: threshold.name, of: all)
            {
                anew.value = value
                anew.passed = threshold.name == "accepted" ? value >= threshold.limit : value <= threshold.limit
            } else {
                let same = all.filter { $0.name == threshold.name }
                anew = same.first { !$0.passed } ?? same.max { $0.value ?? 0 < $1.value ?? 0 } ?? threshold
            }
            judged.append(anew)
        }
        thresholds = judged
    }

    /// The figure of a threshold that is counted, not timed; nil where the file does not hold what it is made of.
    private func figure(named name: String, of all: [Threshold]) -> Double? {
        func share(_ number: Int) -> Double { counts.planned > 0 ? Double(number) / Double(counts.planned) : 0 }
        return switch name {
        case "accepted": Double(counts.accepted)
        case "lost": Double(counts.lost)
        case "dropped": share(generator.dropped)
        case "late": share(generator.late)
        case "errors": share(counts.errorTotal)
        // What was counted here stands in no other member: the parts' figures are added.
        case "bad_accepted", "not_verified": all.filter { $0.name == name }.reduce(0) { $0 + ($1.value ?? 0) }
        default: nil
        }
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
        if figure == "max" { return counts.percentile(1).map { Double($0) / divisor } }
        guard figure.first == "p", let percent = Double(figure.dropFirst()) else { return nil }
        // p999 and p9999 are written without the point too.
        let fraction = percent > 100 ? percent / (percent < 1000 ? 1000 : 10_000) : percent / 100
        guard (0...1).contains(fraction), let value = counts.percentile(fraction) else { return nil }
        return Double(value) / divisor
    }
}
