internal import Outbound

/// The native API's routes, one method each; one request at a time, on the thread that asks.
public final class APIClient {
    private let http: HTTPClient
    private let base: String
    /// Where the daemon is: scheme, host and port.
    public var server: String { base }

    /// The daemon's address: scheme, host and port.
    public var address: String { base }

    /// A client of the daemon at `server` (scheme, host and port) that trusts `roots` and is who `identity` says: a
    /// folder with `certificate.pem` and `key.pem`.
    public init(server: String, roots: String?, identity: String?, timeout: Int = 90) throws {
        base = server.hasSuffix("/") ? String(server.dropLast()) : server
        var configuration = HTTPClient.Configuration(
            roots: roots, certificate: identity.map { $0 + "/certificate.pem" }, key: identity.map { $0 + "/key.pem" })
        configuration.timeout = timeout
        http = try HTTPClient(configuration)
    }

    /// Sends a request and gives the body of its answer; any status but 2xx is a problem.
    public func bytes(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) throws(APIProblem) -> [UInt8] {
        let response: HTTPClient.Response
        do {
            response = try http.perform(method, base + path, headers: headers, body: body)
        } catch {
            throw APIProblem(
                code: error.code.rawValue, title: "The daemon at \(base) gave no answer: \(error.message).",
                hint: "Start it with lgsp serve, or name it with --server URL.")
        }
        guard (200..<300).contains(response.status) else {
            throw APIProblem(status: response.status, body: response.body)
        }
        return response.body
    }

    /// Sends a request and gives the JSON of its answer.
    public func json(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) throws(APIProblem) -> JSONValue {
        let body = try bytes(method, path, headers: headers, body: body)
        guard let value = JSONValue(body) else {
            throw APIProblem(
                code: "unexpected_answer", title: "The daemon's answer is not JSON.",
                hint: "Look whether --server names an lgsp daemon.")
        }
        return value
    }

    /// Posts a JSON object and gives the JSON of the answer.
    public func post(_ path: String, _ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try json(
            "POST", path, headers: [("Content-Type", "application/json")],
            body: Array(JSONValue.object(members).json.utf8))
    }

    /// A PUT of a JSON object.
    public func put(_ path: String, _ members: [JSONValue.Member]) throws(APIProblem) -> JSONValue {
        try json(
            "PUT", path, headers: [("Content-Type", "application/json")],
            body: Array(JSONValue.object(members).json.utf8))
    }

    /// `path` with those of `query` that have a value, percent-encoded (RFC 3986).
    public static func path(_ path: String, _ query: [(name: String, value: String?)]) -> String {
        let pairs = query.compactMap { pair in
            pair.value.map { "\(pair.name)=\(encode($0))" }
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    /// `text` with everything but the unreserved characters percent-encoded (RFC 3986, section 2.3).
    public static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
