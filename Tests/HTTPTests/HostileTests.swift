import Glibc
import HTTP
import Outbound
import Platform
import Testing

/// Answers with as many bytes as the query says; whoever asks for `/known` is known.
private struct Giver: HTTPHandler {
    func admit(
        method: String, target: String, source: HTTPSource, header: (String) -> String?,
        peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission {
        HTTPAdmission(bodyLimit: 10_000_000, party: target.hasPrefix("/known") ? 1 : nil)
    }

    func answer(to fault: HTTPFault, target: String?) -> HTTPResponse {
        if case .refused(let status) = fault { return HTTPResponse(status: status, body: Array("ours".utf8)) }
        let status = fault == .tooLarge ? 413 : fault == .noRoom ? 503 : 400
        return HTTPResponse(status: status, body: Array("\(fault)".utf8))
    }

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
        if let kind = request.parameter("stream") {
            // Without an end, or with nothing to say after its first piece.
            let isFirst = Monitor(true)
            var response = HTTPResponse(status: 200)
            response.stream = HTTPStream {
                let isNew = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                return kind == "endless" || isNew ? [UInt8](repeating: 0x78, count: 50_000) : []
            }
            return responder.respond(response)
        }
        let size = request.parameter("size").flatMap { Int($0) } ?? 2
        responder.respond(HTTPResponse(status: 200, body: [UInt8](repeating: 0x78, count: size)))
    }
}

/// What a client can do to others, with limits that are small enough to be met.
@Suite struct HostileTests {
    private static let head = "GET /known HTTP/1.1\r\nHost: x\r\n"

    private static func server(_ change: (inout HTTPLimits) -> Void) throws -> HTTPServer {
        var limits = HTTPLimits()
        limits.greeting = 1_000
        limits.strangerIdle = 500
        limits.window = 1_000
        limits.bytesPerSecond = 100_000
        change(&limits)
        return try HTTPServer(
            host: "127.0.0.1", port: 0, tls: nil, threads: 2, limits: limits, handler: Giver())
    }

    private static func ask(_ server: HTTPServer, _ path: String = "/known") throws -> Int {
        try HTTPClient(.init(roots: nil)).perform("GET", "http://127.0.0.1:\(server.port)\(path)").status
    }

    @Test func whoeverSaysNothingGivesWayAndIsClosed() throws {
        let server = try Self.server { $0.lobby = 50 }
        defer { server.stop() }
        var silent: [RawConnection] = []
        for _ in 0..<300 { silent.append(try RawConnection(to: server.port)) }
        #expect(try Self.ask(server) == 200)
        // The oldest gave their places to those that came later; the last fifty are still there, until their time is over.
        #expect(silent[0].hear(within: 500) == nil)
        #expect(silent[240].hear(within: 500) == nil)
        #expect(silent[290].hear(within: 0) == "")
        #expect(silent[290].hear(within: 3_000) == nil)
        #expect(server.connections.open <= 1)
    }

    @Test func whoeverIsSlowIsCutAndOthersAreNot() throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let (head, body) = (try RawConnection(to: server.port), try RawConnection(to: server.port))
        let patient = try RawConnection(to: server.port)
        patient.say(Self.head + "\r\n")
        #expect(patient.hear(within: 1_000)?.hasPrefix("HTTP/1.1 200") == true)
        head.say("GET /known HTTP/1.1\r\n")
        body.say("POST /known HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        // A byte now and then keeps nobody.
        let begin = MonotonicTime.now
        var open = (head: true, body: true)
        while open.head || open.body, MonotonicTime.now.since(begin) < 8_000_000_000 {
            if open.head { open.head = head.say("X") && head.hear(within: 0) != nil }
            if open.body { open.body = body.say("X") && body.hear(within: 0) != nil }
            usleep(100_000)
        }
        #expect(!open.head && !open.body)
        #expect(MonotonicTime.now.since(begin) < 4_000_000_000)
        // Between requests one who is known may rest longer than a stranger.
        patient.say(Self.head + "\r\n")
        #expect(patient.hear(within: 1_000)?.hasPrefix("HTTP/1.1 200") == true)
        #expect(server.connections.closed == 2)
    }

    @Test func strangersGiveWayToEachOtherAndNeverPushOutWhoIsKnown() throws {
        let server = try Self.server {
            $0.strangers = 40
            $0.greeting = 60_000
        }
        defer { server.stop() }
        let known = try RawConnection(to: server.port)
        known.say(Self.head + "\r\n")
        #expect(known.hear(within: 1_000)?.hasPrefix("HTTP/1.1 200") == true)
        var strangers: [RawConnection] = []
        for _ in 0..<200 {
            let stranger = try RawConnection(to: server.port)
            stranger.say("GET /unknown HTTP/1.1\r\n")
            strangers.append(stranger)
        }
        #expect(try Self.ask(server) == 200)
        known.say(Self.head + "\r\n")
        #expect(known.hear(within: 1_000)?.hasPrefix("HTTP/1.1 200") == true)
        // They are handed on by the lobby, and closed by the threads that poll them, when these come to it.
        for _ in 0..<300 where server.connections.open > 45 || server.connections.closed < 150 { usleep(20_000) }
        #expect(server.connections.open <= 45)
        #expect(server.connections.closed >= 150)
    }

    @Test func anAnswerNobodyReadsIsCut() throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let slow = try RawConnection(to: server.port, receiveBuffer: 4_096)
        slow.say("GET /known?size=8000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        // It reads on, ten bytes at a time: as long as the system's buffers fill, and a second more.
        #expect(slow.hear(within: 1_000, limit: 10) == "HTTP/1.1 2")
        #expect(server.memoryInUse >= 8_000_000)
        for _ in 0..<300 where slow.hear(within: 100, limit: 10) == nil || server.connections.open > 0 {
            usleep(40_000)
        }
        #expect(server.connections.open == 0)
        #expect(server.memoryInUse == 0)
    }

    /// A reader that takes a little in a while, and one that takes nothing: both are cut, whoever only listens is not.
    @Test(arguments: [1, 2_000]) func aStreamNobodyReadsIsCut(bytes: Int) throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let listener = try RawConnection(to: server.port)
        listener.say("GET /known?stream=idle HTTP/1.1\r\nHost: x\r\n\r\n")
        var heard = 0
        while heard < 50_000, let more = listener.hear(within: 1_000), !more.isEmpty { heard += more.utf8.count }
        let slow = try RawConnection(to: server.port, receiveBuffer: 4_096)
        slow.say("GET /known?stream=endless HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(slow.hear(within: 1_000, limit: 10) == "HTTP/1.1 2")
        #expect(server.connections.open == 2)
        for _ in 0..<300 where server.connections.open > 1 {
            _ = slow.hear(within: 0, limit: bytes)
            usleep(50_000)
        }
        #expect(server.connections.open == 1)
        #expect(listener.hear(within: 0) == "")
    }

    @Test func answersShareTheMemoryAndOthersAreToldToComeAgain() throws {
        let server = try Self.server {
            $0.memory = 16_000_000
            $0.window = 60_000
        }
        defer { server.stop() }
        let slow = try RawConnection(to: server.port, receiveBuffer: 4_096)
        slow.say("GET /known?size=5000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(slow.hear(within: 1_000, limit: 10) == "HTTP/1.1 2")
        // One party gets its share, or a single answer; what is small always fits.
        #expect(try Self.ask(server, "/known?size=5000000") == 503)
        #expect(try Self.ask(server, "/other?size=5000000") == 200)
        #expect(try Self.ask(server, "/known?size=60000") == 200)
    }

    @Test func aHeadThatCanBeReadInTwoWaysIsAnsweredOnceAndTheConnectionCloses() throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        for fields in [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 4\r\nContent-Length: 0\r\n",
            "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding : chunked\r\n", "Host: y\r\n", "X\rY: 1\r\n",
            "Transfer-Encoding:\r\n chunked\r\n", "Content-Length:\r\n 5\r\n", "X: a\r\n b\r\n",
            // A NUL ends a text in C: what it cuts off is seen nevertheless.
            "Content-Length: 4\0x\r\n", "Transfer-Encoding: chunked\0x\r\n", "X: a\0b\r\nContent-Length: 4\r\n",
            "X: a\0\r\n", "\0X: a\r\n", "X\0Y: a\r\n", "Cookie: a=b\0; c=d\r\n", ": a\r\n", "X: a\u{1}b\r\n",
        ] {
            let connection = try RawConnection(to: server.port)
            connection.say(
                "POST /known HTTP/1.1\r\nHost: x\r\n\(fields)\r\n0\r\n\r\nGET /known HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try #require(connection.hearOut(within: 3_000), "\(fields) is left open")
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(fields)")
            #expect(answer.split(separator: "HTTP/1.1 ").count == 1, "\(fields)")
        }
    }

    /// To compare a text with long runs of combining marks costs the square of their number: such a head is not looked at.
    @Test(.timeLimit(.minutes(1))) func combiningMarksInAHeadCostNothing() throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let marks = "a" + String(repeating: "\u{301}\u{323}", count: 6_000)
        let escaped = "a" + String(repeating: "%CC%81%CC%A3", count: 4_000)
        for head in [
            "GET /\(marks) HTTP/1.1\r\nHost: x\r\n", "GET /\(escaped) HTTP/1.1\r\nHost: x\r\n",
            "GET /known?\(escaped)=1 HTTP/1.1\r\nHost: x\r\n", "GET /known?a=\(escaped) HTTP/1.1\r\nHost: x\r\n",
            "GET /known HTTP/1.1\r\nHost: x\r\nAuthorization: \(marks)\r\n",
            "GET /known HTTP/1.1\r\nHost: x\r\nCookie: a=\(marks)\r\n",
        ] {
            let connection = try RawConnection(to: server.port)
            let begin = MonotonicTime.now
            connection.say(head + "\r\n")
            #expect(connection.hear(within: 3_000)?.hasPrefix("HTTP/1.1 400 ") == true, "\(head.prefix(40))")
            #expect(MonotonicTime.now.since(begin) < 2_000_000_000, "\(head.prefix(40))")
        }
    }

    @Test(arguments: [
        "/known\0x", "/known\0", "/known?a=\0b", "/known?a\0=b", "/known\u{1}", "/known?\u{7F}", "/kno wn", "/a%00b",
        "/known?a=%00", "/known?%00",
    ])
    func aTargetWithANULOrAControlIsRefused(target: String) throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let connection = try RawConnection(to: server.port)
        connection.say("GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(connection.hearOut(within: 3_000)?.hasPrefix("HTTP/1.1 400 ") == true)
    }

    @Test func anOrdinaryHeadOfAnySizeAndFormPasses() throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let fields = [
            "", "X: a  \t\r\nY:\r\nZ: \r\n", String(repeating: "X: a\r\n", count: 600),
            (0..<48).map { "X\($0): \(String(repeating: "a", count: 1_000))\r\n" }.joined(),
        ]
        for head in fields.map({ "GET /known?a=1&b HTTP/1.1\r\nHost: x\r\n\($0)\r\n" }) + [
            "GET /known HTTP/1.1\nHost: x\nX: a\n\n", "\r\nGET /known HTTP/1.1\r\nHost: x\r\n\r\n",
        ] {
            let connection = try RawConnection(to: server.port)
            for _ in 0..<2 {
                connection.say(head)
                #expect(connection.hear(within: 3_000)?.hasPrefix("HTTP/1.1 200 ") == true, "\(head.prefix(100))")
            }
        }
    }

    /// The answers of libmicrohttpd itself are the handler's, and each ends its connection.
    @Test(
        arguments: [
            ("GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 100_000))\r\n\r\n", 431),
            ("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(String(repeating: "f", count: 20))\r\n",
                413
            ),
        ])
    func theLibrarysOwnErrorsAreOurs(text: String, status: Int) throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let connection = try RawConnection(to: server.port)
        connection.say(text)
        var answer = ""
        while let more = connection.hear(within: 3_000), !more.isEmpty { answer += more }
        #expect(answer.hasPrefix("HTTP/1.1 \(status) ") && answer.hasSuffix("\r\n\r\nours"), "\(answer)")
        #expect(answer.contains("X-Content-Type-Options: nosniff\r\n"))
        #expect(connection.hear(within: 3_000) == nil)
    }

    @Test func onePartyHoldsSoManyConnectionsAndOthersStay() throws {
        let server = try Self.server {
            $0.connectionsOfParty = 20
            $0.window = 60_000
            $0.greeting = 60_000
            $0.strangerIdle = 60_000
        }
        defer { server.stop() }
        let other = try RawConnection(to: server.port)
        other.say("GET /other HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(other.hear(within: 1_000)?.hasPrefix("HTTP/1.1 200") == true)
        var held: [RawConnection] = []
        for _ in 0..<100 {
            let one = try RawConnection(to: server.port)
            one.say("POST /known HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
            held.append(one)
        }
        for _ in 0..<1_000 where server.connections.closed < 80 || server.connections.open > 21 { usleep(20_000) }
        // The party's own give way, as many as are too many.
        #expect(held.count { $0.hear(within: 0) == "" } == 20)
        other.say("GET /other HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(other.hear(within: 1_000)?.hasPrefix("HTTP/1.1 200") == true)
        #expect(server.connections.open == 21)
    }

    @Test func aTargetInAbsoluteFormIsTaken() throws {
        let server = try Self.server { _ in }
        defer { server.stop() }
        let connection = try RawConnection(to: server.port)
        connection.say("GET http://example.vn/known?size=3 HTTP/1.1\r\nHost: example.vn\r\n\r\n")
        #expect(connection.hear(within: 1_000)?.hasSuffix("\r\n\r\nxxx") == true)
    }
}
