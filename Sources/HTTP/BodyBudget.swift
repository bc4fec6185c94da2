internal import Platform

/// How much memory the bodies of all open requests may take together.
///
/// A body is counted in whole megabytes from its second on, and until its request is answered.
final class BodyBudget: Sendable {
    private static let step = 1 << 20
    private let limit: Int
    private let taken = Monitor(0)

    /// A budget of `limit` bytes.
    init(limit: Int = 256 << 20) { self.limit = limit }

    /// Whether `exchange` may hold a body of `size` bytes; called by the thread that reads it.
    func reserve(_ size: Int, for exchange: HTTPExchange) -> Bool {
        guard size > max(exchange.reserved, Self.step) else { return true }
        let wanted = (size + Self.step - 1) / Self.step * Self.step
        let more = wanted - exchange.reserved
        let isThere = taken.withLock { taken in
            guard taken + more <= limit else { return false }
            taken += more
            return true
        }
        if isThere { exchange.reserved = wanted }
        return isThere
    }

    /// The body of `exchange` is gone.
    func release(_ exchange: HTTPExchange) {
        guard exchange.reserved > 0 else { return }
        taken.withLock { $0 -= exchange.reserved }
        exchange.reserved = 0
    }
}
