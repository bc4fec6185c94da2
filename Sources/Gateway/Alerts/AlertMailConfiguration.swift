public import Exchange
public import Outbound

/// How alerts are mailed.
public struct AlertMailConfiguration: Sendable {
    /// The server that takes the mails.
    public var server: MailServer
    /// Whom it is told that mails come from.
    public var from: EmailAddress
    /// User and password for the server; nil for none.
    public var credentials: MailCredentials?
    /// The file of the roots that the server's certificate is checked against, PEM; nil for the system's.
    public var roots: String?
    /// How long one mail may take, in milliseconds.
    public var timeout = 30_000
    /// When something is mailed, and to whom.
    public var rules: AlertMailRules
    /// After what pauses is tried again; without an end.
    public var backOff = BackOff(first: 30_000, longest: 3_600_000, attempts: .max)
    /// Whether mails are in Vietnamese, else in English.
    public var isVietnamese = true

    /// Mails through `server` that come from `from`, by `rules`.
    public init(server: MailServer, from: EmailAddress, rules: AlertMailRules) {
        self.server = server
        self.from = from
        self.rules = rules
    }

    /// The gate to the server. Who runs the daemon named it, so its address may be any.
    var gate: OutboundGate {
        var gate = OutboundGate(
            policy: AddressPolicy(allowed: ["0.0.0.0/0", "::/0"].compactMap(AddressRange.init), allowsLoopback: true),
            roots: roots)
        gate.timeout = timeout
        return gate
    }
}
