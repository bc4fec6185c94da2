internal import CMicroHTTPD
internal import Glibc
internal import Platform

/// An HTTP/1.1 server on libmicrohttpd: a lobby that takes connections, a pool of threads that poll them, connections that
/// sleep while their answer is made.
@safe public final class HTTPServer: @unchecked Sendable {
    // Sendable: what is variable is written by `init` and `stop` only; the set of open exchanges is behind its lock.

    /// The server's own certificate, and the roots that it names when it asks for the client's.
    public struct TLS: Sendable {
        /// The chain, PEM, leaf first.
        public var certificate: String
        /// The key, PEM.
        public var key: String
        /// The roots, PEM. A client's certificate is asked for, never demanded, and judged by the handler alone.
        public var roots: String

        /// TLS with this identity.
        public init(certificate: String, key: String, roots: String) {
            self.certificate = certificate
            self.key = key
            self.roots = roots
        }
    }

    let handler: any HTTPHandler
    let isTLS: Bool
    private var daemon: OpaquePointer?
    struct Open {
        var exchanges: [ObjectIdentifier: HTTPExchange] = [:]
        var isStopping = false
    }

    let open = Monitor(Open())
    let memory: MemoryBudget
    private let sharesMemory: Bool
    let table: ConnectionTable
    private let lobby: Monitor<(lobby: Lobby, thread: Thread)?> = Monitor(nil)
    /// The port it listens on.
    public let port: UInt16

    /// How many connections are open, and how many were closed for being slow or too many since the start.
    public var connections: (open: Int, closed: Int) { (table.count, table.closedCount) }
    /// The bytes of bodies and answers in memory; 0 where another server counts them.
    public var memoryInUse: Int { sharesMemory ? 0 : memory.size }

    /// Listens on `host`, an IPv4 or IPv6 address, and `port`, 0 for any free one.
    public convenience init(
        host: String, port: UInt16, tls: TLS?, threads: Int, limits: HTTPLimits = HTTPLimits(),
        handler: any HTTPHandler
    ) throws {
        let socket = try ListeningSocket(host: host, port: port)
        try self.init(socket, host: host, tls: tls, threads: threads, limits: limits, handler: handler)
    }

    /// Serves what comes to a socket that listens on `host` already; bodies and answers take from the memory of `other`
    /// where one is given.
    public init(
        _ socket: ListeningSocket, host: String, tls: TLS?, threads: Int, limits: HTTPLimits = HTTPLimits(),
        sharingMemoryOf other: HTTPServer? = nil, handler: any HTTPHandler
    ) throws {
        self.handler = handler
        isTLS = tls != nil
        memory = other?.memory ?? MemoryBudget(limit: limits.memory)
        sharesMemory = other != nil
        table = ConnectionTable(limits)
        port = socket.port
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let handle: MHD_AccessHandlerCallback = { context, connection, _, method, version, upload, size, slot in
            guard let context = unsafe context, let connection = unsafe connection, let size = unsafe size,
                let slot = unsafe slot
            else { return MHD_NO }
            let server = unsafe Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
            guard let state = unsafe slot.pointee else {
                return unsafe server.begin(connection, method: method, version: version, slot: slot)
            }
            let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(state).takeUnretainedValue()
            return unsafe server.turn(exchange, connection, upload: upload, size: size)
        }
        let completed: MHD_RequestCompletedCallback = { context, _, slot, _ in
            guard let context = unsafe context, let slot = unsafe slot, let state = unsafe slot.pointee else { return }
            unsafe slot.pointee = nil
            let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(state).takeRetainedValue()
            exchange.finish()
            exchange.connection?.enter(.idle)
            let server = unsafe Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
            server.memory.release(exchange, isOver: true)
            _ = server.open.withLock { $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
        }
        let noticed: MHD_NotifyConnectionCallback = { context, connection, slot, event in
            guard let context = unsafe context, let connection = unsafe connection, let slot = unsafe slot else {
                return
            }
            let server = unsafe Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
            if event == MHD_CONNECTION_NOTIFY_STARTED {
                let made = HTTPConnection(
                    unsafe lgsp_http_descriptor(connection), server.handler,
                    source: unsafe HTTPServer.source(of: connection))
                server.table.add(made)
                unsafe slot.pointee = Unmanaged.passRetained(made).toOpaque()
            } else if let known = unsafe slot.pointee {
                unsafe slot.pointee = nil
                server.table.remove(unsafe Unmanaged<HTTPConnection>.fromOpaque(known).takeRetainedValue())
            }
        }
        let heard: lgsp_http_heard = { _, target, connection in
            if let target = unsafe target, let connection = unsafe connection {
                unsafe HTTPServer.known(connection)?.heard.withLock { $0 = unsafe HeardTarget(target) }
            }
            return nil
        }
        Self.wordErrors()
        // The table closes the least useful before there are too many; libmicrohttpd's own limit is never met.
        let most = UInt32(limits.connections + 1_024)
        func start(_ tls: UnsafePointer<lgsp_http_tls>?) -> OpaquePointer? {
            unsafe lgsp_http_start(UInt32(threads), 30, most, tls, handle, completed, noticed, heard, context)
        }
        let started: OpaquePointer?
        if let tls {
            unsafe started = tls.certificate.withCString { certificate in
                unsafe tls.key.withCString { key in
                    unsafe tls.roots.withCString { roots in
                        var secure = unsafe lgsp_http_tls(certificate: certificate, key: key, trust: roots)
                        return unsafe start(&secure)
                    }
                }
            }
        } else {
            unsafe started = start(nil)
        }
        guard let started = unsafe started else {
            throw SystemError(call: "MHD_start_daemon", subject: "\(host):\(port)", number: errno)
        }
        unsafe daemon = started
        let box = unsafe Handle(pointer: started)
        let lobby = try Lobby(
            socket, isTLS: isTLS, limits: limits, table: table,
            farewell: handler.answer(to: .tlsNeeded, target: nil).lastWords
        ) { descriptor in unsafe lgsp_http_add(box.pointer, descriptor) == 1 }
        let thread = try Thread(name: "lobby") { lobby.run() }
        self.lobby.withLock { $0 = (lobby, thread) }
    }

    /// libmicrohttpd's daemon, for the lobby's thread.
    @safe private struct Handle: @unchecked Sendable {
        // Sendable: libmicrohttpd takes connections from any thread, and `stop` joins the lobby before the daemon ends.
        let pointer: OpaquePointer
    }

    deinit { stop() }

    /// Takes no new connections, and begins no new requests: those are answered with 503, for nothing was decided.
    ///
    /// Requests that are under way go on. It may be called again.
    public func beginStopping() {
        if let (lobby, thread) = lobby.withLock({ $0.take() }) {
            lobby.stop()
            thread.join()
        }
        // From here on a request is answered before it is begun: one put to sleep after `stop` has woken all would still sleep
        // when the daemon stops, and libmicrohttpd aborts the process over that.
        open.withLock { $0.isStopping = true }
    }

    /// Lets what is under way take its answer, and closes every connection.
    ///
    /// What has no answer within two seconds loses its connection without one: its client cannot know what became of it, and
    /// 503 would say that nothing did.
    public func stop() {
        guard let running = unsafe daemon else { return }
        unsafe daemon = nil
        beginStopping()
        for exchange in open.withLock({ Array($0.exchanges.values) }) {
            if !exchange.isBegun { exchange.answer(stopping(for: exchange)) }
            exchange.stopStream()
        }
        waitUntilOver()
        for exchange in open.withLock({ Array($0.exchanges.values) }) { exchange.cut() }
        waitUntilOver()
        unsafe MHD_stop_daemon(running)
    }

    private func waitUntilOver() {
        for _ in 0..<400 where !open.withLock({ $0.exchanges.isEmpty }) { usleep(5000) }
    }

    /// The answer to what is not begun any more: there is no room for it, and the connection ends.
    func stopping(for exchange: HTTPExchange) -> HTTPResponse {
        var answer = handler.answer(to: .noRoom, target: exchange.target)
        answer.headers.append(("Connection", "close"))
        return answer
    }
}
