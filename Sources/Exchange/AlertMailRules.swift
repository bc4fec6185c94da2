/// When alerts are mailed.
public struct AlertMailRules: Sendable {
    /// The least milliseconds between two mails to one mailbox, and how long a condition is gone before that is told.
    public var pause: Int64 = 15 * 60_000
    /// After so many milliseconds without a mail one reminds of what is critical.
    public var reminder: Int64 = 86_400_000
    /// The mailbox of those who run the bus; nil for none.
    public var operators: EmailAddress?

    /// The usual, to `operators`.
    public init(operators: EmailAddress? = nil) { self.operators = operators }

    /// The mailbox that a finding is mailed to: the agency's official one, or else that of those who run the bus.
    func mailbox(of finding: AlertFinding, in directory: Directory) -> EmailAddress? {
        if finding.kind == .failingMail {
            // That no mail gets through at all, or none to them, cannot be mailed.
            return EmailAddress(finding.subject).flatMap { $0 == operators ? nil : operators }
        }
        return finding.agency.flatMap(directory.email) ?? operators
    }

    /// For how many milliseconds a condition is gone before it is told to be over. Whether a webhook fails is not known
    /// after a start until it is called again, which may take as long as its longest pause.
    func settling(_ kind: Alert.Kind) -> Int64 {
        kind == .failingWebhook ? max(pause, BackOff.usual.longest * 2) : pause
    }
}
