internal import Exchange
internal import Outbound
internal import Platform

/// How mailing alerts goes: written by the mailer, read by the watch, the API and `/metrics`.
final class AlertMailStatus: Sendable {
    /// The last mail that came to nothing.
    struct Failure: Sendable {
        let at: Instant
        let mailbox: EmailAddress
        let code: String
        /// The server's words, or libcurl's.
        let detail: String
    }

    /// All of it at one moment.
    struct Figures: Sendable {
        var sent = 0
        var failed = 0
        /// Mailboxes that a mail is due for.
        var waiting = 0
        var lastSent: Instant?
        var lastFailure: Failure?
        /// Since when nothing gets through to a mailbox, by its address, or to any, by the server's.
        var failing: [String: MonotonicTime] = [:]
    }

    private let figures = Monitor(Figures())

    var now: Figures { figures.withLock { $0 } }

    func waiting(_ count: Int) { figures.withLock { $0.waiting = count } }

    /// A mail got through to the mailbox, and so to the server.
    func sent(to mailbox: EmailAddress, by server: MailServer, at now: Instant) {
        figures.withLock { figures in
            figures.sent += 1
            figures.waiting = max(0, figures.waiting - 1)
            figures.lastSent = now
            figures.failing[mailbox.description] = nil
            figures.failing[server.description] = nil
        }
    }

    /// A mail to the mailbox came to nothing; `subject` is what does not work, the mailbox or the server.
    func failed(_ error: OutboundError, of mailbox: EmailAddress, subject: String, at now: Instant) {
        figures.withLock { figures in
            figures.failed += 1
            figures.lastFailure = Failure(
                at: now, mailbox: mailbox, code: error.code.rawValue, detail: error.message)
            figures.failing[subject] = figures.failing[subject] ?? .now
        }
    }

    /// Nothing is due any more for others than these: whether they work is not known.
    func keep(_ subjects: Set<String>) {
        figures.withLock { figures in figures.failing = figures.failing.filter { subjects.contains($0.key) } }
    }
}
