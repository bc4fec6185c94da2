internal import Exchange
internal import Glibc
internal import Platform

/// Fills the index of documents from the facts, behind the writer and without a word to it.
///
/// It looks at the ledger a few times a second, at a low priority: under load it falls behind, and catches up later.
public final class SearchIndexer: Sendable {
    /// What documents are found by.
    public let index: SearchIndex
    private let ledger: Ledger
    private let isClosing = Monitor(false)
    /// Facts that are read at once, so that no reader holds the ledger's log for long.
    private static let readLimit = 2_000
    /// Facts that are taken in at once.
    private static let batchLimit = 16_384
    private static let pause: Int64 = 100

    /// The indexer of `ledger`, whose index is `search.sqlite` in `folder`.
    public init(_ ledger: Ledger, folder: String) throws {
        self.ledger = ledger
        index = try SearchIndex(path: "\(folder)/search.sqlite")
    }

    /// Works until it is closed, on a thread of its own.
    public func run() {
        // Linux keeps a priority for each thread.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        var isKnown = false
        while true {
            var pause: Int64 = Self.pause
            do {
                if index.isDamaged { try reset() }
                if !isKnown { try begin() }
                isKnown = true
                if try turn() { pause = 0 }
            } catch {
                if index.isDamaged || Self.isDamage(error) {
                    try? reset()
                } else {
                    StandardError.write("lgsp: search: \(error)")
                }
                (isKnown, pause) = (false, 1_000)
            }
            let deadline = MonotonicTime.now.advanced(byMilliseconds: pause)
            if isClosing.wait(until: deadline, for: { $0 ? true : nil }) == true { return }
        }
    }

    /// Ends `run` after the batch it is at.
    public func close() { isClosing.notify { $0 = true } }

    /// An index of another ledger, or of one that was set back, is filled anew.
    private func begin() throws {
        let (fact, proof) = try index.progress()
        guard let proof else { return }
        if try !ledger.read({ try $0.holds(proof, at: fact) }) { try index.reset() }
    }

    /// Takes in what is there, a batch of it at most; gives whether there is more.
    func turn() throws -> Bool {
        var batch = SearchBatch(last: try index.progress().fact)
        var directory = ledger.directory
        while batch.count < Self.batchLimit {
            let next = try ledger.read { try $0.searchFacts(after: batch.last, limit: Self.readLimit) }
            // Read after the facts: it knows every agency that they name.
            directory = ledger.directory
            batch.append(next)
            if next.count < Self.readLimit {
                try index.add(batch, directory)
                return false
            }
        }
        try index.add(batch, directory)
        return true
    }

    private func reset() throws {
        StandardError.write("lgsp: the search index is damaged, and is filled again")
        try index.reset()
    }

    /// Whether the index is damaged: what is damaged in the ledger comes as `corrupt`.
    private static func isDamage(_ error: any Error) -> Bool {
        guard case LedgerError.database = error else { return false }
        return LedgerError.damage(error) != nil
    }
}
