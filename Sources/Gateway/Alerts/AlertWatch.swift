internal import Exchange
internal import Ledger
internal import Platform
internal import Trust

/// Measures what alerts are about, again and again, on a thread of its own.
///
/// A look costs as much as there are mailboxes with something in them; neither the ledger's writer nor an HTTP thread
/// waits for it.
final class AlertWatch: Sendable {
    /// What to look at, and how often.
    struct Configuration: Sendable {
        var limits: AlertLimits
        /// Milliseconds between two looks.
        var interval: Int
        /// The folder of the ledger.
        var data: String
        /// The folder of the PKI.
        var certificates: String
    }

    private struct Memory {
        var clock = ClockWatch()
        var bindings: Int64 = 0
        var expiries: [AgencyNumber: Int64] = [:]
        var failing: [Identifier: Instant] = [:]
        var stopped: [Int: Instant] = [:]
        /// Failed deliveries as they were counted within the last day.
        var failed: [(at: Instant, count: Int64)] = []
    }

    /// One look: what was found, not yet judged.
    struct Look: Sendable {
        /// Counts from 1.
        let number: Int
        let findings: [AlertFinding]
    }

    private struct Latest {
        var report: AlertReport?
        var look = Look(number: 0, findings: [])
        var isOver = false
    }

    let limits: AlertLimits
    private let configuration: Configuration
    private let ledger: Ledger
    private let webhooks: WebhookDispatcher
    private let clock: @Sendable () -> Instant
    private let mail: AlertMailStatus
    private let revocations: RevocationStatus
    private let latest = Monitor(Latest())
    /// Mailboxes that are looked at in one transaction.
    private static let step = 256

    init(
        _ configuration: Configuration, ledger: Ledger, webhooks: WebhookDispatcher, mail: AlertMailStatus,
        revocations: RevocationStatus, clock: @escaping @Sendable () -> Instant
    ) {
        self.configuration = configuration
        limits = configuration.limits
        self.ledger = ledger
        self.webhooks = webhooks
        self.mail = mail
        self.revocations = revocations
        self.clock = clock
    }

    /// The last look; nil before the first.
    var report: AlertReport? { latest.withLock { $0.report } }

    /// The last look, or the first where it comes within five seconds.
    func waitForReport() -> AlertReport? {
        latest.wait(until: MonotonicTime.now.advanced(byMilliseconds: 5_000)) { $0.report }
    }

    /// The next look after `number`; nil where none came until `deadline`, or where there will be none.
    func look(after number: Int, until deadline: MonotonicTime?) -> Look? {
        let found = latest.wait(until: deadline) { latest -> Look?? in
            latest.isOver ? .some(nil) : latest.look.number > number ? .some(latest.look) : nil
        }
        return found ?? nil
    }

    /// Whether there will be no more looks.
    var isOver: Bool { latest.withLock { $0.isOver } }

    /// Looks until `isOver`.
    func run(isOver: Monitor<Bool>) {
        var memory = Memory()
        repeat {
            do {
                let findings = try look(&memory, isOver)
                let report = AlertReport(findings, limits: limits, before: report, at: clock())
                latest.notify { latest in
                    latest.report = report
                    latest.look = Look(number: latest.look.number + 1, findings: findings)
                }
            } catch { StandardError.write("lgsp: alerts: \(error)") }
        } while isOver.wait(
            until: MonotonicTime.now.advanced(byMilliseconds: Int64(configuration.interval)), for: { $0 ? true : nil })
            == nil
        latest.notify { $0.isOver = true }
    }

    private func look(_ memory: inout Memory, _ isOver: Monitor<Bool>) throws -> [AlertFinding] {
        let now = clock()
        let directory = ledger.directory
        var findings = try certificates(&memory, directory, now)
        findings += try mailboxes(directory, now, isOver)
        findings += try letters(&memory, directory, now)
        findings += hubs(&memory, directory, now)
        findings += Health(ledger.condition, revocations: revocations.fault).findings(at: now)
        findings += mail.now.failing.map { subject, began in
            let span = Double(MonotonicTime.now.since(began)) / 1e9
            return AlertFinding(
                .failingMail, subject, span, since: Instant(milliseconds: now.milliseconds - Int64(span * 1_000)))
        }
        let disk = try DiskSpace(path: configuration.data)
        if disk.size > 0 {
            findings.append(AlertFinding(.diskSpace, "data", Double(disk.free) / Double(disk.size)))
        }
        let steady = Int64(MonotonicTime.now.nanoseconds / 1_000_000)
        let step = memory.clock.look(wall: clock().milliseconds, steady: steady)
        findings.append(AlertFinding(.clockSkew, "step", Double(step) / 1_000))
        if let last = try ledger.read({ try $0.lastMoment() }) {
            let behind = last.milliseconds - clock().milliseconds
            findings.append(AlertFinding(.clockSkew, "ledger", max(0, Double(behind) / 1_000)))
        }
        return findings
    }

    private func certificates(
        _ memory: inout Memory, _ directory: Directory, _ now: Instant
    ) throws -> [AlertFinding] {
        var expiries = memory.expiries
        var last = memory.bindings
        try ledger.read { reader in
            try reader.boundCertificates(after: last) { fact, agency, der in
                last = fact
                // Of several certificates of an agency the last to expire counts: the others were replaced by it.
                if let expiry = Certificate.expiry(der: der) {
                    expiries[agency] = max(expiry, expiries[agency] ?? expiry)
                }
            }
        }
        (memory.expiries, memory.bindings) = (expiries, last)
        func finding(_ subject: String, _ expiry: Int64, of agency: AgencyNumber? = nil) -> AlertFinding {
            AlertFinding(.certificateExpiry, subject, Double(expiry - now.milliseconds) / 1_000, of: agency)
        }
        var findings: [AlertFinding] = []
        let folder = configuration.certificates
        for (subject, file) in [
            ("server", "server/certificate.pem"), ("bus", "bus/certificate.pem"), ("admin", "admin/certificate.pem"),
            ("the issuing authority", "issuing.pem"), ("the root", "root.pem"),
        ] where Files.exists("\(folder)/\(file)") {
            let ders = (try? PEM.blocks(Files.read("\(folder)/\(file)")).map(\.der)) ?? []
            // The leaf comes first.
            if let expiry = ders.first.flatMap({ Certificate.expiry(der: $0) }) {
                findings.append(finding(subject, expiry))
            }
        }
        for (number, expiry) in expiries {
            guard let agency = directory.agency(number), agency.isOpen(on: now.day), !directory.isTest(number) else {
                continue
            }
            findings.append(finding(agency.code, expiry, of: number))
        }
        return findings
    }

    private func mailboxes(_ directory: Directory, _ now: Instant, _ isOver: Monitor<Bool>) throws -> [AlertFinding] {
        var findings: [AlertFinding] = []
        var cursor: AgencyNumber?
        while !isOver.withLock({ $0 }) {
            let found = try ledger.read { reader in
                var found: [OpenMailbox] = []
                var last = cursor
                while found.count < Self.step,
                    let next = try reader.openMailbox(after: last, depth: 10 * limits.backlog)
                {
                    found.append(next)
                    last = next.agency
                }
                return found
            }
            for mailbox in found {
                guard let agency = directory.agency(mailbox.agency), !directory.isTest(mailbox.agency) else { continue }
                func age(_ moment: Instant) -> Double { Double(now.milliseconds - moment.milliseconds) / 1_000 }
                findings.append(
                    AlertFinding(
                        .unconfirmed, agency.code, age(mailbox.oldest), since: mailbox.oldest, of: agency.number))
                if let oldest = mailbox.oldestUnfetched {
                    findings.append(
                        AlertFinding(.unfetched, agency.code, age(oldest), since: oldest, of: agency.number))
                }
                findings.append(AlertFinding(.backlog, agency.code, Double(mailbox.depth), of: agency.number))
                if mailbox.late > 0 {
                    findings.append(AlertFinding(.late, agency.code, Double(mailbox.late), of: agency.number))
                }
            }
            guard found.count == Self.step, let last = found.last else { break }
            cursor = last.agency
        }
        return findings
    }

    private func letters(_ memory: inout Memory, _ directory: Directory, _ now: Instant) throws -> [AlertFinding] {
        var findings: [AlertFinding] = []
        for webhook in directory.webhooks where !webhook.isRemoved {
            let owner: AgencyNumber? = if case .agency(let agency) = webhook.owner { agency } else { nil }
            let open = try ledger.read { try $0.openLetters(of: webhook.id) }
            if open > 0 {
                findings.append(AlertFinding(.deadLetters, webhook.id.description, Double(open), of: owner))
            }
            guard let last = webhooks.last(of: webhook.id), last.code != "ok" else {
                memory.failing[webhook.id] = nil
                continue
            }
            let since = memory.failing[webhook.id] ?? last.at
            memory.failing[webhook.id] = since
            let span = max(0, Double(now.milliseconds - since.milliseconds) / 1_000)
            findings.append(AlertFinding(.failingWebhook, webhook.id.description, span, since: since, of: owner))
        }
        let failed = try ledger.read { try $0.deliveryCounts().first { $0.state == .fail }?.count ?? 0 }
        // One sample in ten minutes is enough for a day.
        if memory.failed.last.map({ now.milliseconds - $0.at.milliseconds >= 600_000 }) ?? true {
            memory.failed.append((now, failed))
        }
        memory.failed.removeAll { now.milliseconds - $0.at.milliseconds > 86_400_000 }
        if let first = memory.failed.first, failed > first.count {
            findings.append(AlertFinding(.deadLetters, "receivers", Double(failed - first.count)))
        }
        return findings
    }

    private func hubs(_ memory: inout Memory, _ directory: Directory, _ now: Instant) -> [AlertFinding] {
        memory.stopped = memory.stopped.filter { directory.stops[$0.key] != nil }
        return directory.stops.keys.sorted().filter(directory.hubs.indices.contains).map { hub in
            let since = memory.stopped[hub] ?? now
            memory.stopped[hub] = since
            return AlertFinding(
                .stoppedHub, directory.hubs[hub].code, Double(now.milliseconds - since.milliseconds) / 1_000,
                since: since)
        }
    }
}
