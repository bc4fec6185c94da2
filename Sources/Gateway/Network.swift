internal import HTTP
internal import Platform

/// The listeners as health and metrics tell of them: their limits, and how full they are.
final class Network: Sendable {
    /// How full the listeners are.
    struct Gauges: Sendable {
        var open = 0
        var closed = 0
        var memory = 0
    }

    let limits: HTTPLimits
    private let read = Monitor<@Sendable () -> Gauges>({ Gauges() })

    init(_ limits: HTTPLimits) { self.limits = limits }

    /// What `servers` say from now on.
    func watch(_ servers: [HTTPServer]) {
        // The servers keep their handler, and it this: a strong reference would keep all of them for ever.
        let servers = servers.map { Weak($0) }
        read.withLock {
            $0 = {
                servers.compactMap(\.server).reduce(into: Gauges()) { gauges, server in
                    let (open, closed) = server.connections
                    gauges.open += open
                    gauges.closed += closed
                    gauges.memory += server.memoryInUse
                }
            }
        }
    }

    /// How full they are now.
    var gauges: Gauges { read.withLock { $0 }() }

    private struct Weak: Sendable {
        weak let server: HTTPServer?
        init(_ server: HTTPServer) { self.server = server }
    }
}
