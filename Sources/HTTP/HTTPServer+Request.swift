internal import CMicroHTTPD
internal import Glibc
internal import Platform

/// From the head of a request to the handler.
extension HTTPServer {
    /// The head is in: whether the request can be read at all, and how much it may bring.
    func begin(
        _ connection: OpaquePointer, method: UnsafePointer<CChar>?,
        version: UnsafePointer<CChar>?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> MHD_Result {
        let known = unsafe Self.known(connection)
        let heard = known?.heard.withLock { $0.take() }
        let target = heard?.path
        let start = unsafe method
        let method = unsafe method.map { unsafe String(cString: $0) } ?? ""
        var framing = unsafe framing(connection, start: start, version: version)
        let endOfTarget = UInt(bitPattern: version) &- 1
        if heard?.isWhole(endingAt: endOfTarget) == false { framing.refuseTarget() }
        let fault = framing.verdict(version: unsafe version.map { unsafe String(cString: $0) } ?? "")
        // Nothing of a head that cannot be read is looked at.
        let admission =
            fault == nil
            ? handler.admit(
                method: method, target: target ?? "", source: known?.source ?? .none,
                header: { unsafe field(connection, $0) }, peerCertificate: { unsafe peer(connection) })
            : HTTPAdmission(bodyLimit: 0, party: nil)
        if let known { table.assign(known, to: admission.party) }
        known?.enter(.receiving)
        let exchange = HTTPExchange(
            method: method, target: target ?? "", admission: admission, connection: known, memory: memory)
        exchange.isUnreadable = target == nil
        known?.exchange.withLock { $0 = HTTPConnection.Weak(exchange: exchange) }
        open.withLock { $0.exchanges[ObjectIdentifier(exchange)] = exchange }
        unsafe slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
        if let fault {
            var answer = handler.answer(to: .unreadable(fault), target: exchange.target)
            answer.headers.append(("Connection", "close"))
            return unsafe send(answer, for: exchange, on: connection)
        }
        if let length = unsafe field(connection, "Content-Length").flatMap({ Int($0) }) {
            if length > exchange.limit {
                // Answered before any of the body is read; the connection closes after it.
                let answer = exchange.refusal ?? handler.answer(to: .tooLarge, target: exchange.target)
                return unsafe send(answer, for: exchange, on: connection)
            }
            // What a client announces is not yet there: room for it comes as it does.
            exchange.announced = length
            exchange.body.reserveCapacity(min(length, 64 << 10))
        }
        return MHD_YES
    }

    /// What is kept for a connection.
    static func known(_ connection: OpaquePointer) -> HTTPConnection? {
        unsafe lgsp_http_context(connection).map {
            unsafe Unmanaged<HTTPConnection>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// More of a body, or its end, or an answer that is there now.
    func turn(
        _ exchange: HTTPExchange, _ connection: OpaquePointer, upload: UnsafePointer<CChar>?,
        size: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        let count = unsafe size.pointee
        if count > 0 {
            unsafe size.pointee = 0
            return unsafe take(upload, count, exchange, connection) ? MHD_YES : MHD_NO
        }
        if !exchange.wasHandled {
            exchange.wasHandled = true
            exchange.connection?.enter(.handling)
            if exchange.isAnswered {
                // It is over already.
            } else if !open.withLock({ exchange.begin(unless: $0.isStopping) }) {
                exchange.answer(stopping(for: exchange))
            } else if exchange.isTooLarge {
                // It was told so while its body still came in.
                return MHD_NO
            } else if let request = unsafe request(of: exchange, connection) {
                handler.handle(request, HTTPResponder(exchange))
            } else {
                let fault = HTTPFault.unreadable("a target that is not UTF-8, wrongly escaped, or holds a NUL")
                exchange.answer(handler.answer(to: fault, target: exchange.target))
            }
        }
        guard let response = unsafe exchange.takeOrSuspend(connection) else { return MHD_YES }
        if exchange.isCut { return MHD_NO }
        return unsafe send(response, for: exchange, on: connection)
    }

    /// Takes bytes of a body; false where enough was thrown away and the connection is to be closed.
    private func take(
        _ upload: UnsafePointer<CChar>?, _ count: Int, _ exchange: HTTPExchange, _ connection: OpaquePointer
    ) -> Bool {
        if exchange.isTooLarge {
            exchange.thrownAway += count
            return exchange.thrownAway < exchange.lingering
        }
        let total = exchange.body.count + count
        let isOver = total > exchange.limit
        if !isOver, memory.reserve(total, for: exchange) {
            // Whoever has sent some of it gets room for a megabyte, and with that for all: no more moving as it grows.
            if total > exchange.body.capacity, exchange.announced > total {
                exchange.body.reserveCapacity(total > 1 << 20 ? exchange.announced : min(exchange.announced, 1 << 20))
            }
            if let upload = unsafe upload {
                unsafe exchange.body.append(contentsOf: UnsafeRawBufferPointer(start: upload, count: count))
            }
            return true
        }
        exchange.isTooLarge = true
        // Whoever only has to come again is told so even where it reads nothing before its body is out.
        if !isOver, exchange.party != nil { exchange.lingering = exchange.limit }
        exchange.body = []
        memory.release(exchange)
        let refusal = isOver ? exchange.refusal : nil
        let words = (refusal ?? handler.answer(to: isOver ? .tooLarge : .noRoom, target: exchange.target)).lastWords
        unsafe words.withUnsafeBytes { unsafe lgsp_http_last_words(connection, $0.baseAddress, $0.count) }
        return true
    }

    /// Where a connection came from.
    @unsafe static func source(of connection: OpaquePointer) -> HTTPSource {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe lgsp_http_source(connection, &bytes)
        return HTTPSource(address: Array(bytes.prefix(Int(count))))
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
            guard let decoded = Percent.decode(part), !decoded.utf8.contains(0) else { return nil }
            path.append(decoded)
        }
        var query: [(name: String, value: String)] = []
        let arguments = unsafe values(connection, MHD_GET_ARGUMENT_KIND)
        for (name, value) in arguments {
            // Bytes that are no UTF-8 were repaired on their way into text.
            guard !name.unicodeScalars.contains("\u{FFFD}"), !value.unicodeScalars.contains("\u{FFFD}") else {
                return nil
            }
            guard let name = Percent.decode(name[...]), let value = Percent.decode(value[...]),
                !name.utf8.contains(0), !value.utf8.contains(0)
            else { return nil }
            query.append((name, value))
        }
        let body = exchange.body
        exchange.body = []
        return HTTPRequest(
            method: exchange.method, path: path, query: query,
            headers: unsafe values(connection, MHD_HEADER_KIND), body: body, peerCertificate: unsafe peer(connection),
            isTLS: isTLS, source: exchange.connection?.source ?? .none, finding: exchange.finding)
    }

    private func values(_ connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(name: String, value: String)] {
        final class List {
            let isHeader: Bool
            var values: [(name: String, value: String)] = []

            init(isHeader: Bool) { self.isHeader = isHeader }
        }
        let list = List(isHeader: kind == MHD_HEADER_KIND)
        _ = unsafe MHD_get_connection_values(
            connection, kind,
            { context, _, name, value in
                guard let context = unsafe context, let name = unsafe name else { return MHD_YES }
                let list = unsafe Unmanaged<List>.fromOpaque(context).takeUnretainedValue()
                let read = list.isHeader ? unsafe HTTPServer.text : { unsafe String(cString: $0) }
                unsafe list.values.append((read(name), value.map { unsafe read($0) } ?? ""))
                return MHD_YES
            }, Unmanaged.passUnretained(list).toOpaque())
        return list.values
    }

    private func field(_ connection: OpaquePointer, _ name: String) -> String? {
        unsafe MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name).map { unsafe Self.text($0) }
    }

    /// The text of a field: UTF-8 where it is that, else ISO 8859-1, as older clients write (RFC 9110, 5.5).
    private static func text(_ value: UnsafePointer<CChar>) -> String {
        if let text = unsafe String(validatingCString: value) { return text }
        let bytes = unsafe UnsafeBufferPointer(start: value, count: strlen(value))
        return String(String.UnicodeScalarView(unsafe bytes.map { Unicode.Scalar(UInt8(bitPattern: $0)) }))
    }

    /// Looks through the head that begins at `start`, part by part and at what stands between the parts.
    private func framing(
        _ connection: OpaquePointer, start: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?
    ) -> RequestFraming {
        var reading = unsafe Reading(end: version.map { unsafe $0 + strlen($0) })
        unsafe withUnsafeMutablePointer(to: &reading) { reading in
            _ = unsafe MHD_get_connection_values_n(
                connection, MHD_HEADER_KIND,
                { context, _, name, nameSize, value, valueSize in
                    guard let reading = unsafe context?.assumingMemoryBound(to: Reading.self) else {
                        return MHD_NO
                    }
                    unsafe reading.pointee.framing.look(between: HTTPServer.gap(reading.pointee.end, name))
                    unsafe reading.pointee.framing.look(
                        at: HTTPServer.bytes(name, nameSize), HTTPServer.bytes(value, valueSize))
                    unsafe reading.pointee.end = unsafe value.map { unsafe $0 + valueSize }
                    return MHD_YES
                }, reading)
        }
        // The head ends with an empty line.
        let end = unsafe start.map { unsafe $0 + lgsp_http_head_size(connection) }
        unsafe reading.framing.look(between: Self.gap(reading.end, end), lines: 2)
        return unsafe reading.framing
    }

    /// How far a head has been looked at.
    @unsafe private struct Reading {
        var framing = RequestFraming()
        /// Where the part before ends.
        var end: UnsafePointer<CChar>?
    }

    /// The bytes between two parts of a head, which lies in one piece in libmicrohttpd's memory; nil where the second does
    /// not follow the first.
    private static func gap(
        _ end: UnsafePointer<CChar>?, _ start: UnsafePointer<CChar>?
    ) -> UnsafeBufferPointer<UInt8>? {
        guard let end = unsafe end, let start = unsafe start else { return nil }
        let count = unsafe start - end
        return (1...1_024).contains(count) ? unsafe bytes(end, count) : nil
    }

    private static func bytes(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeRawBufferPointer(start: start, count: unsafe start == nil ? 0 : count).assumingMemoryBound(
            to: UInt8.self)
    }
}
