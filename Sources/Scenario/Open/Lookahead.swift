internal import Platform

/// The documents that are ready before their time: a bounded window that signers fill and senders empty in order.
final class Lookahead: Sendable {
    /// Bytes of documents that are ready at most, whatever their number; one there may always be.
    static let bytes = 64 << 20

    private struct State: Sendable {
        var ready: [Int: Prepared] = [:]
        /// Documents that signers have begun.
        var reserved = 0
        /// Documents that senders have taken.
        var taken = 0
        var bytes = 0
        var ends = false
    }

    private let total: Int
    private let ahead: Int
    private let state = Monitor(State())

    /// A window of `ahead` documents out of `total`.
    init(total: Int, ahead: Int) {
        self.total = total
        self.ahead = ahead
    }

    /// Waits until there is room for one more document; whether one is still wanted.
    func reserve() -> Bool {
        state.wait { [ahead, total] state -> Bool? in
            if state.ends || state.reserved >= total { return false }
            guard state.reserved - state.taken < ahead, state.bytes < Self.bytes || state.reserved == state.taken
            else { return nil }
            state.reserved += 1
            return true
        } ?? false
    }

    /// Puts a document into its place.
    func put(_ item: Prepared) {
        state.notify { state in
            state.ready[item.ordinal] = item
            state.bytes += item.size
        }
    }

    /// The next document in order, waiting for it; nil where there is none any more.
    func take() -> Prepared? {
        let item = state.wait { [total] state -> Prepared?? in
            if state.ends || state.taken >= total { return .some(nil) }
            guard let item = state.ready.removeValue(forKey: state.taken) else { return nil }
            state.taken += 1
            state.bytes -= item.size
            return item
        }
        // Signers may wait for the room.
        state.notify { _ in }
        return item ?? nil
    }

    /// Waits until the window is as full as it can be.
    func fill() {
        _ = state.wait { [ahead, total] state -> Bool? in
            let isFull = state.ready.count >= min(ahead, total) || state.bytes >= Self.bytes
            return isFull || state.ends ? true : nil
        }
    }

    /// Lets everybody go who waits here.
    func end() {
        state.notify { $0.ends = true }
    }
}
