internal import Platform

/// A request, whole: its body is in.
public struct HTTPRequest: Sendable {
    /// The method, such as `GET`.
    public let method: String
    /// The path, each part percent-decoded; parts that are not UTF-8 make the request a bad one.
    public let path: [String]
    /// The parameters of the query, decoded, in order.
    public let query: [(name: String, value: String)]
    /// The header fields in order.
    public let headers: [(name: String, value: String)]
    /// The body.
    public let body: [UInt8]
    /// The DER of the client's certificate, nil for none.
    public let peerCertificate: [UInt8]?
    /// Whether it came over TLS.
    public let isTLS: Bool
    /// Where it came from.
    public let source: HTTPSource
    /// What the handler found out when it let the request in.
    public let finding: (any Sendable)?

    /// The request with these parts, from outside or made inside the process.
    public init(
        method: String, path: [String], query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8] = [], peerCertificate: [UInt8]? = nil,
        isTLS: Bool = true, source: HTTPSource = .none, finding: (any Sendable)? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peerCertificate = peerCertificate
        self.isTLS = isTLS
        self.source = source
        self.finding = finding
    }

    /// The first field called `name`, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { Multipart.isSame($0.name, name) }?.value
    }

    /// The first cookie called `name` (RFC 6265, section 4.2).
    public func cookie(_ name: String) -> String? {
        for field in headers where Multipart.isSame(field.name, "Cookie") {
            for pair in field.value.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix(name + "=") { return String(pair.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }

    /// The first parameter called `name`.
    public func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// All parameters called `name`.
    public func parameters(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }
}
