/// What a run counted itself, to be held against what the bus says.
struct Tally: Sendable, Equatable {
    /// Submissions answered, good and bad.
    var submitted = 0
    /// Of these accepted.
    var accepted = 0
    /// Refused at the door, by code.
    var refused: [String: Int] = [:]
    /// Bad documents refused, by what was wrong with them and by the code of the refusal.
    var refusedBad: [BadKind: [String: Int]] = [:]
    /// Bad documents that the door let in.
    var badAccepted = 0
    /// Good documents that the door refused.
    var goodRefused = 0
    /// Documents registered on paper.
    var paper = 0
    /// Counts of the ratio by channel, one for each recipient.
    var channels: [ScenarioFile.Medium: Int] = [:]
    /// Deliveries of accepted documents, by the sender's and the receiver's tier.
    var pairs: [[Int]]
    /// The same of what was registered on paper.
    var paperPairs: [[Int]]
    /// Deliveries owed for accepted documents.
    var owed = 0
    /// Document deliveries fetched from mailboxes.
    var received = 0
    /// Of these fetched a second time.
    var repeated = 0
    /// Signatures that the receivers' own check found valid, and others.
    var verified = 0
    var notVerified = 0
    /// Items confirmed.
    var confirmed = 0
    /// Statuses sent by receivers, by code.
    var statuses: [String: Int] = [:]
    /// Statuses fetched by issuers.
    var statusesFetched = 0
    /// Notices of the bus fetched.
    var notices = 0
    /// Requests sent again after 429, 503 or a lost connection.
    var retries = 0
    /// Items of our run found in mailboxes after the end.
    var left = 0
    /// Bytes of submitted documents.
    var bytes = 0
    /// Nanoseconds from sending to the answer 201.
    var toAccepted = Histogram()
    /// Nanoseconds from sending until the document lay in the mailbox.
    var toMailbox = Histogram()
    /// Nanoseconds from sending until the receiver had it.
    var toReceiver = Histogram()

    /// Nothing counted yet, among `tiers` tiers.
    init(tiers: Int) {
        pairs = Array(repeating: Array(repeating: 0, count: tiers), count: tiers)
        paperPairs = pairs
    }

    /// Two matrices of one size, cell by cell.
    static func sum(_ left: [[Int]], _ right: [[Int]]) -> [[Int]] {
        zip(left, right).map { zip($0, $1).map { $0 + $1 } }
    }

    /// Adds what `other` counted.
    mutating func merge(_ other: Tally) {
        submitted += other.submitted
        accepted += other.accepted
        refused.merge(other.refused, uniquingKeysWith: +)
        refusedBad.merge(other.refusedBad) { $0.merging($1, uniquingKeysWith: +) }
        badAccepted += other.badAccepted
        goodRefused += other.goodRefused
        paper += other.paper
        channels.merge(other.channels, uniquingKeysWith: +)
        pairs = Self.sum(pairs, other.pairs)
        paperPairs = Self.sum(paperPairs, other.paperPairs)
        owed += other.owed
        received += other.received
        repeated += other.repeated
        verified += other.verified
        notVerified += other.notVerified
        confirmed += other.confirmed
        statuses.merge(other.statuses, uniquingKeysWith: +)
        statusesFetched += other.statusesFetched
        notices += other.notices
        retries += other.retries
        left += other.left
        bytes += other.bytes
        toAccepted.merge(other.toAccepted)
        toMailbox.merge(other.toMailbox)
        toReceiver.merge(other.toReceiver)
    }
}
