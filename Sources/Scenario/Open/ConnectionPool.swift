internal import Platform

/// Kept connections by identity, each lent to one thread at a time; the one that rested longest goes when there are many.
final class ConnectionPool: Sendable {
    private struct Rest: Sendable {
        let identity: Identity
        let wire: Held
        let since: Int
    }

    /// A connection on its way between threads.
    struct Held: @unchecked Sendable {
        // Sendable: `take` removes it from the pool under the lock: whoever holds it is the only one until `give`.
        let wire: any Wire
    }

    private struct State: Sendable {
        var resting: [Identity: [Rest]] = [:]
        /// Connections, lent and resting.
        var count = 0
        var uses = 0
    }

    private let surroundings: any Surroundings
    private let limit: Int
    private let state = Monitor(State())

    init(_ surroundings: any Surroundings, limit: Int) {
        self.surroundings = surroundings
        self.limit = limit
    }

    /// A connection as `identity`.
    func take(_ identity: Identity) throws(ScenarioError) -> Held {
        let (kept, oldest) = state.withLock { state -> (Held?, Held?) in
            if let rest = state.resting[identity]?.popLast() { return (rest.wire, nil) }
            state.count += 1
            return (nil, state.count > limit ? Self.evict(&state) : nil)
        }
        if let kept { return kept }
        // Closed here, outside the lock, with its last reference.
        _ = consume oldest
        do throws(ScenarioError) {
            return Held(wire: try surroundings.connect(as: identity))
        } catch {
            forget()
            throw error
        }
    }

    /// Gives a connection back for the next.
    func give(_ held: Held, _ identity: Identity) {
        state.withLock { state in
            state.uses += 1
            state.resting[identity, default: []].append(Rest(identity: identity, wire: held, since: state.uses))
        }
    }

    /// A connection that was taken is no more.
    func forget() {
        state.withLock { $0.count -= 1 }
    }

    private static func evict(_ state: inout State) -> Held? {
        // The first of each identity's is the one that rested longest.
        let oldest = state.resting.values.compactMap(\.first).min { $0.since < $1.since }
        guard let oldest else { return nil }
        state.resting[oldest.identity]?.removeFirst()
        state.count -= 1
        return oldest.wire
    }
}
