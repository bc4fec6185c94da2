internal import Platform

/// How much memory the bodies of all open requests and the answers to them may take together.
///
/// They are counted in whole steps from the second on, and until the request is over; one party gets half at most, or more
/// for a single one.
final class MemoryBudget: Sendable {
    private struct Taken {
        var all = 0
        var parties: [UInt64: Int] = [:]
    }

    private static let step = 64 << 10
    private let limit: Int
    private let taken = Monitor(Taken())

    /// A budget of `limit` bytes.
    init(limit: Int) { self.limit = limit }

    /// What is taken now, in bytes.
    var size: Int { taken.withLock { $0.all } }

    /// Whether `exchange` may hold `size` bytes in all; called by its connection's thread.
    func reserve(_ size: Int, for exchange: HTTPExchange) -> Bool {
        guard size > max(exchange.reserved, Self.step) else { return true }
        let wanted = (size + Self.step - 1) / Self.step * Self.step
        let more = wanted - exchange.reserved
        let isThere = taken.withLock { taken in
            guard taken.all + more <= limit else { return false }
            if let party = exchange.party {
                let mine = taken.parties[party, default: 0]
                guard mine + more <= limit / 2 || mine == exchange.reserved else { return false }
                taken.parties[party, default: 0] += more
            }
            taken.all += more
            return true
        }
        if isThere { exchange.reserved = wanted }
        return isThere
    }

    /// The request of `exchange` is over.
    func release(_ exchange: HTTPExchange) {
        let size = exchange.reserved
        guard size > 0 else { return }
        exchange.reserved = 0
        taken.withLock { taken in
            taken.all -= size
            guard let party = exchange.party, let left = taken.parties[party].map({ $0 - size }) else { return }
            taken.parties[party] = left > 0 ? left : nil
        }
    }
}
