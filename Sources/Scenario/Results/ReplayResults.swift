/// What a replay measured, as its results file holds it (`lgsp-replay-1`, Documentation/reference/replay-results.md).
///
/// One process's part of a run, or the parts of a run merged into one. Times are seconds from the start of the run,
/// latencies nanoseconds.
public struct ReplayResults: Sendable, Equatable {
    /// The value of the member `format`.
    static let format = "lgsp-replay-1"

    /// The scenario's name.
    var scenario: String
    /// The seed of its documents.
    var seed: UInt64
    /// The mark of the run, the same in every part of it.
    var run: String
    var part = Part()
    /// The daemon's address.
    var server = ""
    /// The daemon's version.
    var version = ""
    /// When the run began (RFC 3339).
    var startedAt = ""
    /// How long it took.
    var seconds: Double
    var generator = GeneratorHealth()
    var counts = Counts()
    var latencies = Latencies()
    var phases: [Phase] = []
    var series: Series?
    var pairs: [Pair] = []
    var thresholds: [Threshold] = []
    var ratio: Ratio?

    /// Which part of the run this is, from 1.
    struct Part: Sendable, Equatable {
        var number = 1
        var of = 1
    }

    /// How the generator itself fared; where it did badly, the figures are its own and not the daemon's.
    struct GeneratorHealth: Sendable, Equatable {
        /// Documents that were sent noticeably after their time.
        var late = 0
        /// Documents that were never sent, for there was no room to hold them.
        var dropped = 0
        /// Whether it was the bottleneck.
        var saturated = false
        var cpuSeconds = 0.0
    }

    /// Documents, but deliveries from `delivered` on.
    struct Counts: Sendable, Equatable {
        var planned = 0
        var sent = 0
        var accepted = 0
        /// Refused by the daemon, by code.
        var refused: [String: Int] = [:]
        /// Neither accepted nor refused, by code.
        var errors: [String: Int] = [:]
        var delivered = 0
        var confirmed = 0
        /// Accepted, but not in the mailbox.
        var lost = 0

        var refusedTotal: Int { refused.values.reduce(0, +) }
        var errorTotal: Int { errors.values.reduce(0, +) }
    }

    /// The latencies of one stage, counted in both ways.
    struct Latency: Sendable, Equatable {
        /// From the moment a document should have been sent: what somebody who waits for it sees.
        var corrected = LatencyCounts()
        /// From the moment it was sent.
        var raw = LatencyCounts()
    }

    /// Latencies of the two stages that a sender waits for.
    struct Latencies: Sendable, Equatable {
        /// Until the answer that it is accepted.
        var accepted = Latency()
        /// Until it lies in the receiver's mailbox.
        var mailbox = Latency()
    }

    /// One phase of the scenario.
    struct Phase: Sendable, Equatable {
        var name: String
        var begin: Double
        var end: Double
        var isWarmUp = false
        var planned = 0
        var sent = 0
        var accepted = 0
        var latencies = Latencies()
    }

    /// Documents from one tier to another.
    struct Pair: Sendable, Equatable {
        var from: String
        var to: String
        var accepted = 0
        var latency = LatencyCounts()
    }

    /// A threshold of the scenario and how it was kept.
    struct Threshold: Sendable, Equatable {
        var name: String
        var limit: Double
        /// Nil where nothing was measured: then it is not kept.
        var value: Double?
        var unit = ""
        var passed: Bool
    }

    /// How much went electronically: along with paper, and in its place (0...1).
    struct Ratio: Sendable, Equatable {
        var exchanged: Double
        var inPlace: Double
    }

    /// Documents accepted each second until the last of them was; 0 where that took no time.
    ///
    /// What a run still waits for afterwards, such as confirmations, is not the daemon's rate of accepting.
    var rate: Double { Self.perSecond(counts.accepted, in: span(of: \.accepted)) }

    /// Documents that should have been sent each second until the last of them was due.
    var plannedRate: Double { Self.perSecond(counts.planned, in: span(of: \.planned)) }

    /// From the start of the series to the last interval in which there was any; the whole run where there is no series.
    private func span(of list: KeyPath<Series, [Double]>) -> Double {
        guard let series, let last = series[keyPath: list].lastIndex(where: { $0 > 0 }) else { return seconds }
        return Double(last + 1) * series.bucketSeconds
    }

    private static func perSecond(_ number: Int, in seconds: Double) -> Double {
        seconds > 0 ? Double(number) / seconds : 0
    }
}
