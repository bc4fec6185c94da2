import Glibc
import HTTP
import Outbound
import Platform
import Testing

/// The gate with real sockets: what it refuses never reaches a listener.
@Suite(.serialized) struct GateTests {
    /// Answers by the path, and counts.
    private final class Door: HTTPHandler {
        let requests = Monitor<[String]>([])

        func admit(
            method: String, target: String, source: HTTPSource, header: (String) -> String?,
            peerCertificate: () -> [UInt8]?
        ) -> HTTPAdmission { HTTPAdmission(bodyLimit: 1_000, party: 1) }

        func answer(to fault: HTTPFault, target: String?) -> HTTPResponse { HTTPResponse(status: 400) }

        func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
            let path = request.path.first ?? ""
            requests.withLock { $0.append(path) }
            switch path {
            case "redirect": responder.respond(HTTPResponse(status: 302, headers: [("Location", "/second")]))
            case "large": responder.respond(HTTPResponse(status: 200, body: [UInt8](repeating: 65, count: 100_000)))
            case "silent": held.withLock { $0.append(responder) }
            default: responder.respond(HTTPResponse(status: 200))
            }
        }

        let held = Monitor<[HTTPResponder]>([])
    }

    private let door = Door()
    private let server: HTTPServer

    init() throws { server = try HTTPServer(host: "127.0.0.1", port: 0, tls: nil, threads: 1, handler: door) }

    private func code(_ host: String, _ path: String, _ policy: AddressPolicy) -> String {
        var gate = OutboundGate(policy: policy)
        gate.timeout = 300
        do {
            let client = try gate.client { false }
            return "\(try client.perform("POST", "http://\(host):\(server.port)/\(path)", body: [1]).status)"
        } catch { return (error as? OutboundError)?.code.rawValue ?? "\(error)" }
    }

    @Test func judgesTheAddressAndNotTheName() {
        defer { server.stop() }
        for host in ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"] {
            #expect(code(host, "closed", AddressPolicy()) == "address_refused", "\(host)")
        }
        #expect(door.requests.withLock { $0 } == [])
        #expect(code("localhost", "open", AddressPolicy(allowsLoopback: true)) == "200")
        let listed = AddressPolicy(allowed: ["127.0.0.0/8"].compactMap(AddressRange.init))
        #expect(code("127.0.0.1", "open", listed) == "200")
    }

    @Test func followsNothingAndTakesNoProxy() {
        defer { server.stop() }
        unsafe setenv("http_proxy", "http://127.0.0.1:\(server.port)/", 1)
        defer { unsafe unsetenv("http_proxy") }
        #expect(code("127.0.0.1", "redirect", AddressPolicy(allowsLoopback: true)) == "302")
        #expect(door.requests.withLock { $0 } == ["redirect"])
        // Port 9 of an address that is never in use: with the proxy it would have been answered.
        #expect(code("192.0.2.1", "far", AddressPolicy(allowsLoopback: true)) == "address_refused")
        #expect(door.requests.withLock { $0 } == ["redirect"])
    }

    @Test func limitsTimeAndSize() {
        defer { server.stop() }
        let policy = AddressPolicy(allowsLoopback: true)
        #expect(code("127.0.0.1", "large", policy) == "response_too_large")
        let start = MonotonicTime.now
        #expect(code("127.0.0.1", "silent", policy) == "timed_out")
        #expect(MonotonicTime.now.since(start) < 2_000_000_000)
    }
}
