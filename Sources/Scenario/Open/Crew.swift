/// Which agencies look into their mailboxes, how slow they are, and which thread looks for them.
struct Crew: Sendable {
    /// How an agency behaves.
    enum Manner: Sendable, Equatable {
        case usual, slow, away
    }

    /// Agencies that may each have a thread of their own.
    static let mostLongPolls = 512

    let manners: [Manner]
    /// Threads that receive.
    let threads: Int

    var count: Int { manners.count }

    /// The crew of `parties` agencies on `threads` threads; of long polls each agency has its own.
    init(_ behaviour: Behaviour, parties: Int, threads: Int, seed: UInt64) throws(ScenarioError) {
        var random = SplitMix64(seed: seed &+ 5)
        manners = Quota.draw(
            parties,
            of: [
                (Manner.away, behaviour.away), (.slow, behaviour.slow),
                (.usual, max(0, 1 - behaviour.away - behaviour.slow)),
            ], using: &random)
        guard behaviour.look == .longPoll else {
            self.threads = max(1, threads)
            return
        }
        guard parties <= Self.mostLongPolls else {
            throw ScenarioError(
                .badValue, "\(parties) agencies cannot hold a long poll each",
                hint: "At most \(Self.mostLongPolls) can; let receivers.fetch be poll or expected.")
        }
        self.threads = max(1, parties)
    }

    func isAway(_ party: Int) -> Bool { manners[party] == .away }

    func thread(of party: Int) -> Int { party % threads }
}
