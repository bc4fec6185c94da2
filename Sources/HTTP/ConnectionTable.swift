internal import CLinux
internal import Glibc
internal import Platform
internal import Synchronization

/// All open connections of a server: closes those that take too long, and the least useful ones where there are too many.
///
/// A connection is closed by shutting down its socket: libmicrohttpd then sees its end and lets it go on its own thread.
final class ConnectionTable: Sendable {
    private struct State {
        var open: [ObjectIdentifier: HTTPConnection] = [:]
        var parties: [UInt64: Int] = [:]
        /// Handed to libmicrohttpd, which has not begun with them yet.
        var arriving = 0
        /// How many more may come before the table is looked through again.
        var credit = 0
    }

    private let limits: HTTPLimits
    private let state = Monitor(State())
    private let closed = Atomic(0)
    /// How many libmicrohttpd may have before it begins with them.
    private static let arrivals = 64

    init(_ limits: HTTPLimits) { self.limits = limits }

    /// How many are open.
    var count: Int { state.withLock { $0.open.count } }
    /// How many were closed from here since the start.
    var closedCount: Int { closed.load(ordering: .relaxed) }

    func add(_ connection: HTTPConnection) {
        state.withLock { state in
            state.open[ObjectIdentifier(connection)] = connection
            state.arriving = max(0, state.arriving - 1)
        }
    }

    /// One that was announced by `makeRoom` does not come.
    func miss() { state.withLock { $0.arriving = max(0, $0.arriving - 1) } }

    /// The socket is closed after this: it is not touched any more.
    func remove(_ connection: HTTPConnection) {
        state.withLock { state in
            state.open[ObjectIdentifier(connection)] = nil
            if let party = connection.party { Self.forget(party, &state) }
        }
    }

    /// `connection` is `party`'s from now on; where that is one too many, another of the party's is closed.
    func assign(_ connection: HTTPConnection, to party: UInt64?) {
        guard connection.party != party else { return }
        state.withLock { state in
            if let old = connection.party { Self.forget(old, &state) }
            connection.party = party
            guard let party else { return }
            state.parties[party, default: 0] += 1
            guard state.parties[party, default: 0] > limits.connectionsOfParty else { return }
            let mine = state.open.values.filter { $0.party == party && !$0.isClosing.load(ordering: .relaxed) }
            guard mine.count > limits.connectionsOfParty else { return }
            let now = MonotonicTime.now.nanoseconds / 1_000_000
            let least = mine.min { Self.rank($0, at: now) < Self.rank($1, at: now) }
            if let least { close(least) }
        }
    }

    private static func forget(_ party: UInt64, _ state: inout State) {
        let left = (state.parties[party] ?? 0) - 1
        state.parties[party] = left > 0 ? left : nil
    }

    /// Looks at every connection: closes those that are longer in their phase than the limits allow or too slow in it,
    /// and answers for those whose client is gone.
    func watch() {
        let now = MonotonicTime.now.nanoseconds / 1_000_000
        let gone = state.withLock { state in
            var gone: [HTTPConnection] = []
            for connection in state.open.values {
                let (phase, since) = connection.state
                switch phase {
                case .greeting, .idle:
                    let allowance = limits.allowance(in: phase, isKnown: connection.party != nil)
                    if let allowance, now - since > allowance { close(connection) }
                case .receiving, .sending:
                    if now - since > 1_000, isTooSlow(connection, phase, since: since, now: now) { close(connection) }
                case .streaming where now - since > 1_000 && isTooSlow(connection, phase, since: since, now: now):
                    close(connection)
                case .handling, .streaming:
                    // libmicrohttpd does not look at a connection that sleeps.
                    if now - since > 1_000, lgsp_is_hung_up(connection.descriptor) != 0 { gone.append(connection) }
                }
            }
            return gone
        }
        for connection in gone { connection.exchange.withLock { $0?.exchange }?.abandon() }
    }

    private func isTooSlow(_ connection: HTTPConnection, _ phase: HTTPConnection.Phase, since: Int64, now: Int64)
        -> Bool
    {
        // What the system has taken from the client, or the client from the system: not what our threads had time for.
        let bytes = lgsp_bytes_moved(connection.descriptor, phase == .receiving ? 0 : 1)
        guard bytes >= 0 else { return false }
        // An answer that is made while it is sent may have nothing to say: its reader is slow only where something waits.
        let isWaitedFor = phase == .streaming && lgsp_bytes_unsent(connection.descriptor) == 0
        return connection.mark.withLock { mark in
            if mark.phase != since || isWaitedFor {
                mark = (since, since, bytes)
                return false
            }
            switch limits.isTooSlow(bytes - mark.bytes, in: now - mark.at) {
            case nil: return false
            case false?:
                (mark.at, mark.bytes) = (now, bytes)
                return false
            case true?: return true
            }
        }
    }

    /// Whether one more connection is taken, which is expected from then on; closes the least useful ones where there are
    /// too many.
    func makeRoom() -> Bool {
        state.withLock { state in
            guard state.arriving < Self.arrivals else { return false }
            let count = state.open.count + state.arriving
            if count >= min(limits.connections, limits.strangers), state.credit == 0 {
                let living = state.open.values.filter { !$0.isClosing.load(ordering: .relaxed) }
                let strangers = living.count { $0.party == nil } + state.arriving
                let room = min(limits.connections - living.count - state.arriving, limits.strangers - strangers)
                if room > 0 {
                    state.credit = min(room, 32)
                } else {
                    // Some at once: looking for them costs more than closing them.
                    let victims = living.sorted { Self.rank($0) < Self.rank($1) }.prefix(32)
                    // Too many strangers cost no one a place who is known.
                    let isFull = living.count + state.arriving >= limits.connections
                    let chosen = victims.prefix {
                        $0.party == nil || isFull && (strangers == 0 || Self.rank($0) < (3, 0))
                    }
                    for victim in chosen { close(victim) }
                    guard !chosen.isEmpty else { return false }
                    state.credit = chosen.count
                }
            }
            state.credit = max(0, state.credit - 1)
            state.arriving += 1
            return true
        }
    }

    /// What goes first goes first: those that nobody knows, those that rest, those that wait for their client's bytes,
    /// those that wait for ours; the oldest of each.
    private static func rank(_ connection: HTTPConnection) -> (Int, Int64) {
        let (phase, since) = connection.state
        guard connection.party != nil else { return (0, since) }
        return switch phase {
        case .greeting, .idle: (1, since)
        case .receiving, .sending: (2, since)
        case .handling, .streaming: (3, since)
        }
    }

    /// The same among a party's own, where those that keep us waiting for long go before those that rest.
    private static func rank(_ connection: HTTPConnection, at now: Int64) -> (Int, Int64) {
        let (phase, since) = connection.state
        let isSlow = (phase == .receiving || phase == .sending) && now - since > 2_000
        return isSlow ? (0, since) : rank(connection)
    }

    private func close(_ connection: HTTPConnection) {
        guard !connection.isClosing.exchange(true, ordering: .relaxed) else { return }
        closed.add(1, ordering: .relaxed)
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
    }
}
