internal import Exchange
internal import Platform

/// The explanations of refusals, in memory: the oldest go where there are too many, or too many bytes of them.
///
/// One agency has an eighth of the room at most, so that a program that sends the same broken document over and over
/// pushes out its own. A restart forgets all; the facts of the refusals then still hold the codes.
final class Explanations: Sendable {
    private struct Shelf {
        var entries: [Identifier: Explanation] = [:]
        var bytes = 0
        /// Oldest first.
        var order: [Identifier] = []
        var first = 0

        mutating func add(_ explanation: Explanation, limit: Int, byteLimit: Int) {
            entries[explanation.id] = explanation
            order.append(explanation.id)
            bytes += explanation.size
            while entries.count > limit || bytes > byteLimit && entries.count > 1 { removeFirst() }
        }

        mutating func removeFirst() {
            if let gone = entries.removeValue(forKey: order[first]) { bytes -= gone.size }
            first += 1
            if first > 256, first > order.count / 2 {
                order.removeFirst(first)
                first = 0
            }
        }
    }

    private struct State {
        var shelves: [AgencyNumber?: Shelf] = [:]
        var count = 0
        var bytes = 0
    }

    private let state = Monitor(State())
    private let limit: Int
    private let byteLimit: Int
    private static let share = 8

    init(limit: Int = 4_096, byteLimit: Int = 16 << 20) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// How many are kept.
    var count: Int { state.withLock { $0.count } }

    /// Keeps an explanation.
    func keep(_ explanation: Explanation) {
        let (limit, byteLimit) = (limit, byteLimit)
        state.withLock { state in
            let owner = explanation.agencies.first
            Self.change(owner, in: &state) {
                $0.add(explanation, limit: max(1, limit / Self.share), byteLimit: byteLimit / Self.share)
            }
            // Seldom: only where more than eight agencies fill their share.
            while state.count > limit || state.bytes > byteLimit, let oldest = Self.oldest(in: state) {
                Self.change(oldest, in: &state) { $0.removeFirst() }
            }
        }
    }

    /// The explanation with this id, where it is still kept and `caller` may read it.
    func find(_ id: Identifier, for caller: Caller) -> Explanation? {
        let found = state.withLock { state in
            state.shelves.values.lazy.compactMap { $0.entries[id] }.first
        }
        return found.flatMap { $0.isFor(caller) ? $0 : nil }
    }

    private static func change(_ owner: AgencyNumber?, in state: inout State, _ body: (inout Shelf) -> Void) {
        var shelf = state.shelves.removeValue(forKey: owner) ?? Shelf()
        state.count -= shelf.entries.count
        state.bytes -= shelf.bytes
        body(&shelf)
        state.count += shelf.entries.count
        state.bytes += shelf.bytes
        if !shelf.entries.isEmpty { state.shelves[owner] = shelf }
    }

    /// The agency with the oldest of all: ids begin with their time.
    private static func oldest(in state: State) -> AgencyNumber?? {
        state.shelves.min { left, right in
            (left.value.entries[left.value.order[left.value.first]]?.at ?? Instant(milliseconds: 0))
                < (right.value.entries[right.value.order[right.value.first]]?.at ?? Instant(milliseconds: 0))
        }?.key
    }
}
