internal import Exchange
internal import Glibc
internal import HTTP
internal import Ledger
internal import Outbound
internal import Platform
internal import Trust

/// The running bus: PKI, ledger, listeners.
public final class Daemon: Sendable {
    /// The HTTPS address.
    public let url: String
    /// The plain address.
    public let plainURL: String
    /// How many agencies the directory holds.
    public var agencyCount: Int { services.ledger.directory.agencies.count }

    private let services: Services
    private let server: HTTPServer
    private let plainServer: HTTPServer
    private let site: (any PageSite)?
    private let isOver = Monitor(false)
    private let threads: Monitor<[Thread]>
    private let runFile: String
    /// Held as long as the daemon lives.
    private let lock: FolderLock

    /// Starts everything, with the pages of `site`; returns when both listeners answer.
    public init(_ options: DaemonOptions, site: (any PageSite)? = nil) throws {
        self.site = site
        let offset = options.clockOffset
        let clock: @Sendable () -> Instant = {
            var time = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &time)
            return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000 + offset)
        }
        let entropy: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
        let now = clock().milliseconds
        DataFolder.keepToOwner()
        try Files.makeFolder(options.data, isSecret: true)
        // Before anything is opened, made or cut: another daemon may be at work on the same data, or on the same ports.
        lock = try FolderLock(folder: options.data)
        DataFolder.tighten(options.data)
        let spare = SpareRoom(folder: options.data)
        let sockets = try (
            ListeningSocket(host: options.listen.host, port: options.listen.port),
            ListeningSocket(host: options.listenPlain.host, port: options.listenPlain.port)
        )
        let folder = options.certificates
        // A new PKI beside a ledger would seal it with another key.
        if Files.exists("\(options.data)/ledger.sqlite"), !Files.exists("\(folder)/root.pem"), !options.takesOtherKey {
            throw LedgerError.otherKey
        }
        let machine = now - offset
        // CRLs run out after a week: a daemon that was away starts with fresh ones.
        var opened: DemoPKI?
        try Self.whereThereIsRoom("crl.pem", spare) {
            opened = try DemoPKI.open(orCreateIn: folder, now: now, machine: machine)
        }
        let pki = try opened ?? DemoPKI(directory: folder)
        let busKey = try PrivateKey(pem: Files.read("\(folder)/bus/key.pem"))
        let limits = HTTPLimits().fitting(files: FileLimit.raise())
        // Most connections may wait, but never all: there is always room for those who bring something.
        let waiters = MailboxWaiters(limit: limits.connections * 5 / 8)
        let events = EventFeed()
        let signals = WebhookSignals()
        let traffic = TrafficWatch(clock: clock)
        let ledger = try Ledger(
            configuration: Ledger.Configuration(
                directory: options.data, takesOtherKey: options.takesOtherKey, clock: clock, entropy: entropy),
            sealer: BusSealer(busKey),
            onCommit: {
                waiters.notify($0.mailboxes)
                events.committed($0.lastFact)
                traffic.committed($0.tally)
                signals.committed($0.mailboxes, directoryChanged: $0.isDirectoryChanged)
            })
        traffic.begin(waiting: ledger.waitingAtStart)
        if ledger.directory.agencies.isEmpty { try Self.seed(ledger, topology: options.topology) }
        try Self.whereThereIsRoom("identities", spare) {
            try Self.bindAgencies(ledger, pki, folder, now: now, machine: machine)
        }
        let store = try TrustStore(
            roots: Certificate.all(in: Files.read("\(folder)/root.pem")),
            intermediates: Certificate.all(in: Files.read("\(folder)/issuing.pem")),
            crls: TrustStore.crls(in: Files.read("\(folder)/crl.pem")))
        guard let admin = try Certificate.all(in: Files.read("\(folder)/admin/certificate.pem")).first else {
            throw TrustError("admin/certificate.pem holds no certificate")
        }
        let webhookSecrets = try SecretStore(folder: options.data, name: "webhook-secrets.json")
        let webhooks = try WebhookDispatcher(
            Self.webhooks(options), ledger: ledger, secrets: webhookSecrets, folder: options.data, signals: signals,
            clock: clock, entropy: entropy)
        let search = try SearchIndexer(ledger, folder: options.data)
        let mail = AlertMailStatus()
        let revocations = RevocationStatus()
        let alerts = AlertWatch(
            AlertWatch.Configuration(
                limits: options.alertLimits, interval: options.alertInterval, data: options.data, certificates: folder),
            ledger: ledger, webhooks: webhooks, mail: mail, revocations: revocations, clock: clock)
        let mailer = try options.alertMail.map { configuration in
            try AlertMailer(
                configuration, ledger: ledger, folder: options.data, alerts: alerts, status: mail,
                clock: { Instant(milliseconds: clock().milliseconds - offset) }, entropy: entropy)
        }
        let services = try Services(
            ledger: ledger, search: search, store: store, adminKey: admin.publicKey.digest, busKey: busKey.publicKey,
            waiters: waiters, network: Network(limits), events: events,
            secrets: try SecretStore(folder: options.data), webhookSecrets: webhookSecrets, webhooks: webhooks,
            webhookSignals: signals, alerts: alerts, revocations: revocations, mailer: mailer, traffic: traffic,
            accessTokens: try AccessTokens(folder: options.data),
            tokens: try LoginTokens(folder: options.data) { (0..<32).map { _ in UInt8.random(in: 0...255) } },
            accounts: try LoginAccounts(folder: options.data),
            vxpTimestamps: LongLivedTimestamps(folder: options.data),
            vxpWindow: options.vxpWindow, ratioTarget: options.ratioTarget,
            backup: Backup(
                ledger: ledger, data: options.data, certificates: folder, arguments: options.arguments),
            clock: clock, entropy: entropy)
        server = try HTTPServer(
            sockets.0, host: options.listen.host, tls: try Self.tls(folder), threads: options.threads, limits: limits,
            handler: Router(services: services, isPlain: false, site: site))
        plainServer = try HTTPServer(
            sockets.1, host: options.listenPlain.host, tls: nil, threads: 1,
            limits: limits.fitting(files: 1_024), sharingMemoryOf: server,
            handler: Router(services: services, isPlain: true))
        services.network.watch([server, plainServer])
        try services.workers.start()
        self.services = services
        url = "https://\(Self.literal(options.listen.host)):\(server.port)"
        plainURL = "http://\(Self.literal(options.listenPlain.host)):\(plainServer.port)"
        runFile = "\(options.data)/run.json"
        let isOver = isOver
        threads = Monitor([
            try Thread(name: "waiters") { waiters.run() },
            try Thread(name: "events") { events.run() },
            try Thread(name: "webhooks") { webhooks.run() },
            try Thread(name: "search") { search.run() },
            try Thread(name: "day closing") {
                DayClosing(ledger: ledger, clock: clock).run(isOver: isOver)
            },
            try Thread(name: "alerts") { alerts.run(isOver: isOver) },
            try Thread(name: "revocations") {
                Self.watchRevocations(pki, store, folder, revocations, clock: clock, isOver: isOver)
            },
        ])
        if let mailer {
            let thread = try Thread(name: "alert mail") { mailer.run(isOver: isOver) }
            threads.withLock { $0.append(thread) }
        }
        let description = Self.description(url, plainURL, folder)
        try Self.whereThereIsRoom("run.json", spare) {
            try lock.describe(description)
            try Files.write(description, to: runFile, isSecret: true)
        }
        spare.keep()
        if let ready = options.readyFile { try Files.write(description, to: ready, isSecret: true) }
    }

    /// Runs `body`, which writes something that reading can do without; on a full disk that is left out, and told.
    private static func whereThereIsRoom(
        _ what: String, _ spare: SpareRoom, _ body: () throws -> Void
    ) throws {
        func attempt() throws -> Bool {
            do { try body() } catch let error as SystemError where error.isNoRoom {
                return false
            } catch LedgerError.noRoom {
                return false
            }
            return true
        }
        if try attempt() { return }
        spare.release()
        if try attempt() { return }
        StandardError.write("lgsp: storage_full: \(what) was not written; the bus starts for reading")
    }

    /// The content of the run file: where this daemon is reached.
    private static func description(_ url: String, _ plainURL: String, _ folder: String) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            json.member("url", url)
            json.member("plain_url", plainURL)
            json.member("certificates", folder)
            json.member("pid", getpid())
        }
        return json.bytes
    }

    private static func tls(_ folder: String) throws -> HTTPServer.TLS {
        HTTPServer.TLS(
            certificate: String(decoding: try Files.read("\(folder)/server/certificate.pem"), as: UTF8.self),
            key: String(decoding: try Files.read("\(folder)/server/key.pem"), as: UTF8.self),
            roots: String(decoding: try Files.read("\(folder)/root.pem"), as: UTF8.self))
    }

    /// A link that lets whoever has it into the console as an admin, once and soon.
    public func consoleLink() -> String {
        let secret = Hex.encode(services.randomBytes())
        services.sessions.addLink(secret, Grant(role: .admin, agencies: [], name: "link of serve"))
        return "\(url)/console/enter?link=\(secret)"
    }

    /// Begins nothing more, has what is under way decided and answered, and takes the run file away.
    public func stop() {
        server.beginStopping()
        plainServer.beginStopping()
        services.waiters.close()
        services.events.close()
        services.webhookSignals.close()
        services.search.close()
        site?.close()
        services.workers.close()
        // What is decided already is answered with what became of it, before the connections end.
        services.ledger.close()
        server.stop()
        plainServer.stop()
        isOver.notify { $0 = true }
        threads.withLock { threads in
            for thread in threads { thread.join() }
            threads = []
        }
        unsafe unlink(runFile)
    }

    private static func webhooks(_ options: DaemonOptions) -> WebhookDispatcher.Configuration {
        // Where nobody else reaches the daemon, what it reaches on this machine is its owner's too.
        let hosts = [options.listen.host, options.listenPlain.host]
        let isLocal = hosts.allSatisfy { NetworkAddress($0)?.isLoopback ?? ($0 == "localhost") }
        var gate = OutboundGate(
            policy: AddressPolicy(
                allowed: options.outboundAllow.compactMap(AddressRange.init), allowsLoopback: isLocal),
            roots: options.outboundRoots)
        gate.timeout = options.webhookTimeout
        return WebhookDispatcher.Configuration(backOff: options.webhookBackOff, gate: gate)
    }

    /// A host as URLs hold it (RFC 3986, section 3.2.2).
    private static func literal(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    private static func seed(_ ledger: Ledger, topology path: String) throws {
        func text(_ name: String) throws -> String {
            let bytes = try Files.read("\(path)/\(name)")
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw TopologyError(faults: ["\(name): not UTF-8"])
            }
            return text
        }
        let topology = Topology(
            tiers: try text("tiers.tsv"), hubs: try text("hubs.tsv"), agencies: try text("agencies.tsv"),
            calendar: Files.exists("\(path)/calendar.tsv") ? try text("calendar.tsv") : nil,
            deadlines: Files.exists("\(path)/deadlines.tsv") ? try text("deadlines.tsv") : nil,
            rules: Files.exists("\(path)/rules.tsv") ? try text("rules.tsv") : nil)
        guard topology.faults.isEmpty else { throw TopologyError(faults: topology.faults.map(\.description)) }
        try commit(topology.facts, to: ledger)
    }

    /// Up to so many agencies all get an identity of the demo PKI at start; in a larger directory those that
    /// `lgsp pki issue` makes one for. A key and a certificate cost a millisecond, most of it for files.
    private static let identityLimit = 1_000

    /// Makes the identities that are missing, and binds what is not bound yet.
    private static func bindAgencies(
        _ ledger: Ledger, _ pki: DemoPKI, _ folder: String, now: Int64, machine: Int64
    ) throws {
        let directory = ledger.directory
        let active = directory.agencies.filter { $0.status == .active }
        let known = Set(Files.names(in: "\(folder)/agencies"))
        // To decode a certificate costs more than all else here: those that are bound are known by their bytes.
        var bound: [AgencyNumber: [[UInt8]]] = [:]
        try ledger.read { try $0.boundCertificates(after: 0) { bound[$1, default: []].append($2) } }
        var facts: [Fact] = []
        for agency in active where known.contains(agency.code) || active.count <= identityLimit {
            let path = "\(folder)/agencies/\(agency.code)/certificate.pem"
            let certificate: Certificate
            if Files.exists(path) {
                guard let der = try PEM.blocks(Files.read(path)).first?.der else { continue }
                if bound[agency.number]?.contains(der) == true { continue }
                certificate = try Certificate(der: der)
            } else {
                certificate = try pki.issueAgency(
                    code: agency.code, name: agency.name, options: DemoPKI.Options(around: now, machine),
                    existing: .kept, now: now)
            }
            let key = certificate.publicKey.digest
            if !directory.isBound(key: key, to: agency.number) {
                facts.append(
                    .certificateBound(
                        CertificateBinding(agency: agency.number, key: key, certificate: certificate.der)))
            }
        }
        if !facts.isEmpty { try commit(facts, to: ledger) }
    }

    private static func commit(_ facts: [Fact], to ledger: Ledger) throws {
        let answer = Monitor<Result<Void, any Error>?>(nil)
        try ledger.append(facts) { result in answer.notify { $0 = result } }
        try answer.wait { $0 }?.get()
    }

    /// Looks at `crl.pem` four times a second, so that a revocation takes effect within one; renews it half-way.
    private static func watchRevocations(
        _ pki: DemoPKI, _ store: TrustStore, _ folder: String, _ status: RevocationStatus,
        clock: @Sendable () -> Instant, isOver: Monitor<Bool>
    ) {
        var last = (try? Files.read("\(folder)/crl.pem")) ?? []
        var issuers = issuers(of: last)
        var complained: [UInt8]?
        var looked = clock().milliseconds
        while isOver.wait(until: MonotonicTime.now.advanced(byMilliseconds: 250), for: { $0 ? true : nil }) == nil {
            let now = clock().milliseconds
            if now - looked > 60_000 || now < looked {
                looked = renew(pki, now: now) ? now : looked
            }
            let bytes = (try? Files.read("\(folder)/crl.pem")) ?? []
            guard bytes != complained else { continue }
            if bytes == last {
                if complained != nil { status.clear() }
                complained = nil
                continue
            }
            // A file that is empty, cut off or no list, such as one that is being copied, leaves the old lists in force until
            // they run out.
            let found = Self.issuers(of: bytes)
            guard !found.isEmpty, found.isSuperset(of: issuers) else {
                StandardError.write(
                    "lgsp: revocation_list_damaged: \(folder)/crl.pem lacks lists that were in force, or cannot be read: those stay in force"
                )
                status.note("crl.pem lacks lists that were in force, or cannot be read.", at: clock())
                complained = bytes
                continue
            }
            guard let roots = try? Certificate.all(in: Files.read("\(folder)/root.pem")),
                let intermediates = try? Certificate.all(in: Files.read("\(folder)/issuing.pem")),
                let crls = try? TrustStore.crls(in: bytes),
                (try? store.reload(roots: roots, intermediates: intermediates, crls: crls)) != nil
            else { continue }
            (last, issuers, complained) = (bytes, found, nil)
            status.clear()
        }
    }

    /// Renews the CRLs where that is due; false where another process is at work on the PKI: that is tried again soon, since
    /// a revocation is not to wait behind it.
    private static func renew(_ pki: DemoPKI, now: Int64) -> Bool {
        do {
            try pki.renewCRL(now: now, waiting: 100)
        } catch let error as PKIError where error.code == .inUse {
            return false
        } catch {
            StandardError.write("lgsp: the CRL cannot be renewed: \(error)")
        }
        return true
    }

    /// The issuers of the lists in a file; none where it cannot be read.
    private static func issuers(of bytes: [UInt8]) -> Set<String> {
        let lists = (try? TrustStore.crls(in: bytes)) ?? []
        return Set(lists.compactMap { try? RevocationList(der: $0).issuer })
    }
}

/// A topology that cannot be loaded.
public struct TopologyError: Error, Sendable, CustomStringConvertible {
    /// Each fault with file and line.
    public let faults: [String]

    /// The faults, one a line.
    public var description: String { faults.joined(separator: "\n") }
}
