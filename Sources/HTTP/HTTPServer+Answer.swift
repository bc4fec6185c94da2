internal import CHTTPErrors
internal import CMicroHTTPD
internal import Platform

/// From an answer to libmicrohttpd.
extension HTTPServer {
    func send(_ whole: HTTPResponse, for exchange: HTTPExchange, on connection: OpaquePointer) -> MHD_Result {
        var response = whole
        // Answers that wait for a slow reader are memory too.
        if !memory.settle(response.stream?.holds ?? response.body.count, for: exchange) {
            response.stream?.finish()
            response = handler.answer(to: .noRoom, target: exchange.target)
        }
        exchange.connection?.enter(response.stream == nil ? .sending : .streaming)
        guard let made = unsafe Self.made(response, connection) else { return MHD_NO }
        defer { unsafe MHD_destroy_response(made) }
        return unsafe lgsp_http_queue(connection, UInt32(response.status), made) == 1 ? MHD_YES : MHD_NO
    }

    /// libmicrohttpd's form of an answer, which the caller destroys; nil where there is no memory.
    static func made(_ response: HTTPResponse, _ connection: OpaquePointer) -> OpaquePointer? {
        let made =
            if let stream = response.stream {
                unsafe make(
                    stream, connection, size: stream.length.map { UInt64($0) } ?? .max,
                    stream.length == nil ? 16_384 : piece)
            } else {
                unsafe make(response.body, connection)
            }
        guard let made = unsafe made else { return nil }
        for (name, value) in response.fields { _ = unsafe MHD_add_response_header(made, name, value) }
        return unsafe made
    }

    /// How many bytes of a large answer are copied at a time.
    private static let piece = 65_536

    /// An answer with this body; a large one is copied a piece at a time as it is sent, a small one at once.
    private static func make(_ body: [UInt8], _ connection: OpaquePointer) -> OpaquePointer? {
        let count = body.count
        guard count <= piece else {
            let rest = Monitor<[UInt8]?>(body)
            return unsafe make(HTTPStream { rest.withLock { $0.take() } }, connection, size: UInt64(count), piece)
        }
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

    private static func make(
        _ stream: HTTPStream, _ connection: OpaquePointer, size: UInt64 = .max, _ piece: Int = 16_384
    ) -> OpaquePointer? {
        let reading = unsafe Unmanaged.passRetained(Reading(stream, connection)).toOpaque()
        // The connection outlives its answer, and libmicrohttpd lets `reading` go with the answer.
        let made = unsafe MHD_create_response_from_callback(
            size, piece,
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
