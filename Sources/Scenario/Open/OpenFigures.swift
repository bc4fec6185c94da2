/// What an open run counts: of a size that its length and its number of documents do not change.
struct OpenFigures: Sendable {
    /// What one phase counts.
    struct PhaseFigures: Sendable {
        var planned = 0
        var sent = 0
        var accepted = 0
        var latencies = Latencies()
    }

    /// What one pair of tiers counts.
    struct PairFigures: Sendable {
        var accepted = 0
        var latency = Histogram()
    }

    /// Why a document was sent late.
    enum Lateness: Sendable {
        /// It was not signed in time.
        case signing
        /// Its thread woke late: there was no processor for it.
        case waking
        /// Every sender still waited for an answer.
        case senders
    }

    var phases: [PhaseFigures]
    /// Without the phases that warm up.
    var latencies = Latencies()
    var timeline: Timeline
    /// By the sender's and the receiver's tier, without the phases that warm up.
    var pairs: [[PairFigures]]
    var planned = 0
    var sent = 0
    var accepted = 0
    /// Refused at the door, by code.
    var refused: [String: Int] = [:]
    /// No answer, or one that says nothing about the document, by code.
    var errors: [String: Int] = [:]
    var goodRefused = 0
    var badAccepted = 0
    var late: [Lateness: Int] = [:]
    var dropped = 0
    /// Document deliveries fetched by receivers.
    var fetched = 0
    var confirmed = 0
    /// Signatures that receivers found invalid.
    var notVerified = 0
    /// Deliveries fetched although nothing was owed any more.
    var unexpected = 0
    var statuses: [String: Int] = [:]
    /// Since the last progress line.
    var recent = Histogram()

    init(phases: Int, tiers: Int, seconds: Double) {
        self.phases = Array(repeating: PhaseFigures(), count: phases)
        pairs = Array(repeating: Array(repeating: PairFigures(), count: tiers), count: tiers)
        timeline = Timeline(seconds: seconds)
    }
}
