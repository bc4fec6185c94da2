/// A condition of the bus that an administrator may have to do something about, or that there is none of its kind.
public struct Alert: Hashable, Sendable {
    /// What is looked at.
    public enum Kind: String, CaseIterable, Sendable {
        /// How long a certificate is still valid, in seconds.
        case certificateExpiry = "certificate_expiry"
        /// What webhooks were not told of and nobody fetched, and what receivers could not take in a day.
        case deadLetters = "dead_letters"
        /// The age of what nobody fetched from a mailbox, in seconds.
        case unfetched = "oldest_unfetched"
        /// The age of what nobody confirmed in a mailbox, in seconds.
        case unconfirmed = "oldest_unconfirmed"
        /// How much lies in a mailbox.
        case backlog = "backlog"
        /// How much lies in a mailbox beyond its deadline.
        case late = "late_deliveries"
        /// For how long a hub has stood still, in seconds.
        case stoppedHub = "stopped_hubs"
        /// The part of the data folder's disk that is free.
        case diskSpace = "disk_space"
        /// By how much the clock jumped within an hour, or is behind the last fact, in seconds.
        case clockSkew = "clock_skew"
        /// For how long every call of a webhook has failed, in seconds.
        case failingWebhook = "failing_webhooks"
        /// For how long no alert could be mailed to a mailbox, or to any, in seconds.
        case failingMail = "failing_mail"
        /// How many documents and files of the ledger are damaged.
        case damage = "damage"
        /// For how long nothing could be written for want of room, in seconds.
        case storageFull = "storage_full"
        /// For how long the file of revocation lists could not be taken, in seconds.
        case revocationLists = "revocation_lists"
    }

    /// How bad it is.
    public enum Severity: UInt8, CaseIterable, Comparable, Sendable {
        case ok = 0
        case warning = 1
        case critical = 2

        /// The name on the wire.
        public var name: String {
            switch self {
            case .ok: "ok"
            case .warning: "warning"
            case .critical: "critical"
            }
        }

        /// The lesser comes first.
        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// What is looked at.
    public let kind: Kind
    /// How bad it is.
    public let severity: Severity
    /// What it is about: an agency's code, a hub, a webhook's id, a certificate; empty where all is well.
    public let subject: String
    /// What was measured; nil where there is nothing of the kind.
    public let value: Double?
    /// Since when; nil where all is well.
    public let since: Instant?

    /// What it is, a sentence in English or Vietnamese.
    public func what(vietnamese: Bool = false) -> String {
        AlertWords(vietnamese: vietnamese).what(kind, severity, subject, value ?? 0)
    }

    /// What to do, a sentence in English or Vietnamese; empty where all is well.
    public func action(vietnamese: Bool = false) -> String {
        AlertWords(vietnamese: vietnamese).action(kind, severity, subject, value ?? 0)
    }
}
