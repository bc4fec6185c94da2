import Foundation
import Glibc
import HTTP
import Platform
import Synchronization
import Testing

@testable import Console

/// The feed over real sockets, a message every few milliseconds instead of a second.
@Suite(.serialized) struct LiveFeedTests {
    /// A page of its own kind: 200 figures of which all change with each message.
    private final class Site: HTTPHandler {
        let feed: LiveFeed
        let reads = Atomic(0)
        let ends = Atomic(false)

        init(pause: Int64) { feed = LiveFeed(pause: pause, name: "f") }

        func admit(
            method: String, target: String, source: HTTPSource, header: (String) -> String?,
            peerCertificate: () -> [UInt8]?
        ) -> HTTPAdmission { HTTPAdmission(bodyLimit: 1_000, party: nil) }

        func answer(to fault: HTTPFault, target: String?) -> HTTPResponse { HTTPResponse(status: 400) }

        func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
            let size = request.parameter("size").flatMap { Int($0) } ?? 10
            let listener = LiveFeed.Listener(channel: "\(size)") { [self] in
                !ends.load(ordering: .relaxed)
            } read: { [self] in
                let count = reads.add(1, ordering: .relaxed).newValue
                let text = "\(count) " + String(repeating: "x", count: size)
                return Dictionary(uniqueKeysWithValues: (0..<200).map { ("figure \($0)", text) })
            }
            responder.respond(feed.listen(listener, after: request.header("Last-Event-ID")))
        }
    }

    private static func serve(pause: Int64, _ body: (Site, UInt16) throws -> Void) throws {
        let site = Site(pause: pause)
        let server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 2, handler: site)
        defer {
            site.feed.close()
            server.stop()
        }
        try body(site, UInt16(server.port))
    }

    /// The messages of a connection within `milliseconds`, as they came.
    private static func hear(_ port: UInt16, _ milliseconds: Int, after id: String? = nil, size: Int = 10) throws
        -> String
    {
        let connection = try Client(to: port)
        connection.ask("/?size=\(size)", after: id)
        let end = MonotonicTime.now.advanced(byMilliseconds: Int64(milliseconds))
        var text = ""
        while MonotonicTime.now < end { text += connection.hear(within: 50) }
        return text
    }

    private static func numbers(_ text: String) -> [Int] {
        text.matches(of: #/id: f-(\d+)/#).compactMap { Int($0.1) }
    }

    @Test func itIsReadOnceForAllAndEveryMessageComesOnce() throws {
        try Self.serve(pause: 20) { site, port in
            let clients = try (0..<40).map { _ in try Client(to: port) }
            for client in clients { client.ask("/", after: nil) }
            let start = MonotonicTime.now
            let heard = Self.numbers(try Self.hear(port, 1_000))
            #expect(heard.count > 5)
            // On a busy machine one message may hold what two would have.
            #expect(zip(heard, heard.dropFirst()).allSatisfy { $0 < $1 })
            let milliseconds = Int(MonotonicTime.now.since(start) / 1_000_000)
            #expect(site.reads.load(ordering: .relaxed) <= milliseconds / 20 + 50)
        }
    }

    @Test func aPageGoesOnWhereItWas() throws {
        try Self.serve(pause: 50) { _, port in
            let holder = try Client(to: port)
            holder.ask("/", after: nil)
            let first = Self.numbers(try Self.hear(port, 300))
            let last = try #require(first.last)
            usleep(200_000)
            // One message holds what was missed, under the number that is the present's.
            let resumed = Self.numbers(try Self.hear(port, 300, after: "f-\(last)"))
            #expect(try #require(resumed.first) > last)
            // Another daemon's number, and none: all there is.
            for id in ["other-1", "f-999999", "f-x", "", "f-"] {
                #expect(try Self.hear(port, 300, after: id).contains("figure 199"), "\(id)")
            }
        }
    }

    @Test func whoMayNotHearAnyMoreHearsNoMore() throws {
        try Self.serve(pause: 20) { site, port in
            let client = try Client(to: port)
            client.ask("/", after: nil)
            usleep(100_000)
            site.ends.store(true, ordering: .relaxed)
            usleep(100_000)
            while !client.hear(within: 20).isEmpty {}
            usleep(200_000)
            #expect(client.hear(within: 50).isEmpty)
        }
    }

    /// Megabytes are told to pages that read nothing; none of it is kept, and another page hears all the while.
    @Test func aPageThatDoesNotReadCostsNothingAndIsNotWaitedFor() throws {
        try Self.serve(pause: 5) { site, port in
            let deaf = try (0..<20).map { _ in try Client(to: port, receiveBuffer: 4_096) }
            for client in deaf { client.ask("/?size=200", after: nil) }
            _ = try Self.hear(port, 500, size: 200)
            let (before, count) = (try Self.memory(), site.reads.load(ordering: .relaxed))
            let heard = Self.numbers(try Self.hear(port, 1_000, size: 200))
            let told = site.reads.load(ordering: .relaxed) - count
            #expect(told > 10)
            // One that reads hears as often as it can; what it has no time for comes in one message.
            #expect(heard.count > 1, "\(heard.count) of \(told) messages came")
            #expect(try #require(heard.last) > count)
            #expect(try Self.memory() - before < 30 << 20)
        }
    }

    private static func memory() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (Int(text.split(separator: " ")[1]) ?? 0) * 4_096
    }

    /// A connection that speaks HTTP by hand.
    private final class Client {
        private let descriptor: Int32

        init(to port: UInt16, receiveBuffer: Int32? = nil) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            if var size = receiveBuffer {
                unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            try #require(result == 0)
        }

        deinit { close(descriptor) }

        func ask(_ target: String, after id: String?) {
            let field = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
            let bytes = Array("GET \(target) HTTP/1.1\r\nHost: x\r\n\(field)\r\n".utf8)
            _ = unsafe bytes.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }

        func hear(within milliseconds: Int32) -> String {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe Glibc.poll(&poll, 1, milliseconds) == 1 else { return "" }
            var bytes = [UInt8](repeating: 0, count: 1 << 18)
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
        }
    }
}
