internal import Exchange
internal import Ledger
internal import Outbound
internal import Platform

/// Tells webhooks what lies in mailboxes: one thread that decides, and a crew that waits for the targets.
///
/// Neither the ledger's writer nor an HTTP thread ever waits for a target.
final class WebhookDispatcher: Sendable {
    /// How webhooks are called.
    struct Configuration: Sendable {
        var backOff = BackOff.usual
        var gate: OutboundGate
        var callsOfTarget = 4
        var calls = 16
    }

    /// What came of the last call of a webhook.
    struct Last: Sendable {
        let at: Instant
        let code: String
    }

    private struct Job: Sendable {
        let call: WebhookSchedule.Call
        let webhook: Webhook
    }

    private struct Jobs {
        var waiting: [Job] = []
        var isClosing = false
    }

    let outbox: WebhookOutbox
    let caller: WebhookCaller
    private let configuration: Configuration
    private let ledger: Ledger
    private let signals: WebhookSignals
    private let clock: @Sendable () -> Instant
    private let entropy: @Sendable () -> UInt64
    private let jobs = Monitor(Jobs())
    private let last = Monitor<[Identifier: Last]>([:])
    private static let page = 500

    init(
        _ configuration: Configuration, ledger: Ledger, secrets: SecretStore, folder: String, signals: WebhookSignals,
        clock: @escaping @Sendable () -> Instant, entropy: @escaping @Sendable () -> UInt64
    ) throws {
        self.configuration = configuration
        self.ledger = ledger
        self.signals = signals
        self.clock = clock
        self.entropy = entropy
        outbox = try WebhookOutbox(
            path: "\(folder)/webhooks.sqlite", now: clock(), longest: configuration.backOff.longest)
        caller = WebhookCaller(
            ledger: ledger, secrets: secrets, gate: configuration.gate, idleOfTarget: configuration.callsOfTarget,
            clock: clock, isCancelled: { signals.isClosing })
    }

    /// What came of the last call of a webhook since the start.
    func last(of webhook: Identifier) -> Last? { last.withLock { $0[webhook] } }

    /// Whether the gate could ever let a call there through; a name is judged when it is connected to.
    func permits(_ address: WebAddress) -> Bool {
        NetworkAddress(address.host).map(configuration.gate.policy.permits) ?? true
    }

    /// The numbers that bound what webhooks may take.
    func writeLimits(to json: inout JSONText) {
        json.member("webhooks_per_owner", Webhook.limitOfOwner)
        json.member("webhook_attempts", configuration.backOff.attempts)
        json.member("webhook_pause_milliseconds", configuration.backOff.first)
        json.member("webhook_longest_pause_milliseconds", configuration.backOff.longest)
        json.member("webhook_timeout_milliseconds", configuration.gate.timeout)
        json.member("webhook_answer_bytes", configuration.gate.responseLimit)
        json.member("webhook_calls", configuration.calls)
        json.member("webhook_calls_per_target", configuration.callsOfTarget)
    }

    // MARK: Deciding

    /// Decides until it is closed; then waits for the calls under way, which end within a second.
    func run() {
        var desk = Desk(
            schedule: WebhookSchedule(
                backOff: configuration.backOff, callsOfTarget: configuration.callsOfTarget, calls: configuration.calls))
        var crew: [Thread] = []
        var news = WebhookSignals.News()
        (news.isDirectoryChanged, news.isRestarted) = (true, true)
        while !news.isClosing {
            let pause: Int64?
            do { pause = try turn(news, &desk) } catch {
                StandardError.write("lgsp: webhooks: \(error)")
                // What was lost with the news is found by looking at everything again.
                desk.isStale = true
                pause = 1_000
            }
            while crew.count < min(configuration.calls, desk.schedule.underWay) {
                // Where no more threads are to be had, those that are there do the work.
                guard let thread = try? Thread(name: "webhook", { [self] in work() }) else { break }
                crew.append(thread)
            }
            news = signals.wait(until: pause.map { MonotonicTime.now.advanced(byMilliseconds: $0) })
            if desk.isStale {
                (desk.isStale, news.isDirectoryChanged, news.isRestarted) = (false, true, true)
            }
        }
        jobs.notify { $0.isClosing = true }
        for thread in crew { thread.join() }
    }

    private struct Desk {
        var schedule: WebhookSchedule
        var webhooks: [Identifier: Webhook] = [:]
        var watching: [AgencyNumber: [Identifier]] = [:]
        var pending: Set<Identifier> = []
        var isStale = false
    }

    /// One round; gives the milliseconds until something is due, nil for nothing.
    private func turn(_ news: WebhookSignals.News, _ desk: inout Desk) throws -> Int64? {
        for (call, outcome) in news.outcomes { try settle(call, outcome, &desk) }
        var mailboxes = news.mailboxes
        if news.isDirectoryChanged { mailboxes.formUnion(try readDirectory(&desk)) }
        if news.isRestarted {
            let after = try outbox.restartedUpTo()
            let letters = try ledger.read { try $0.webhookLetters(restartedAfter: after) }
            try outbox.restart(letters, now: clock())
            desk.pending.formUnion(letters.map(\.webhook).filter { desk.webhooks[$0] != nil })
        }
        for agency in mailboxes {
            for webhook in desk.watching[agency] ?? [] where try takeIn(agency, for: webhook) {
                desk.pending.insert(webhook)
            }
        }
        return try start(&desk)
    }

    /// Learns which webhooks there are; gives the mailboxes to look into: what came before a webhook was defined, and
    /// while the daemon was away.
    private func readDirectory(_ desk: inout Desk) throws -> Set<AgencyNumber> {
        let directory = ledger.directory
        var watching: [AgencyNumber: [Identifier]] = [:]
        var webhooks: [Identifier: Webhook] = [:]
        for webhook in directory.webhooks {
            let agencies = webhook.agencies(in: directory)
            if agencies.isEmpty { continue }
            webhooks[webhook.id] = webhook
            for agency in agencies { watching[agency, default: []].append(webhook.id) }
        }
        signals.watch(Set(watching.keys))
        let known = Set(desk.webhooks.keys).union(try outbox.webhooks())
        for gone in known where webhooks[gone] == nil {
            try outbox.forget(gone)
            caller.forget(gone)
            desk.schedule.forget(gone)
            last.withLock { $0[gone] = nil }
        }
        let fresh = watching.filter { desk.watching[$0.key] != $0.value }
        (desk.webhooks, desk.watching) = (webhooks, watching)
        desk.pending = Set(try outbox.webhooks())
        return Set(fresh.keys)
    }

    /// Takes what is new in a mailbox into the outbox; gives whether there was anything.
    private func takeIn(_ agency: AgencyNumber, for webhook: Identifier) throws -> Bool {
        var hasNew = false
        while true {
            let cursor = try outbox.cursor(of: webhook, in: agency)
            let new = try ledger.read { reader in
                try reader.mailbox(agency, after: cursor, limit: Self.page)
            }
            // A letter that is dead stays so, even where the outbox was lost.
            try outbox.add(new.map(\.serial), in: agency, to: webhook, now: clock())
            if cursor == Serial(0) { try bury(webhook) }
            hasNew = hasNew || !new.isEmpty
            if new.count < Self.page { return hasNew }
        }
    }

    private func bury(_ webhook: Identifier) throws {
        let dead = try ledger.read { try $0.webhookLetters(of: webhook, limit: Int(Int32.max)) }
        for letter in dead { try outbox.remove(webhook, letter.delivery) }
    }

    private func start(_ desk: inout Desk) throws -> Int64? {
        let now = clock()
        var due: [[WebhookSchedule.Call]] = []
        for id in desk.pending.sorted(by: { ($0.high, $0.low) < ($1.high, $1.low) }) where desk.webhooks[id] != nil {
            let room = desk.schedule.room(of: id)
            if room > 0 { due.append(try outbox.due(id, now: now, limit: room)) }
        }
        let calls = desk.schedule.start(due) { [webhooks = desk.webhooks] id in
            webhooks[id].map { "\($0.owner)" } ?? id.description
        }
        for call in calls { try outbox.lease(call) }
        let ready = calls.compactMap { call in desk.webhooks[call.webhook].map { Job(call: call, webhook: $0) } }
        if !ready.isEmpty { jobs.notify { $0.waiting += ready } }
        return try outbox.nextDue(after: now).map { max(1, $0.milliseconds - clock().milliseconds) }
    }

    /// Does what follows from the outcome of a call.
    private func settle(
        _ call: WebhookSchedule.Call, _ outcome: WebhookSchedule.Outcome, _ desk: inout Desk
    ) throws {
        let random = Double(entropy() >> 11) / Double(1 << 53)
        let now = clock()
        switch desk.schedule.ended(call, outcome, now: now, random: random) {
        case .done:
            try outbox.remove(call.webhook, call.delivery)
            if try outbox.isEmpty(of: call.webhook) { desk.pending.remove(call.webhook) }
        case .again(let at, let attempts, let code):
            try outbox.postpone(call, until: at, attempts: attempts, code: code)
        case .giveUp(let letter):
            // It stays leased until the letter is on disk; a daemon that ends before tries once more.
            let (outbox, signals, clock) = (outbox, signals, clock)
            let again: @Sendable () -> Void = {
                let soon = Instant(milliseconds: clock().milliseconds + 1_000)
                try? outbox.postpone(call, until: soon, attempts: call.attempts, code: letter.code)
                signals.restarted()
            }
            do {
                try ledger.deadLetter(letter) { result in
                    switch result {
                    case .success: try? outbox.remove(call.webhook, call.delivery)
                    case .failure: again()
                    }
                }
            } catch { again() }
        }
    }

    // MARK: Calling

    private func work() {
        while true {
            let taken: [Job]? = jobs.wait { jobs in
                if jobs.isClosing { return [] }
                return jobs.waiting.isEmpty ? nil : [jobs.waiting.removeFirst()]
            }
            guard let job = taken?.first else { return }
            let result = caller.tell(job.webhook, of: job.call.delivery)
            if result.outcome != .needless {
                last.withLock { $0[job.webhook.id] = Last(at: clock(), code: result.code) }
            }
            signals.ended(job.call, result.outcome)
        }
    }
}
