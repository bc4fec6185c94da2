/// What the threads of a run share.
struct Board: Sendable {
    /// When the document with this serial was sent, on the monotonic clock; 0 for not yet.
    var sentAt: [Int64]
    /// Nanoseconds until its acceptance was answered; 0 for not yet.
    var answeredIn: [Int64]
    /// Items that each agency has still to fetch; below zero for a moment where it was quicker than the answer.
    var expected: [Int]
    /// Their sum, but for agencies that are still working on what they fetched.
    var outstanding = 0
    /// Submissions and paper registrations without an answer.
    var unanswered: Int
    /// What is done so far, for the progress line.
    var submitted = 0
    var received = 0
    /// What stopped the run.
    var failure: ScenarioError?
    /// Whether all threads are to end.
    var stops = false

    init(documents: Int, parties: Int, unanswered: Int) {
        sentAt = Array(repeating: 0, count: documents + 1)
        answeredIn = sentAt
        expected = Array(repeating: 0, count: parties)
        self.unanswered = unanswered
    }

    /// Whether everything that was sent was answered, fetched and answered back.
    var isDone: Bool { unanswered == 0 && outstanding == 0 }

    /// One more item lies in the mailbox of `party`.
    mutating func expect(_ party: Int) {
        expected[party] += 1
        outstanding += 1
    }
}
