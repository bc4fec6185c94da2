/// Where the corrected latencies leave the raw ones behind, and by how much.
struct Parting: Equatable {
    /// From one in how many documents on.
    let oneIn: Double
    /// The latencies there, nanoseconds.
    let corrected: UInt64
    let raw: UInt64

    /// Where the corrected latency begins to be half as much again as the raw one, and a millisecond more;
    /// nil where it never is.
    init?(_ latency: ReplayResults.Latency) {
        guard latency.raw.count > 0 else { return nil }
        var oneIn = 1.0
        var steps: [Double] = []
        while oneIn <= Double(latency.corrected.count) {
            steps.append(oneIn)
            oneIn *= 1.04
        }
        let fractions = steps.map { 1 - 1 / $0 }
        let pairs = zip(latency.corrected.percentiles(fractions), latency.raw.percentiles(fractions))
        for (step, pair) in zip(steps, pairs) {
            guard let corrected = pair.0, let raw = pair.1, corrected > raw + raw / 2, corrected > raw + 1_000_000
            else { continue }
            self.init(oneIn: step, corrected: corrected, raw: raw)
            return
        }
        return nil
    }

    private init(oneIn: Double, corrected: UInt64, raw: UInt64) {
        self.oneIn = oneIn
        self.corrected = corrected
        self.raw = raw
    }
}
