/// What alerts say to people.
enum AlertWords {
    /// Nothing is wrong.
    static func well(_ kind: Alert.Kind) -> String {
        switch kind {
        case .certificateExpiry: "No certificate expires within 60 days."
        case .deadLetters: "There are no dead letters."
        case .unfetched: "Nothing waits too long to be fetched."
        case .unconfirmed: "Nothing waits too long to be confirmed."
        case .backlog: "No mailbox is too full."
        case .late: "Nothing lies beyond its deadline."
        case .stoppedHub: "No hub stands still."
        case .diskSpace: "The disk has room."
        case .clockSkew: "The clock goes well."
        case .failingWebhook: "No webhook fails."
        }
    }

    /// What is wrong.
    static func what(_ finding: AlertFinding) -> String {
        let (subject, value) = (finding.subject, finding.value)
        return switch finding.kind {
        case .certificateExpiry:
            value <= 0
                ? "The certificate of \(subject) expired \(span(-value)) ago."
                : "The certificate of \(subject) expires in \(span(value))."
        case .deadLetters:
            subject == "receivers"
                ? "Receivers could not take \(count(value)) deliveries within a day."
                : "\(count(value)) dead letters of webhook \(subject) still lie in their mailboxes."
        case .unfetched: "\(subject) has not fetched what has lain in its mailbox for \(span(value))."
        case .unconfirmed: "\(subject) has not confirmed what has lain in its mailbox for \(span(value))."
        case .backlog: "In the mailbox of \(subject) lie at least \(count(value)) deliveries."
        case .late: "In the mailbox of \(subject) lie at least \(count(value)) deliveries beyond their deadline."
        case .stoppedHub: "The hub \(subject) has stood still for \(span(value))."
        case .diskSpace: "\(count(value * 100)) % of the disk of the data folder is free."
        case .clockSkew:
            subject == "step"
                ? "The clock jumped by \(span(value)) within the last hour."
                : "The clock is \(span(value)) behind the last fact of the ledger."
        case .failingWebhook: "The calls of webhook \(subject) have failed for \(span(value))."
        }
    }

    /// What to do about it.
    static func action(_ finding: AlertFinding) -> String {
        switch finding.kind {
        case .certificateExpiry:
            finding.value > 30 * 86_400
                ? "Plan its renewal."
                : "Renew it now: lgsp pki issue, then lgsp pki bind where an agency's key changes."
        case .deadLetters:
            finding.subject == "receivers"
                ? "Read the reasons with lgsp explain, and speak with the receivers."
                : "Put the receiver right, then lgsp webhook retry \(finding.subject)."
        case .unfetched, .unconfirmed, .backlog, .late:
            "Ask \(finding.subject) whether its program runs; lgsp inbox \(finding.subject) shows what waits."
        case .stoppedHub: "lgsp fault list says why; lgsp fault clear \(finding.subject) lets it go on."
        case .diskSpace: "Make room or enlarge the disk: without room nothing more is accepted."
        case .clockSkew: "Look after the machine's time synchronisation (chronyc tracking, timedatectl)."
        case .failingWebhook: "lgsp webhook show \(finding.subject) tells the last outcome, lgsp webhook test tries it."
        }
    }

    private static func count(_ value: Double) -> String { String(Int64(value.rounded())) }

    /// A span of seconds in its largest whole unit.
    private static func span(_ seconds: Double) -> String {
        for (unit, length) in [("days", 86_400.0), ("hours", 3_600), ("minutes", 60)] where seconds >= 2 * length {
            return "\(Int64(seconds / length)) \(unit)"
        }
        return "\(Int64(seconds)) seconds"
    }
}
