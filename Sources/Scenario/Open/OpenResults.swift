/// What an open run measured: one file, which can be read again, merged and compared.
public struct OpenResults: Sendable, Equatable {
    /// What it says about its form.
    static let format = "lgsp-replay-1"

    /// How the generator itself fared.
    struct GeneratorFigures: Sendable, Equatable {
        /// Documents sent late, for whatever reason.
        var late = 0
        /// Documents not sent at all.
        var dropped = 0
        /// Whether it was the generator that was too slow.
        var saturated = false
        var cpuSeconds = 0.0
    }

    /// Documents and deliveries of the whole run, phases that warm up included.
    struct Counts: Sendable, Equatable {
        var planned = 0
        var sent = 0
        var accepted = 0
        var refused: [String: Int] = [:]
        var errors: [String: Int] = [:]
        /// Deliveries that came into their mailboxes, by what their receivers or the run found there.
        var delivered = 0
        var confirmed = 0
        /// Deliveries of accepted documents that came into no mailbox.
        var lost = 0
    }

    /// One phase.
    struct PhaseResult: Sendable, Equatable {
        var name: String
        /// Seconds since the run's start.
        var begin: Double
        var end: Double
        var isWarmUp: Bool
        var planned: Int
        var sent: Int
        var accepted: Int
        var latencies: Latencies
    }

    /// The course of the run, a value for each part of it.
    struct Series: Sendable, Equatable {
        var bucketSeconds = 1.0
        var begin = 0.0
        var planned: [Int] = []
        var sent: [Int] = []
        var accepted: [Int] = []
        var errors: [Int] = []
        /// Documents due and not answered at the part's end.
        var backlog: [Int] = []
        /// Of the documents that were due in the part; 0 where none was accepted.
        var p50: [Double] = []
        var p99: [Double] = []
    }

    /// What went from one tier to another.
    struct PairResult: Sendable, Equatable {
        var from: String
        var to: String
        var accepted: Int
        var latency: Histogram
    }

    /// What a threshold asked for, and what was found.
    struct Verdict: Sendable, Equatable {
        var name: String
        var limit: Double
        var value: Double
        var unit: String
        var passed: Bool
    }

    /// The shares exchanged electronically and in place of paper; nil where nothing was.
    struct Ratio: Sendable, Equatable {
        var exchanged: Double?
        var inPlace: Double?
    }

    var scenario: String
    var seed: UInt64
    var run: String
    var part: ReplayPart
    var server: String
    var version: String
    /// RFC 3339.
    var startedAt: String
    var seconds: Double
    var generator = GeneratorFigures()
    var counts = Counts()
    /// Without the phases that warm up.
    var latencies = Latencies()
    var phases: [PhaseResult] = []
    var series = Series()
    var pairs: [PairResult] = []
    var thresholds: [Verdict] = []
    var ratio = Ratio()
    /// Sentences about the run that stand in its text only.
    var remarks: [String] = []

    /// Whether every threshold held.
    public var passed: Bool { thresholds.allSatisfy(\.passed) }
}
