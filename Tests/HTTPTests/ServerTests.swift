import Glibc
import HTTP
import Outbound
import Platform
import Testing

/// Answers at once, or later from a thread of its own where the query says so.
private struct Echo: HTTPHandler {
    func admit(
        method: String, target: String, source: HTTPSource, header: (String) -> String?,
        peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission {
        HTTPAdmission(bodyLimit: 100_000, party: nil)
    }

    func answer(to fault: HTTPFault, target: String?) -> HTTPResponse {
        HTTPResponse(status: fault == .tooLarge ? 413 : fault == .noRoom ? 503 : 400)
    }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
        let peer = request.peerCertificate?.count ?? 0
        let response = HTTPResponse(
            status: 200, contentType: "text/plain",
            headers: [("X-Path", request.path.joined(separator: "|")), ("X-Peer", "\(peer)")],
            body: request.body)
        if request.parameter("drop") != nil { return }
        guard let later = request.parameter("later").flatMap({ UInt32($0) }) else { return responder.respond(response) }
        let thread = try? Thread(name: "later") {
            usleep(later)
            responder.respond(response)
        }
        withExtendedLifetime(thread) {}
    }
}

@Suite struct ServerTests {
    @Test func answersAtOnceAndLater() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 2, handler: Echo())
        defer { server.stop() }
        let client = try HTTPClient(.init(roots: nil))
        for round in 0..<200 {
            let body = [UInt8](repeating: UInt8(round), count: round * 300)
            let suffix = round % 3 == 0 ? "" : "?later=\(round % 7 * 100)"
            let response = try client.perform(
                "POST", "http://127.0.0.1:\(server.port)/a%2Fb/%C4%91\(suffix)", body: body)
            #expect(response.status == 200)
            #expect(response.body == body)
            #expect(response.header("x-path") == "a/b|đ")
        }
    }

    @Test func aBodyOverTheLimitIs413AndABrokenTarget400() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: Echo())
        defer { server.stop() }
        let large = try HTTPClient(.init(roots: nil))
            .perform("POST", "http://127.0.0.1:\(server.port)/", body: [UInt8](repeating: 0, count: 100_001))
        #expect(large.status == 413)
        let broken = try HTTPClient(.init(roots: nil)).perform("GET", "http://127.0.0.1:\(server.port)/%zz")
        #expect(broken.status == 400)
    }

    /// Who waits while the server stops gets the answer that is made, or none: 503 would say that nothing was decided.
    @Test(arguments: [(1_500_000, 200), (60_000_000, 0)])
    func anAnswerNeverGivenIs500AndAStopTellsNothingUntrue(microseconds: Int, expected: Int) throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: Echo())
        let dropped = try HTTPClient(.init(roots: nil)).perform("GET", "http://127.0.0.1:\(server.port)/?drop=1")
        #expect(dropped.status == 500)
        let status = Monitor<Int?>(nil)
        let port = server.port
        let waiting = try Thread(name: "waiting") {
            let response = try? HTTPClient(.init(roots: nil)).perform(
                "GET", "http://127.0.0.1:\(port)/?later=\(microseconds)")
            status.notify { $0 = response?.status ?? 0 }
        }
        usleep(300_000)
        server.stop()
        #expect(status.wait { $0 } == expected)
        waiting.join()
    }

    @Test func aClosedPortIsUnreachable() {
        let error = #expect(throws: OutboundError.self) {
            try HTTPClient(.init(roots: nil)).perform("GET", "http://127.0.0.1:1/")
        }
        #expect(error?.code == .unreachable)
    }

    @Test func aClientsCertificateIsSeenAndNotDemanded() throws {
        var template = Array("/tmp/lgsp-http-XXXXXX".utf8CString)
        let folder = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else { return "" }
            return unsafe String(cString: made)
        }
        defer { _ = unsafe system("rm -rf '\(folder)'") }
        let made = unsafe system(
            "cd '\(folder)' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out"
                + " certificate.pem -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>openssl.log")
        #expect(made == 0)
        let tls = HTTPServer.TLS(
            certificate: text("\(folder)/certificate.pem"), key: text("\(folder)/key.pem"),
            roots: text("\(folder)/certificate.pem"))
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: tls, threads: 2, handler: Echo())
        defer { server.stop() }
        let url = "https://127.0.0.1:\(server.port)/"
        let stranger = try HTTPClient(.init(roots: "\(folder)/certificate.pem")).perform("GET", url)
        #expect(stranger.header("X-Peer") == "0")
        let known = try HTTPClient(
            .init(
                roots: "\(folder)/certificate.pem", certificate: "\(folder)/certificate.pem", key: "\(folder)/key.pem")
        ).perform("GET", url)
        #expect((known.header("X-Peer").flatMap { Int($0) } ?? 0) > 200)
    }

    private func text(_ path: String) -> String {
        guard let file = unsafe fopen(path, "r") else { return "" }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 10_000)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// Answers with a stream of `pieces` pieces of 10,000 bytes, then sleeps until it is woken for its end.
private final class Streamer: HTTPHandler {
    let state = Monitor((left: 0, isEnding: false, ended: 0))
    let stream = Monitor<HTTPStream?>(nil)

    init(pieces: Int) { state.withLock { $0.left = pieces } }

    func admit(
        method: String, target: String, source: HTTPSource, header: (String) -> String?,
        peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission {
        HTTPAdmission(bodyLimit: 0, party: nil)
    }

    func answer(to fault: HTTPFault, target: String?) -> HTTPResponse {
        HTTPResponse(status: fault == .tooLarge ? 413 : fault == .noRoom ? 503 : 400)
    }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
        let state = state
        let stream = HTTPStream {
            state.withLock { state in
                if state.isEnding { return nil }
                guard state.left > 0 else { return [] }
                state.left -= 1
                return [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
            }
        } onEnd: {
            state.notify { $0.ended += 1 }
        }
        self.stream.notify { $0 = stream }
        var response = HTTPResponse(status: 200)
        response.stream = stream
        responder.respond(response)
    }
}

@Suite struct StreamTests {
    @Test func aStreamSleepsUntilItIsWokenAndEnds() throws {
        let streamer = Streamer(pieces: 50)
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: streamer)
        defer { server.stop() }
        let port = server.port
        let size = Monitor<Int?>(nil)
        let client = try Thread(name: "client") {
            let response = try? HTTPClient(.init(roots: nil)).perform("GET", "http://127.0.0.1:\(port)/")
            size.notify { $0 = response?.body.count ?? -1 }
        }
        let stream = try #require(streamer.stream.wait { $0 })
        usleep(200_000)
        // Still open after all there was, and after a wake for nothing.
        stream.wake()
        #expect(size.withLock { $0 } == nil)
        streamer.state.withLock { $0.isEnding = true }
        stream.wake()
        #expect(size.wait { $0 } == 500_000)
        client.join()
        #expect(streamer.state.wait(until: .now.advanced(byMilliseconds: 5_000)) { $0.ended > 0 ? $0.ended : nil } == 1)
        stream.wake()
    }

    @Test func aClientThatDoesNotReadIsNotReadFor() throws {
        let streamer = Streamer(pieces: 1_000_000)
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: streamer)
        defer { server.stop() }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = server.port.bigEndian
        unsafe inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, size) }
        }
        try #require(connected == 0)
        let request = Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
        _ = unsafe request.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        usleep(500_000)
        let left = streamer.state.withLock { $0.left }
        usleep(300_000)
        // The socket's buffers are full, a few megabytes at most, and nothing more is made.
        #expect(left > 998_000)
        #expect(streamer.state.withLock { $0.left } == left)
    }
}

@Suite struct PercentTests {
    @Test(
        arguments: [
            ("abc", "abc"), ("%C4%91", "đ"), ("a%2Fb", "a/b"), ("%", nil), ("%4", nil), ("%zz", nil), ("%FF", nil),
            ("%00", nil),
            ("a+b", "a+b"),
        ] as [(String, String?)])
    func decodes(text: String, plain: String?) {
        #expect(Percent.decode(text[...]) == plain)
    }

    @Test func encodesWhatItDecodes() {
        let text = "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"
        #expect(Percent.decode(Percent.encode(text)[...]) == text)
    }
}

/// What a server must stand: sent byte by byte over a plain socket.
@Suite struct HygieneTests {
    /// Sends `pieces` and then reads until the server closes or 10 s have passed; `endless` goes on being sent meanwhile.
    private static func exchange(_ port: UInt16, _ pieces: [String], endless: String? = nil) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        unsafe inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, size) }
        }
        try #require(connected == 0)
        for piece in pieces {
            let bytes = piece.unicodeScalars.map { UInt8($0.value) }
            _ = unsafe bytes.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let more = Array((endless ?? "").utf8)
        let end = MonotonicTime.now.advanced(byMilliseconds: 10_000)
        while MonotonicTime.now < end {
            if endless != nil {
                _ = unsafe more.withUnsafeBytes {
                    unsafe send(
                        descriptor, $0.baseAddress, $0.count,
                        Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                }
            }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&wait, 1, endless == nil ? 2_000 : 1) > 0 else {
                if endless == nil { break }
                continue
            }
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) + "<closed>" }
            answer += chunk[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }

    @Test func anEndlessChunkedBodyEndsIn413AndAClosedConnection() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: Echo())
        defer { server.stop() }
        let chunk = "2710\r\n" + String(repeating: "x", count: 10_000) + "\r\n"
        let answer = try Self.exchange(
            server.port, ["POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"], endless: chunk)
        #expect(answer.hasPrefix("HTTP/1.1 413"))
        #expect(answer.hasSuffix("<closed>"))
    }

    @Test(
        arguments: [
            ("GET /a\u{FF} HTTP/1.1", "400"), ("GET /?a=\u{C3} HTTP/1.1", "400"), ("GET /a%FF HTTP/1.1", "400"),
            ("GET /\u{C4}\u{91} HTTP/1.1", "200"),
        ])
    func aTargetIsUTF8(line: String, status: String) throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: Echo())
        defer { server.stop() }
        let answer = try Self.exchange(server.port, [line + "\r\nHost: x\r\nConnection: close\r\n\r\n"])
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"))
    }

    @Test func noFieldOfAnAnswerHoldsALineBreak() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: Echo())
        defer { server.stop() }
        let url = "http://127.0.0.1:\(server.port)"
        for path in ["/a%0d%0aX-Forged:%201", "/a%0aX-Forged:%201", "/a%0dX-Forged:%201"] {
            let answer = try HTTPClient(.init(roots: nil)).perform("GET", url + path)
            #expect(answer.status == 200)
            #expect(answer.header("X-Forged") == nil && answer.header("X-Path") == nil)
        }
    }

    @Test func itListensOnTheSixthVersionToo() throws {
        let server = try HTTPServer(host: "::1", port: 0, tls: nil, threads: 1, handler: Echo())
        defer { server.stop() }
        let answer = try HTTPClient(.init(roots: nil)).perform("GET", "http://[::1]:\(server.port)/six")
        #expect(answer.header("X-Path") == "six")
        #expect(throws: SystemError.self) {
            try HTTPServer(host: "::x", port: 0, tls: nil, threads: 1, handler: Echo())
        }
    }

    @Test func headBringsNoBodyAndLeavesTheConnectionUsable() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: Echo())
        defer { server.stop() }
        let client = try HTTPClient(.init(roots: nil))
        let url = "http://127.0.0.1:\(server.port)/"
        for _ in 0..<3 {
            #expect(try client.perform("POST", url, body: [1, 2, 3]).body == [1, 2, 3])
            let head = try client.perform("HEAD", url)
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(try client.perform("GET", url).status == 200)
        }
    }
}
