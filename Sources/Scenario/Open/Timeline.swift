/// What happened when, in equal parts of a run: as many as fit into fixed memory, whatever the run's length.
struct Timeline: Sendable {
    /// One part.
    struct Part: Sendable {
        var planned = 0
        var sent = 0
        var accepted = 0
        var errors = 0
        /// Answered in any way, and dropped: what is no longer owed an answer.
        var settled = 0
        /// From the intended times that lie in this part until the answers.
        var latency = Histogram()
    }

    private static let mostParts = 300.0

    /// Seconds of one part.
    let width: Double
    private(set) var parts: [Part]

    /// Parts for `seconds`, at most 300.
    init(seconds: Double) {
        width =
            [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300].first { seconds / $0 <= Self.mostParts }
            ?? (seconds / Self.mostParts).rounded(.up)
        parts = Array(repeating: Part(), count: max(1, Int((seconds / width).rounded(.up))))
    }

    /// Changes the part that lies `nanoseconds` after the run's start.
    mutating func note(at nanoseconds: Int64, _ change: (inout Part) -> Void) {
        let place = Int(Double(max(0, nanoseconds)) / 1e9 / width)
        change(&parts[min(place, parts.count - 1)])
    }

    /// The parts up to the last in which anything happened.
    var used: ArraySlice<Part> {
        let last = parts.lastIndex { $0.planned + $0.sent + $0.settled > 0 }
        return parts[..<(last.map { $0 + 1 } ?? 0)]
    }
}
