internal import Exchange
internal import Ledger
internal import Outbound
internal import Platform

/// Mails alerts, on a thread of its own: nobody else waits for the server, and what it keeps does not grow while the
/// server is away.
final class AlertMailer: Sendable {
    /// When something that failed is tried again.
    private struct Retry {
        var attempts: UInt32 = 0
        var next = MonotonicTime.now

        mutating func failed(_ backOff: BackOff, random: Double) {
            attempts += 1
            next = MonotonicTime.now.advanced(
                byMilliseconds: backOff.pause(after: attempts, random: random) ?? backOff.longest)
        }
    }

    private struct Memory {
        var desk: AlertMailDesk
        var retries: [EmailAddress: Retry] = [:]
        /// Of the server as a whole.
        var server = Retry()
        var client: MailClient?
    }

    let configuration: AlertMailConfiguration
    let status: AlertMailStatus
    private let log: AlertMailLog
    private let ledger: Ledger
    private let alerts: AlertWatch
    private let entropy: @Sendable () -> UInt64
    /// The machine's clock: mails are of this world, whatever business time is.
    private let clock: @Sendable () -> Instant

    init(
        _ configuration: AlertMailConfiguration, ledger: Ledger, folder: String, alerts: AlertWatch,
        status: AlertMailStatus, clock: @escaping @Sendable () -> Instant, entropy: @escaping @Sendable () -> UInt64
    ) throws {
        self.configuration = configuration
        self.status = status
        self.ledger = ledger
        self.alerts = alerts
        self.clock = clock
        self.entropy = entropy
        log = try AlertMailLog(path: "\(folder)/alert-mail.sqlite")
    }

    /// Mails until `isOver`; then ends within a second.
    func run(isOver: Monitor<Bool>) {
        var memory: Memory
        do {
            memory = Memory(
                desk: AlertMailDesk(rules: configuration.rules, limits: alerts.limits, mailboxes: try log.mailboxes()))
        } catch { return StandardError.write("lgsp: alert mail: \(error)") }
        var last = 0
        var deadline: MonotonicTime?
        while !isOver.withLock({ $0 }) {
            let look = alerts.look(after: last, until: deadline)
            if alerts.isOver { return }
            if let look {
                last = look.number
                for address in memory.desk.look(look.findings, directory: ledger.directory, at: clock()) {
                    keep(address, memory.desk)
                }
            }
            deadline = turn(&memory, isOver)
        }
    }

    /// Has what a mailbox was told on disk. Where the disk is full its mail is sent all the same: that is what it tells.
    private func keep(_ address: EmailAddress, _ desk: AlertMailDesk) {
        do { try log.keep(desk.mailboxes[address], of: address) } catch {
            StandardError.write("lgsp: alert mail: \(error)")
        }
    }

    /// Sends what is due; gives when something is to be tried again, nil where that is up to the next look.
    private func turn(_ memory: inout Memory, _ isOver: Monitor<Bool>) -> MonotonicTime? {
        let due = memory.desk.due(at: clock())
        let mailboxes = Set(due.map(\.mailbox))
        memory.retries = memory.retries.filter { mailboxes.contains($0.key) }
        status.keep(Set(mailboxes.map(\.description) + (due.isEmpty ? [] : [configuration.server.description])))
        status.waiting(due.count)
        var next: MonotonicTime?
        // What holds the server up comes last.
        let retries = memory.retries
        for (mailbox, mail) in due.sorted(by: {
            (retries[$0.mailbox]?.attempts ?? 0, $0.mailbox) < (retries[$1.mailbox]?.attempts ?? 0, $1.mailbox)
        }) {
            let wait = max(memory.server.next, memory.retries[mailbox]?.next ?? memory.server.next)
            if wait > MonotonicTime.now {
                next = min(next ?? wait, wait)
                continue
            }
            guard !isOver.withLock({ $0 }) else { return nil }
            do throws(OutboundError) { try send(mail, to: mailbox, &memory, isOver) } catch {
                let random = Double(entropy() >> 11) / Double(1 << 53)
                memory.client = nil
                var retry = memory.retries[mailbox] ?? Retry()
                retry.failed(configuration.backOff, random: random)
                memory.retries[mailbox] = retry
                next = min(next ?? retry.next, retry.next)
                // A server that refuses one mail may take others.
                let isOfMailbox = error.code == .refused
                if isOfMailbox {
                    memory.server = Retry()
                } else {
                    memory.server.failed(configuration.backOff, random: random)
                }
                let subject = isOfMailbox ? mailbox.description : configuration.server.description
                status.failed(error, of: mailbox, subject: subject, at: clock())
                continue
            }
            memory.server = Retry()
            memory.retries[mailbox] = nil
            memory.desk.sent(mail, to: mailbox, at: clock())
            keep(mailbox, memory.desk)
            status.sent(to: mailbox, by: configuration.server, at: clock())
        }
        return next
    }

    private func send(
        _ mail: AlertMail, to mailbox: EmailAddress, _ memory: inout Memory, _ isOver: Monitor<Bool>
    ) throws(OutboundError) {
        guard let known = memory.desk.mailboxes[mailbox] else { return }
        // A mailbox's first mail is known by when that was: from before it is sent, so that a crash repeats it as itself.
        if known.mails == 0 { keep(mailbox, memory.desk) }
        let now = clock()
        let name = owner(of: mail, mailbox)
        let letter = AlertLetter(mail, to: name, vietnamese: configuration.isVietnamese, at: now)
        let message = MailMessage(
            from: configuration.from.description, to: mailbox.description, subject: letter.subject, text: letter.text,
            id: "alerts.\(known.began.milliseconds).\(known.mails + 1).\(Self.mark(mailbox))", date: now.milliseconds)
        if let client = memory.client { return try client.send(message) }
        let client = try client { isOver.withLock { $0 } }
        memory.client = client
        try client.send(message)
    }

    /// The agency that the mailbox is the official one of, and which alone the mail is about; empty for those who run
    /// the bus and for mailboxes that several agencies share.
    private func owner(of mail: AlertMail, _ mailbox: EmailAddress) -> String {
        guard mailbox != configuration.rules.operators else { return "" }
        let directory = ledger.directory
        let owners = directory.emails.filter { $0.value == mailbox }.keys
        guard owners.count == 1, let owner = owners.first.flatMap(directory.agency) else { return "" }
        return owner.name
    }

    /// Tells the mails of two mailboxes apart, without naming either (FNV-1a).
    private static func mark(_ mailbox: EmailAddress) -> String {
        let hash = mailbox.description.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    /// Mails something about nothing; gives what came of it. It waits for the server.
    func test(_ mailbox: EmailAddress) -> OutboundError? {
        let now = clock()
        let isVietnamese = configuration.isVietnamese
        let message = MailMessage(
            from: configuration.from.description, to: mailbox.description,
            subject: isVietnamese ? "[LGSP] Thư thử" : "[LGSP] A test",
            text: isVietnamese
                ? "Thư này chỉ để thử: cảnh báo của LGSP Bus gửi được tới hộp thư này.\n"
                : "This mail is a test: alerts of LGSP Bus reach this mailbox.\n",
            id: "test.\(now.milliseconds).\(String(entropy(), radix: 16))", date: now.milliseconds)
        let alerts = alerts
        do throws(OutboundError) {
            try client { alerts.isOver }.send(message)
            return nil
        } catch { return error }
    }

    private func client(_ isCancelled: @escaping @Sendable () -> Bool) throws(OutboundError) -> MailClient {
        try configuration.gate.mailClient(
            configuration.server, credentials: configuration.credentials, isCancelled: isCancelled)
    }
}
