internal import CMicroHTTPD
internal import Glibc
internal import Platform

/// An HTTP/1.1 server on libmicrohttpd: a pool of threads that poll, connections that sleep while their answer is made.
@safe public final class HTTPServer: @unchecked Sendable {
    // Sendable: `daemon` is written by `init` and `stop` only; the set of open exchanges is behind its lock.

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

    private let handler: any HTTPHandler
    private let isTLS: Bool
    private var daemon: OpaquePointer?
    private struct Open {
        var exchanges: [ObjectIdentifier: HTTPExchange] = [:]
        var isStopping = false
    }

    private let open = Monitor(Open())
    private let bodies = BodyBudget()
    /// The port it listens on.
    public private(set) var port: UInt16 = 0

    /// Listens on `host`, an IPv4 or IPv6 address, and `port`, 0 for any free one.
    public init(host: String, port: UInt16, tls: TLS?, threads: Int, handler: any HTTPHandler) throws {
        self.handler = handler
        isTLS = tls != nil
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let handle: MHD_AccessHandlerCallback = { context, connection, target, method, _, upload, size, slot in
            guard let context = unsafe context, let connection = unsafe connection, let size = unsafe size,
                let slot = unsafe slot
            else { return MHD_NO }
            let server = unsafe Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
            return unsafe server.turn(
                connection, target: target, method: method, upload: upload, size: size, slot: slot)
        }
        let completed: MHD_RequestCompletedCallback = { context, _, slot, _ in
            guard let context = unsafe context, let slot = unsafe slot, let state = unsafe slot.pointee else { return }
            unsafe slot.pointee = nil
            let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(state).takeRetainedValue()
            exchange.finish()
            let server = unsafe Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
            server.bodies.release(exchange)
            _ = server.open.withLock { $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
        }
        unsafe daemon = try Self.withAddress(host, port) { address in
            guard let tls else {
                return unsafe lgsp_http_start(address, UInt32(threads), 30, 2000, nil, handle, completed, context)
            }
            return unsafe tls.certificate.withCString { certificate in
                unsafe tls.key.withCString { key in
                    unsafe tls.roots.withCString { roots in
                        var secure = unsafe lgsp_http_tls(certificate: certificate, key: key, trust: roots)
                        return unsafe lgsp_http_start(
                            address, UInt32(threads), 30, 2000, &secure, handle, completed, context)
                    }
                }
            }
        }
        guard let daemon = unsafe daemon else {
            throw SystemError(call: "listen", subject: "\(host):\(port)", number: errno)
        }
        self.port = UInt16(truncatingIfNeeded: unsafe lgsp_http_port(daemon))
    }

    deinit { stop() }

    /// Runs `body` on the socket address of an IPv4 or IPv6 host.
    private static func withAddress(
        _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>) -> OpaquePointer?
    ) throws -> OpaquePointer? {
        if host.utf8.contains(UInt8(ascii: ":")) {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            guard unsafe inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else {
                throw SystemError(call: "inet_pton", subject: host, number: EINVAL)
            }
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) }
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw SystemError(call: "inet_pton", subject: host, number: EINVAL)
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) }
        }
    }

    /// Answers whoever still waits with 503, then closes every connection.
    public func stop() {
        guard let running = unsafe daemon else { return }
        unsafe daemon = nil
        // From here on a new request on a kept connection is answered at once: one put to sleep now would still sleep
        // when the daemon stops, and libmicrohttpd aborts the process over that.
        let waiting = open.withLock { open in
            open.isStopping = true
            return Array(open.exchanges.values)
        }
        for exchange in waiting {
            exchange.answer(Self.stopping)
            exchange.stopStream()
        }
        // No new connections; those that wait get two seconds to take their answer.
        let listener = unsafe MHD_quiesce_daemon(running)
        for _ in 0..<400 where !open.withLock({ $0.exchanges.isEmpty }) { usleep(5000) }
        unsafe MHD_stop_daemon(running)
        // Its threads poll the listening socket to the end: closed earlier, its number could belong to another.
        if listener >= 0 { close(listener) }
    }

    private static let stopping = HTTPResponse(status: 503, headers: [("Connection", "close")])

    private func turn(
        _ connection: OpaquePointer, target: UnsafePointer<CChar>?, method: UnsafePointer<CChar>?,
        upload: UnsafePointer<CChar>?, size: UnsafeMutablePointer<Int>,
        slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> MHD_Result {
        guard let state = unsafe slot.pointee else {
            let (target, method) = unsafe (
                target.flatMap { unsafe String(validatingCString: $0) }, method.map { unsafe String(cString: $0) } ?? ""
            )
            let exchange = HTTPExchange(
                method: method, target: target ?? "",
                limit: handler.bodyLimit(method: method, target: target ?? "") { unsafe peer(connection) })
            exchange.isUnreadable = target == nil
            let isStopping = open.withLock { open in
                open.exchanges[ObjectIdentifier(exchange)] = exchange
                return open.isStopping
            }
            if isStopping { exchange.answer(Self.stopping) }
            unsafe slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
            if let length = unsafe field(connection, "Content-Length").flatMap({ Int($0) }) {
                if length > exchange.limit {
                    // Answered before any of the body is read; the connection closes after it.
                    return unsafe send(handler.answer(toUnreadable: 413), on: connection)
                }
                // What a client announces is not yet there: room for it comes as it does.
                exchange.body.reserveCapacity(min(length, 1 << 20))
            }
            return MHD_YES
        }
        let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(state).takeUnretainedValue()
        let count = unsafe size.pointee
        if count > 0 {
            unsafe size.pointee = 0
            return unsafe take(upload, count, exchange, connection) ? MHD_YES : MHD_NO
        }
        if !exchange.wasHandled {
            exchange.wasHandled = true
            if exchange.isAnswered {
                // The server stops: what cannot be answered any more is not begun.
            } else if exchange.isTooLarge {
                // It was told so while its body still came in.
                return MHD_NO
            } else if let request = unsafe request(of: exchange, connection) {
                handler.handle(request, HTTPResponder(exchange))
            } else {
                exchange.answer(handler.answer(toUnreadable: 400))
            }
        }
        guard let response = unsafe exchange.takeOrSuspend(connection) else { return MHD_YES }
        return unsafe send(response, on: connection)
    }

    /// How much more of a body over the limit is read, so that its sender sees the answer before the connection breaks.
    private static let lingering = 16 << 20

    /// Takes bytes of a body; false where enough was thrown away and the connection is to be closed.
    private func take(
        _ upload: UnsafePointer<CChar>?, _ count: Int, _ exchange: HTTPExchange, _ connection: OpaquePointer
    ) -> Bool {
        if exchange.isTooLarge {
            exchange.thrownAway += count
            return exchange.thrownAway < Self.lingering
        }
        let total = exchange.body.count + count
        let isOver = total > exchange.limit
        if !isOver, bodies.reserve(total, for: exchange) {
            if let upload = unsafe upload {
                unsafe exchange.body.append(contentsOf: UnsafeRawBufferPointer(start: upload, count: count))
            }
            return true
        }
        exchange.isTooLarge = true
        exchange.body = []
        bodies.release(exchange)
        let response = handler.answer(toUnreadable: isOver ? 413 : 503)
        let reason = isOver ? "413 Content Too Large" : "503 Service Unavailable"
        var text = Array("HTTP/1.1 \(reason)\r\nConnection: close\r\n".utf8)
        for (name, value) in response.headers where Self.isField(value) { text += Array("\(name): \(value)\r\n".utf8) }
        text += Array("Content-Length: \(response.body.count)\r\n\r\n".utf8)
        text += response.body
        unsafe text.withUnsafeBytes { unsafe lgsp_http_last_words(connection, $0.baseAddress, $0.count) }
        return true
    }

    /// Whether a header field may hold `value`: a line break within would begin a field of its own (RFC 9110, 5.5).
    private static func isField(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// The DER of the client's certificate.
    private func peer(_ connection: OpaquePointer) -> [UInt8]? {
        var size = 0
        return unsafe lgsp_http_peer(connection, &size).map { start in
            unsafe [UInt8](UnsafeBufferPointer(start: start, count: size))
        }
    }

    private func request(of exchange: HTTPExchange, _ connection: OpaquePointer) -> HTTPRequest? {
        if exchange.isUnreadable { return nil }
        // libmicrohttpd hands the path on as it came, without the query.
        var path: [String] = []
        for part in exchange.target.split(separator: "/") {
            guard let decoded = Percent.decode(part) else { return nil }
            path.append(decoded)
        }
        var query: [(name: String, value: String)] = []
        let arguments = unsafe values(connection, MHD_GET_ARGUMENT_KIND)
        for (name, value) in arguments {
            // Bytes that are no UTF-8 were repaired on their way into text.
            guard !name.unicodeScalars.contains("\u{FFFD}"), !value.unicodeScalars.contains("\u{FFFD}") else {
                return nil
            }
            guard let name = Percent.decode(name[...]), let value = Percent.decode(value[...]) else { return nil }
            query.append((name, value))
        }
        let body = exchange.body
        exchange.body = []
        return HTTPRequest(
            method: exchange.method, path: path, query: query,
            headers: unsafe values(connection, MHD_HEADER_KIND), body: body, peerCertificate: unsafe peer(connection),
            isTLS: isTLS)
    }

    private func values(_ connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(name: String, value: String)] {
        final class List { var values: [(name: String, value: String)] = [] }
        let list = List()
        _ = unsafe MHD_get_connection_values(
            connection, kind,
            { context, _, name, value in
                guard let context = unsafe context, let name = unsafe name else { return MHD_YES }
                let list = unsafe Unmanaged<List>.fromOpaque(context).takeUnretainedValue()
                unsafe list.values.append((String(cString: name), value.map { unsafe String(cString: $0) } ?? ""))
                return MHD_YES
            }, Unmanaged.passUnretained(list).toOpaque())
        return list.values
    }

    private func field(_ connection: OpaquePointer, _ name: String) -> String? {
        unsafe MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name).map { unsafe String(cString: $0) }
    }

    private func send(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
        let made =
            if let stream = response.stream { unsafe Self.make(stream, connection) } else { unsafe make(response.body) }
        guard let made = unsafe made else { return MHD_NO }
        defer { unsafe MHD_destroy_response(made) }
        for (name, value) in response.headers where Self.isField(value) {
            _ = unsafe MHD_add_response_header(made, name, value)
        }
        return unsafe MHD_queue_response(connection, UInt32(response.status), made)
    }

    private func make(_ body: [UInt8]) -> OpaquePointer? {
        let count = body.count
        // The bytes are copied once into memory that libmicrohttpd frees.
        return unsafe body.withUnsafeBytes { bytes in
            unsafe MHD_create_response_from_buffer(
                count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), MHD_RESPMEM_MUST_COPY)
        }
    }

    /// What the callback for a body that is made while it is sent works with, on the connection's thread alone.
    @safe private final class Reading {
        let stream: HTTPStream
        let connection: OpaquePointer

        init(_ stream: HTTPStream, _ connection: OpaquePointer) {
            self.stream = stream
            unsafe self.connection = unsafe connection
        }
    }

    private static func make(_ stream: HTTPStream, _ connection: OpaquePointer) -> OpaquePointer? {
        let reading = unsafe Unmanaged.passRetained(Reading(stream, connection)).toOpaque()
        // The connection outlives its answer, and libmicrohttpd lets `reading` go with the answer.
        let made = unsafe MHD_create_response_from_callback(
            UInt64.max, 16_384,
            { context, _, buffer, size in
                guard let context = unsafe context, let buffer = unsafe buffer else { return -2 }
                let reading = unsafe Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue()
                return unsafe reading.stream.read(
                    into: UnsafeMutableRawBufferPointer(start: buffer, count: size), reading.connection)
            }, reading,
            { context in if let context = unsafe context { unsafe Unmanaged<Reading>.fromOpaque(context).release() } })
        if unsafe made == nil { unsafe Unmanaged<Reading>.fromOpaque(reading).release() }
        return unsafe made
    }
}
