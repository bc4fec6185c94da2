internal import CMicroHTTPD
internal import Glibc
internal import Platform
internal import Synchronization

/// All open connections of a server: closes those that take too long, and the least useful ones where there are too many.
///
/// A connection is closed by shutting down its socket: libmicrohttpd then sees its end and lets it go on its own thread.
final class ConnectionTable: Sendable {
    private let limits: HTTPLimits
    private let open = Monitor<[ObjectIdentifier: HTTPConnection]>([:])
    private let closed = Atomic(0)

    init(_ limits: HTTPLimits) { self.limits = limits }

    /// How many are open.
    var count: Int { open.withLock { $0.count } }
    /// How many were closed from here since the start.
    var closedCount: Int { closed.load(ordering: .relaxed) }

    func add(_ connection: HTTPConnection) { open.withLock { $0[ObjectIdentifier(connection)] = connection } }

    /// The socket is closed after this: it is not touched any more.
    func remove(_ connection: HTTPConnection) {
        _ = open.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    /// Closes every connection that is longer in its phase than the limits allow.
    func closeOverdue() {
        let now = MonotonicTime.now.nanoseconds / 1_000_000
        open.withLock { open in
            for connection in open.values {
                let (phase, since) = connection.state
                let allowance = limits.allowance(
                    in: phase, bytes: connection.bytes.load(ordering: .relaxed),
                    isKnown: connection.isKnown.load(ordering: .relaxed))
                if let allowance, now - since > allowance { close(connection) }
            }
        }
    }

    /// Whether one more connection is taken; closes the least useful ones where there are too many.
    func makeRoom() -> Bool {
        open.withLock { open in
            guard open.count >= min(limits.connections, limits.strangers) else { return true }
            let living = open.values.filter { !$0.isClosing.load(ordering: .relaxed) }
            let strangers = living.count { Self.usefulness(of: $0) == 0 }
            let isFull = living.count >= limits.connections
            guard isFull || strangers >= limits.strangers else { return true }
            guard let least = living.map(Self.usefulness).min(), least < 3 else { return false }
            let victims = living.filter { Self.usefulness(of: $0) == least }.sorted { $0.state.since < $1.state.since }
            // Some at once: looking for them costs more than closing them.
            for victim in victims.prefix(32) { close(victim) }
            return true
        }
    }

    /// 0 for those that nobody knows, 1 for those that are known and idle, 2 for those that wait for their client's
    /// bytes, 3 for those that wait for ours.
    private static func usefulness(of connection: HTTPConnection) -> Int {
        guard connection.isKnown.load(ordering: .relaxed) else { return 0 }
        return switch connection.state.phase {
        case .greeting, .idle: 1
        case .receiving, .sending: 2
        case .handling, .streaming: 3
        }
    }

    private func close(_ connection: HTTPConnection) {
        guard !connection.isClosing.exchange(true, ordering: .relaxed) else { return }
        closed.add(1, ordering: .relaxed)
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
    }
}
