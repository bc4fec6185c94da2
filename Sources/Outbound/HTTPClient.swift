internal import CCurl

/// A client that keeps its connection: one request at a time, on the thread that asks.
///
/// It follows no redirect, takes no proxy from the environment, and verifies the server against the given roots.
@safe public final class HTTPClient {
    /// How the client connects.
    public struct Configuration: Sendable {
        /// The file of the roots, PEM; nil for plain HTTP.
        public var roots: String?
        /// The file of the client's chain, PEM.
        public var certificate: String?
        /// The file of the client's key, PEM.
        public var key: String?
        /// How long one request may take, in seconds.
        public var timeout = 60
        /// The largest body of an answer.
        public var responseLimit = 256 << 20
        /// Which addresses may be connected to; nil for all.
        var policy: AddressPolicy?
        /// How long one request may take, in milliseconds, in place of `timeout`.
        var milliseconds: Int?
        /// Asked every second or so: true ends the request.
        var isCancelled: (@Sendable () -> Bool)?

        /// A client that trusts the roots in the file `roots`, with its own certificate where one is given.
        public init(roots: String?, certificate: String? = nil, key: String? = nil) {
            self.roots = roots
            self.certificate = certificate
            self.key = key
        }
    }

    /// An answer.
    public struct Response: Sendable {
        /// The status code.
        public let status: Int
        /// The header fields in order.
        public let headers: [(name: String, value: String)]
        /// The body.
        public let body: [UInt8]

        /// The first field called `name`, whatever its case.
        public func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    @safe private final class Sink {
        let handle: UnsafeMutableRawPointer
        var body: [UInt8] = []
        var head: [UInt8] = []
        let limit: Int

        init(_ handle: UnsafeMutableRawPointer, limit: Int) {
            unsafe self.handle = handle
            self.limit = limit
        }

        /// Makes room for what is announced, up to eight megabytes: more comes as it does.
        func makeRoom() { body.reserveCapacity(Int(clamping: min(max(0, unsafe lgsp_curl_length(handle)), 8 << 20))) }
    }

    static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let configuration: Configuration
    private let judge: ConnectionJudge
    private let handle: UnsafeMutableRawPointer

    /// A client without a connection yet.
    public init(_ configuration: Configuration) throws {
        guard Self.isReady, let handle = unsafe curl_easy_init() else {
            throw OutboundError(code: .connectionBroken, message: "libcurl could not be set up")
        }
        unsafe self.handle = unsafe handle
        self.configuration = configuration
        judge = ConnectionJudge(policy: configuration.policy, isCancelled: configuration.isCancelled)
        unsafe lgsp_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        unsafe lgsp_curl_set_text(handle, CURLOPT_PROXY, "")
        unsafe lgsp_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe lgsp_curl_set_number(handle, CURLOPT_TCP_NODELAY, 1)
        unsafe lgsp_curl_set_number(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        unsafe lgsp_curl_set_number(
            handle, CURLOPT_TIMEOUT_MS, configuration.milliseconds ?? configuration.timeout * 1_000)
        unsafe lgsp_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, 10)
        if let roots = configuration.roots { unsafe lgsp_curl_set_text(handle, CURLOPT_CAINFO, roots) }
        if let certificate = configuration.certificate, let key = configuration.key {
            unsafe lgsp_curl_set_text(handle, CURLOPT_SSLCERT, certificate)
            unsafe lgsp_curl_set_text(handle, CURLOPT_SSLKEY, key)
        }
        unsafe lgsp_curl_set_write(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let sink = unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
            guard sink.body.count + size * count <= sink.limit else { return 0 }
            if sink.body.isEmpty { sink.makeRoom() }
            unsafe sink.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        unsafe lgsp_curl_set_write(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let sink = unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
            guard sink.head.count + size * count <= 1 << 18 else { return 0 }
            unsafe sink.head.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        unsafe judge.guardConnections(of: handle)
    }

    deinit { unsafe curl_easy_cleanup(handle) }

    /// Sends a request and waits for its answer, whatever its status.
    public func perform(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) throws(OutboundError) -> Response {
        judge.refused = false
        let sink = unsafe Sink(handle, limit: configuration.responseLimit)
        let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
        unsafe lgsp_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        unsafe lgsp_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        unsafe lgsp_curl_set_text(handle, CURLOPT_URL, url)
        var list: UnsafeMutablePointer<curl_slist>?
        // Waiting for "100 Continue" would cost a round trip.
        for (name, value) in [("Expect", "")] + headers {
            unsafe list = curl_slist_append(list, value.isEmpty ? "\(name):" : "\(name): \(value)")
        }
        defer { unsafe curl_slist_free_all(list) }
        unsafe lgsp_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
        let bytes = body ?? []
        let code = unsafe bytes.withUnsafeBytes { buffer in
            // Without this it would wait for the body that an answer to HEAD announces and does not bring.
            unsafe lgsp_curl_set_number(handle, CURLOPT_NOBODY, method == "HEAD" ? 1 : 0)
            if method == "HEAD" {
            } else if body != nil {
                unsafe lgsp_curl_set_body(handle, buffer.baseAddress ?? UnsafeRawPointer(handle), Int64(buffer.count))
            } else {
                unsafe lgsp_curl_set_number(handle, CURLOPT_HTTPGET, 1)
            }
            unsafe lgsp_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, method)
            return unsafe curl_easy_perform(handle)
        }
        guard code == CURLE_OK else { throw judge.error(code) }
        return Response(
            status: Int(unsafe lgsp_curl_status(handle)), headers: Self.fields(sink.head), body: sink.body)
    }

    /// The fields of the last header block: interim answers come before it.
    private static func fields(_ head: [UInt8]) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline) {
            if line.hasPrefix("HTTP/") { fields.removeAll() }
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields.append((String(line[..<colon]), String(value)))
        }
        return fields
    }
}
