/// A scenario: what a run sends, how its receivers behave, and what must come out of it.
///
/// Shares are given exactly (quotas by largest remainder, then put in a seeded order), so a mix comes out as written;
/// the ratio is nevertheless measured from the ledger, never computed from here.
public struct ScenarioFile: Sendable, Equatable {
    /// One of several things with its share of the whole.
    public struct Share<Choice: Sendable & Equatable>: Sendable, Equatable {
        /// The thing.
        public var choice: Choice
        /// Its part of the whole, 0...1.
        public var share: Double

        /// The thing with its part of the whole.
        public init(choice: Choice, share: Double) {
            self.choice = choice
            self.share = share
        }
    }

    /// How the documents go.
    public enum Medium: String, CaseIterable, Sendable {
        /// Electronic only.
        case electronic = "E"
        /// Electronic, paper in parallel.
        case both = "EP"
        /// Paper only: registered by the issuer, never sent.
        case paper = "P"
    }

    /// How hard the run works, and when it gives up.
    public struct Load: Sendable, Equatable {
        /// Documents in one submission.
        public var batch: Int
        /// Items in one look into a mailbox.
        public var inbox: Int
        /// Threads.
        public var workers: Int
        /// Connections open at most.
        public var connections: Int
        /// Seconds after which the run ends whatever is missing.
        public var seconds: Int
    }

    /// What must come out; a run outside fails.
    public struct Thresholds: Sendable, Equatable {
        /// The least share exchanged electronically.
        public var ratioMinimum: Double
        /// The greatest share exchanged electronically.
        public var ratioMaximum: Double
        /// Deliveries that may be left on their way.
        public var pending: Int
        /// Documents that must have been accepted or registered on paper.
        public var documents: Int
        /// Tier pairs that must have seen documents.
        public var pairs: Int
        /// Bad documents that may have been accepted.
        public var badAccepted: Int
        /// Refusals by receivers there must be.
        public var receiverRefusals: Int
    }

    /// The directive whose way the report shows.
    public struct Directive: Sendable, Equatable {
        /// The code of the sending agency; its prefix where no agency has the whole, such as `G` for any ministry.
        public var from: String
        /// Its subject.
        public var subject: String
    }

    /// What the scenario is called.
    public var name: String
    /// The seed of everything that is drawn.
    public var seed: UInt64
    /// Good documents, those on paper included.
    public var documents: Int
    /// The tiers, from the highest, in the order of `pairs`.
    public var tiers: [String]
    /// The shares of the media.
    public var channels: [Share<Medium>]
    /// The shares of the pairs of tiers: rows are the sender's, columns the receiver's.
    public var pairs: [[Double]]
    /// The shares of the document types by their abbreviation (Decree 30/2020, article 7).
    public var types: [Share<String>]
    /// The shares of urgency 0, 1, 2, 3.
    public var urgency: [Double]
    /// The shares of the attachments' sizes in bytes.
    public var sizes: [Share<Int>]
    /// The shares of the numbers of recipients.
    public var recipients: [Share<Int>]
    /// How many bad documents of each kind, beside `documents`.
    public var bad: [BadKind: Int]
    /// The share of deliveries that receivers refuse (02).
    public var refuse: Double
    /// The reasons that receivers give.
    public var reasons: [String]
    /// The shares of the statuses that receivers send one after another about what they do not refuse.
    public var answers: [Share<[String]>]
    /// How hard the run works.
    public var load: Load
    /// The directive whose way the report shows.
    public var directive: Directive
    /// What must come out.
    public var thresholds: Thresholds
    /// The phases of an open run; none for a run that works as fast as it can.
    public var phases: [Phase] = []
    /// How the receivers of an open run go about their mailboxes.
    public var behaviour = Behaviour()
    /// What the generator of an open run may use.
    public var open = OpenLoad()
    /// What must come out of an open run.
    public var limits = OpenLimits()
    /// The share of documents that carry their signature inside, by XML-DSig, instead of a CMS beside them.
    public var enveloped = 0.0
}
