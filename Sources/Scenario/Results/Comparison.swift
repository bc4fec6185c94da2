/// Two runs beside each other, figure by figure, and which of them is better.
public struct Comparison: Sendable {
    /// What a figure counts.
    enum Unit: String, Sendable {
        case perSecond = "1/s"
        case count = ""
        case nanoseconds = "ms"
    }

    /// How the second run fares against the first.
    public enum Verdict: String, Sendable {
        /// Better in what differs.
        case better
        /// Worse in what differs.
        case worse
        /// Alike as far as the measurement can tell.
        case same
        /// Better in one figure and worse in another.
        case mixed
    }

    /// One figure of both runs.
    struct Row: Sendable {
        /// Its name, such as `accepted.corrected.p99`.
        let name: String
        let unit: Unit
        let first: Double?
        let second: Double?
        let isHigherBetter: Bool

        /// By how much the second is greater, in percent of the first; nil where there is nothing to divide by.
        var change: Double? {
            guard let first, let second, first > 0 else { return first == second && first != nil ? 0 : nil }
            return (second - first) / first * 100
        }

        /// Differences that a histogram or a run's length cannot tell apart are none.
        var verdict: Verdict {
            guard let first, let second, first != second else { return .same }
            if let change, abs(change) < (unit == .nanoseconds ? 100.0 / 64 : unit == .perSecond ? 1 : 0) {
                return .same
            }
            return (second > first) == isHigherBetter ? .better : .worse
        }

        /// By how many percent the second is worse; 0 where it is not.
        var loss: Double {
            guard verdict == .worse else { return 0 }
            return change.map { abs($0) } ?? .infinity
        }
    }

    let first: ReplayResults
    let second: ReplayResults
    let rows: [Row]

    /// The comparison of two runs; the second is judged by the first.
    public init(_ first: ReplayResults, _ second: ReplayResults) {
        self.first = first
        self.second = second
        func row(_ name: String, _ unit: Unit, higher: Bool = false, _ value: (ReplayResults) -> Double?) -> Row {
            Row(name: name, unit: unit, first: value(first), second: value(second), isHigherBetter: higher)
        }
        var rows = [
            row("rate", .perSecond, higher: true) { $0.rate },
            row("accepted", .count, higher: true) { Double($0.counts.accepted) },
            row("refused", .count) { Double($0.counts.refusedTotal) },
            row("errors", .count) { Double($0.counts.errorTotal) },
            row("lost", .count) { Double($0.counts.lost) },
        ]
        let stages: [(String, KeyPath<ReplayResults, ReplayResults.Latency>)] = [
            ("accepted", \.latencies.accepted), ("mailbox", \.latencies.mailbox),
        ]
        for (stage, latency) in stages {
            for (kind, counts) in [("corrected", \ReplayResults.Latency.corrected), ("raw", \.raw)] {
                for (figure, fraction) in Self.percentiles {
                    rows.append(
                        row("\(stage).\(kind).\(figure)", .nanoseconds) {
                            $0[keyPath: latency][keyPath: counts].percentile(fraction).map { Double($0) }
                        })
                }
            }
        }
        self.rows = rows.filter { $0.first != nil || $0.second != nil }
    }

    /// The percentiles that are shown.
    static let percentiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)]

    /// The figures that decide: the rate, and the slowest hundredth as somebody sees it who waits.
    private var deciding: [Row] {
        rows.filter { ["rate", "accepted.corrected.p99", "mailbox.corrected.p99"].contains($0.name) }
    }

    /// Whether the second run is better.
    public var verdict: Verdict {
        let verdicts = Set(deciding.map(\.verdict))
        return switch (verdicts.contains(.better), verdicts.contains(.worse)) {
        case (true, true): .mixed
        case (true, false): .better
        case (false, true): .worse
        case (false, false): .same
        }
    }

    /// Whether the rate or a p99 got worse by more than `percent`.
    public func isWorse(byMoreThan percent: Double) -> Bool { deciding.contains { $0.loss > percent } }

    /// Which is better and why, in one sentence.
    public func statement(vietnamese: Bool) -> String {
        let language = PageLanguage(isVietnamese: vietnamese)
        let reasons = deciding.compactMap { row -> String? in
            guard row.verdict != .same else { return nil }
            let amount = row.change.map { language.decimal(abs($0), abs($0) < 9.95 ? 1 : 0) + " %" } ?? "∞"
            let isMore = (row.second ?? 0) > (row.first ?? 0)
            return switch row.name {
            case "rate":
                isMore
                    ? language("it accepts \(amount) more a second", "nhận nhiều hơn \(amount) mỗi giây")
                    : language("it accepts \(amount) less a second", "nhận ít hơn \(amount) mỗi giây")
            default:
                (isMore
                    ? language(
                        "its p99 until \(stage(row)) is \(amount) higher", "p99 đến khi \(stage(row)) cao hơn \(amount)"
                    )
                    : language(
                        "its p99 until \(stage(row)) is \(amount) lower", "p99 đến khi \(stage(row)) thấp hơn \(amount)"
                    ))
            }
            func stage(_ row: Row) -> String {
                row.name.hasPrefix("accepted")
                    ? language("accepted", "được nhận") : language("in the mailbox", "vào hộp thư")
            }
        }
        let why = reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", ")
        return switch verdict {
        case .better: language("B is better", "B tốt hơn") + why + "."
        case .worse: language("A is better; B is worse", "A tốt hơn; B kém hơn") + why + "."
        case .mixed:
            language("B is better in one thing and worse in another", "B hơn một mặt và kém một mặt") + why + "."
        case .same:
            language(
                "Both are alike, as far as they can be told apart: rate and p99 differ by less than the measurement can tell.",
                "Hai lần chạy như nhau: tốc độ và p99 khác nhau ít hơn độ phân giải của phép đo.")
        }
    }
}
