/// Why a request or a mail came to nothing.
public struct OutboundError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, by their stable names.
    public enum Code: String, CaseIterable, Sendable {
        /// Nobody listens there, or the name is unknown.
        case unreachable
        /// It took too long.
        case timedOut = "timed_out"
        /// The peer's certificate, or our own, was not accepted.
        case tlsFailed = "tls_failed"
        /// The answer was larger than allowed.
        case responseTooLarge = "response_too_large"
        /// The address is closed to connections made for others.
        case addressRefused = "address_refused"
        /// User and password were not accepted.
        case loginDenied = "login_denied"
        /// The server took the connection, and refused what was to be sent.
        case refused = "mail_refused"
        /// The connection broke.
        case connectionBroken = "connection_broken"
    }

    /// Why.
    public let code: Code
    /// The library's words.
    public let message: String

    /// One line for people, such as `unreachable: Connection refused`.
    public var description: String { message.isEmpty ? code.rawValue : "\(code.rawValue): \(message)" }
}
