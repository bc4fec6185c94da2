internal import CCurl

/// A client of an SMTP server that keeps its connection: one mail at a time, on the thread that asks.
///
/// It takes no proxy from the environment and verifies the server's certificate wherever the way is protected.
@safe public final class MailClient {
    /// What the library reads the message from, and writes the server's replies to.
    private final class Exchange {
        var rest: ArraySlice<UInt8>
        /// The last line of the server's that says no.
        var reply: [UInt8] = []

        init(_ message: [UInt8]) { rest = message[...] }
    }

    private let judge: ConnectionJudge
    private let handle: UnsafeMutableRawPointer

    init(
        _ server: MailServer, credentials: MailCredentials?, gate: OutboundGate,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(OutboundError) {
        guard HTTPClient.isReady, let handle = unsafe curl_easy_init() else {
            throw OutboundError(code: .connectionBroken, message: "libcurl could not be set up")
        }
        unsafe self.handle = unsafe handle
        judge = ConnectionJudge(policy: gate.policy, isCancelled: isCancelled)
        unsafe lgsp_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        unsafe lgsp_curl_set_text(handle, CURLOPT_PROXY, "")
        unsafe lgsp_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        unsafe lgsp_curl_set_number(handle, CURLOPT_TIMEOUT_MS, gate.timeout)
        unsafe lgsp_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, min(10_000, gate.timeout))
        unsafe lgsp_curl_set_number(handle, CURLOPT_UPLOAD, 1)
        unsafe lgsp_curl_set_text(handle, CURLOPT_URL, server.description)
        unsafe lgsp_curl_set_number(
            handle, CURLOPT_USE_SSL, Int(server.security == .none ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
        if let roots = gate.roots { unsafe lgsp_curl_set_text(handle, CURLOPT_CAINFO, roots) }
        if let credentials {
            unsafe lgsp_curl_set_text(handle, CURLOPT_USERNAME, credentials.user)
            unsafe lgsp_curl_set_text(handle, CURLOPT_PASSWORD, credentials.password)
        }
        unsafe lgsp_curl_set_write(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let part = exchange.rest.prefix(size * count)
            exchange.rest = exchange.rest.dropFirst(part.count)
            unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count).copyBytes(from: part)
            return part.count
        }
        unsafe lgsp_curl_set_write(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: min(size * count, 512))
            if unsafe line.first == UInt8(ascii: "4") || line.first == UInt8(ascii: "5") {
                exchange.reply = unsafe Array(line)
            }
            return size * count
        }
        unsafe judge.guardConnections(of: handle)
    }

    deinit { unsafe curl_easy_cleanup(handle) }

    /// Hands a mail to the server; returns once it has taken it upon itself to deliver it.
    public func send(_ message: MailMessage) throws(OutboundError) {
        judge.refused = false
        let exchange = Exchange(message.bytes)
        let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
        unsafe lgsp_curl_set_pointer(handle, CURLOPT_READDATA, context)
        unsafe lgsp_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        unsafe lgsp_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(message.from)>")
        let receivers = unsafe curl_slist_append(nil, "<\(message.to)>")
        defer { unsafe curl_slist_free_all(receivers) }
        unsafe lgsp_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, receivers)
        let code = withExtendedLifetime(exchange) { unsafe curl_easy_perform(handle) }
        guard code != CURLE_OK else { return }
        let status = Int(unsafe lgsp_curl_status(handle))
        let reply = Self.line(exchange.reply)
        // Where the server was ready to take mail and refused this one; 421 says that it ends the connection.
        let isOfMail = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY
        if !judge.refused, isOfMail, (400..<600).contains(status), status != 421 {
            throw OutboundError(code: .refused, message: reply)
        }
        throw judge.error(code, detail: (400..<600).contains(status) ? reply : "")
    }

    /// A reply's line as text of one line.
    private static func line(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
        return String(text.prefix(300))
    }
}
