/// An SMTP server that mail is handed to, and how the way there is protected.
public struct MailServer: Hashable, Sendable, CustomStringConvertible {
    /// How the way is protected.
    public enum Security: String, Sendable {
        /// TLS after STARTTLS, or nothing is sent (RFC 3207).
        case startTLS = "starttls"
        /// TLS from the first byte (RFC 8314).
        case tls
        /// None.
        case none
    }

    /// The host's name, or an address without brackets.
    public let host: String
    /// The port.
    public let port: UInt16
    /// How the way is protected.
    public var security: Security

    /// The server that `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]` names; nil for anything else.
    ///
    /// With `smtp` STARTTLS is required, except on this machine; the port is 587 (RFC 6409). With `smtps` it is 465.
    public init?(_ text: String) {
        guard let scheme = ["smtp", "smtps"].first(where: { text.hasPrefix($0 + "://") }) else { return nil }
        // The same rules for hosts and ports as for web addresses: libcurl takes it apart.
        let rest = text.dropFirst(scheme.utf8.count + 3)
        let end = rest.last == "]" ? nil : rest.lastIndex(of: ":")
        guard rest.utf8.allSatisfy({ $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }),
            let address = WebAddress("http://\(end.map { rest[..<$0] } ?? rest[...])"),
            let port = end.map({ UInt16(rest[rest.index(after: $0)...]) }) ?? (scheme == "smtp" ? 587 : 465), port > 0
        else { return nil }
        host = address.host
        self.port = port
        security = scheme == "smtps" ? .tls : .startTLS
        if security == .startTLS, isLoopback { security = .none }
    }

    /// Whether the host is this machine, by its name or address.
    public var isLoopback: Bool { NetworkAddress(host)?.isLoopback ?? (host.lowercased() == "localhost") }

    /// `smtp://HOST:PORT` or `smtps://HOST:PORT`.
    public var description: String {
        "\(security == .tls ? "smtps" : "smtp")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
