/// Decides what is to be mailed about alerts, and to whom.
///
/// A mailbox gets a mail when a condition opens, when one goes a step further (a certificate: 60, 30, 7 days, expired)
/// and when one is over; at most one in a pause, which lists all; and each day one while something is critical. What is
/// kept is what each mailbox was told, however long no mail gets through.
public struct AlertMailDesk: Sendable {
    private let rules: AlertMailRules
    private let limits: AlertLimits
    /// What mailboxes were told.
    public private(set) var mailboxes: [EmailAddress: AlertMailbox]
    private var open: [EmailAddress: [AlertMail.Item]] = [:]

    /// A desk that knows what `mailboxes` were told.
    public init(rules: AlertMailRules, limits: AlertLimits, mailboxes: [EmailAddress: AlertMailbox]) {
        self.rules = rules
        self.limits = limits
        self.mailboxes = mailboxes
    }

    /// Takes in what was found at `now`; gives the mailboxes of which something was forgotten: what concerns another one
    /// now, or all, where it is nobody's any more.
    public mutating func look(_ findings: [AlertFinding], directory: Directory, at now: Instant) -> [EmailAddress] {
        open = [:]
        for finding in findings {
            let item = AlertMail.Item(finding, limits: limits)
            guard item.severity > .ok, let mailbox = rules.mailbox(of: finding, in: directory) else { continue }
            open[mailbox, default: []].append(item)
        }
        let all = Set(open.values.joined().map(\.condition))
        let known = Set(directory.emails.values)
        var changed: [EmailAddress] = []
        for address in mailboxes.keys.sorted() {
            if address != rules.operators, !known.contains(address) {
                mailboxes[address] = nil
                changed.append(address)
            } else {
                let own = Set((open[address] ?? []).map(\.condition))
                if mailboxes[address]?.look(own, elsewhere: all, at: now) == true { changed.append(address) }
            }
        }
        for address in open.keys where mailboxes[address] == nil { mailboxes[address] = AlertMailbox(began: now) }
        return changed
    }

    /// What is to be mailed now, in order of the addresses.
    public func due(at now: Instant) -> [(mailbox: EmailAddress, mail: AlertMail)] {
        mailboxes.keys.sorted().compactMap { address in
            mailboxes[address]?.due(open[address] ?? [], rules: rules, at: now).map { (address, $0) }
        }
    }

    /// The mailbox got the mail.
    public mutating func sent(_ mail: AlertMail, to address: EmailAddress, at now: Instant) {
        mailboxes[address]?.got(mail, at: now)
    }
}
