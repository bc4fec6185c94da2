/// The one way out of the daemon: every connection is judged when it is made.
///
/// http and https, and SMTP to the server that was set up; no redirect, no proxy of the environment, limits on time and size. The address is judged at the
/// moment of connecting, after the name was resolved, so that a name that resolves differently the second time gains
/// nothing.
public struct OutboundGate: Sendable {
    /// Which addresses are open.
    public var policy: AddressPolicy
    /// The file of the roots for https, PEM; nil for the system's.
    public var roots: String?
    /// How long one request may take, in milliseconds.
    public var timeout = 10_000
    /// The largest body of an answer.
    public var responseLimit = 64 << 10

    /// A gate with the usual limits.
    public init(policy: AddressPolicy, roots: String? = nil) {
        self.policy = policy
        self.roots = roots
    }

    /// A client through the gate; it gives up within a second once `isCancelled`.
    public func client(isCancelled: @escaping @Sendable () -> Bool) throws -> HTTPClient {
        var configuration = HTTPClient.Configuration(roots: roots)
        configuration.policy = policy
        configuration.milliseconds = timeout
        configuration.responseLimit = responseLimit
        configuration.isCancelled = isCancelled
        return try HTTPClient(configuration)
    }

    /// A client of an SMTP server through the gate; it gives up within a second once `isCancelled`.
    public func mailClient(
        _ server: MailServer, credentials: MailCredentials?, isCancelled: @escaping @Sendable () -> Bool
    ) throws(OutboundError) -> MailClient {
        try MailClient(server, credentials: credentials, gate: self, isCancelled: isCancelled)
    }
}
