internal import Platform

/// How much memory the bodies of all open requests, what is read for them, and their answers may take together.
///
/// They are counted in whole steps from the second on, and until the request is over. A party, and each agency whatever it
/// calls as, gets a share; a single request may take more than that, as long as a quarter of all stays free for others.
/// Strangers are one party. Safe from any thread.
final class MemoryBudget: Sendable {
    private struct Taken {
        var all = 0
        var owners: [Owner: Int] = [:]
    }

    /// Whose memory it is.
    enum Owner: Hashable, Sendable {
        case party(UInt64)
        case strangers
    }

    private static let step = 64 << 10
    private let limit: Int
    private let share: Int
    private let taken = Monitor(Taken())

    /// A budget of `limit` bytes, an eighth of it for each party.
    init(limit: Int) {
        self.limit = limit
        share = limit / 8
    }

    /// What is taken now, in bytes.
    var size: Int { taken.withLock { $0.all } }

    /// Whether `exchange` may hold `size` bytes, or what it holds already where that is more.
    func reserve(_ size: Int, for exchange: HTTPExchange) -> Bool {
        taken.withLock { change(exchange, to: max(size, exchange.reserved), &$0) }
    }

    /// The same, and what it holds beyond that is given back: nothing but its answer is left of it.
    func settle(_ size: Int, for exchange: HTTPExchange) -> Bool { taken.withLock { change(exchange, to: size, &$0) } }

    private func change(_ exchange: HTTPExchange, to size: Int, _ taken: inout Taken) -> Bool {
        guard !exchange.isReleased else { return false }
        let wanted = size > Self.step ? (size + Self.step - 1) / Self.step * Self.step : 0
        let more = wanted - exchange.reserved
        if more > 0 {
            let mine = exchange.owners.map { taken.owners[$0] ?? 0 }.max() ?? 0
            let isWithinShare = mine + more <= share
            guard isWithinShare || mine == exchange.reserved else { return false }
            guard taken.all + more <= (isWithinShare ? limit : limit - limit / 4) else { return false }
        }
        for owner in exchange.owners {
            let left = (taken.owners[owner] ?? 0) + more
            taken.owners[owner] = left > 0 ? left : nil
        }
        taken.all += more
        exchange.reserved = wanted
        return true
    }

    /// Gives back all that `exchange` holds; with `isOver` it gets nothing any more.
    func release(_ exchange: HTTPExchange, isOver: Bool = false) {
        taken.withLock { taken in
            _ = change(exchange, to: 0, &taken)
            if isOver { exchange.isReleased = true }
        }
    }
}
