internal import Console
internal import Exchange
internal import Gateway
internal import Glibc
internal import Outbound

/// `serve`: the daemon, until Ctrl-C or a termination signal.
enum ServeCommand {
    static let options = own + mailOptions

    private static let own = [
        Option("listen", "HOST:PORT", "HTTPS; default 127.0.0.1:8443, [::1]:8443 for IPv6, port 0 for any."),
        Option(
            "listen-plain", "HOST:PORT", "Plain HTTP for health and the field's interfaces; default 127.0.0.1:8080."),
        Option("data", "DIR", "The ledger's folder (LGSP_DATA); default .lgsp."),
        Option("topology", "DIR", "The tables that seed an empty ledger; default Scenarios/binh-phuoc-2021/topology."),
        Option("certificates", "DIR", "The demo PKI; made where it is not there; default Certificates/generated."),
        Option("clock", "TIME", "Business time at the start, such as 2021-06-24T08:00; it runs on from there."),
        Option("vxp-window", "TIME|off", "How old the timestamp of a request to /vxp may be; default 24h."),
        Option("outbound-allow", "CIDR", "Addresses webhooks may go to though they are not public; may be repeated."),
        Option(
            "outbound-roots", "FILE", "The roots that webhooks over https are checked against; default the system's."),
        Option(
            "webhook-attempts", "N", "How often a webhook is told of a delivery before it is a dead letter; default 15."
        ),
        Option(
            "webhook-pause", "TIME", "After the first failed attempt, such as 500ms; doubled each time; default 5s."),
        Option("webhook-longest", "TIME", "The longest pause between attempts; default 60m."),
        Option("webhook-timeout", "TIME", "How long a webhook may take to answer; default 10s."),
        Option("alert-age", "TIME", "How old what lies in a mailbox may be before it is an alert; default 24h."),
        Option("alert-backlog", "N", "How much may lie in a mailbox before it is an alert; default 1000."),
        Option("alert-interval", "TIME", "How often is looked for alerts; default 60s."),
        Option("ratio-target", "PERCENT", "What the electronic ratio should reach, such as 96 or 97.5; default 96."),
        Option("new-bus-key", nil, "Goes on with a ledger that another key has sealed so far, where that one is lost."),
        Option("ephemeral", nil, "A PKI of its own inside --data, for test suites."),
        Option("ready-file", "FILE", "Written once everything listens."),
    ]

    static let command = Command(
        "serve", "", "Runs the bus on this machine.", options: options,
        examples: ["lgsp serve", "lgsp serve --listen 127.0.0.1:0 --ready-file ready.json"]
    ) { arguments, output in
        blockSignals()
        let manager = ServiceManager()
        let daemon = try Daemon(try parse(arguments), site: Console())
        manager.ready(health: daemon.plainURL)
        output.note("lgsp is ready: \(daemon.url), \(daemon.agencyCount) agencies; health at \(daemon.plainURL)/readyz")
        output.note("next: lgsp console link · lgsp agency tree · lgsp send FILE --from H10.13 --to G22 · lgsp ratio")
        // Only for whoever sits there: a log is read by others.
        if isatty(STDOUT_FILENO) == 1 { output.line("console, once, within ten minutes: \(daemon.consoleLink())") }
        waitForSignal()
        output.note("stopping")
        manager.stopping()
        daemon.stop()
        return .success
    }

    /// The daemon's options from the command line.
    static func parse(_ arguments: Arguments) throws -> DaemonOptions {
        var options = DaemonOptions()
        options.arguments = Array(CommandLine.arguments.drop { $0 != "serve" }.dropFirst())
        if let text = arguments.given("listen") { options.listen = try address(text) }
        if let text = arguments.given("listen-plain") { options.listenPlain = try address(text) }
        if let data = arguments["data"] { options.data = data }
        if let topology = arguments.given("topology") { options.topology = topology }
        options.takesOtherKey = arguments.has("new-bus-key")
        if arguments.has("ephemeral") { options.certificates = options.data + "/certificates" }
        if let certificates = arguments.given("certificates") { options.certificates = certificates }
        options.readyFile = arguments.given("ready-file")
        if let text = arguments.given("clock") {
            guard let moment = Moment.parse(text) else {
                throw Failure.usage("--clock wants a time such as 2021-06-24T08:00, not \(text).", command: "serve")
            }
            options.clockOffset = moment - LocalClock.now.milliseconds
        }
        if let text = arguments.given("vxp-window") {
            let hours = text.hasSuffix("h") ? Int64(text.dropLast()) : nil
            let seconds =
                text == "off" ? nil : try hours.map { $0 * 3600 } ?? arguments.seconds("vxp-window").map(Int64.init)
            options.vxpWindow = seconds.map { $0 * 1000 }
        }
        try parseWebhooks(arguments, &options)
        if let age = try arguments.milliseconds("alert-age") { options.alertLimits.age = Double(age) / 1_000 }
        if let number = try arguments.count("alert-backlog") { options.alertLimits.backlog = min(number, 100_000) }
        if let text = arguments.given("ratio-target") {
            guard let percent = Double(text), (0...100).contains(percent) else {
                throw Failure.usage("--ratio-target wants per cent, 0 to 100, not \(text).", command: "serve")
            }
            options.ratioTarget = Int64((percent * 100).rounded())
        }
        options.alertInterval = Int(try arguments.milliseconds("alert-interval") ?? Int64(options.alertInterval))
        options.alertMail = try parseMail(arguments)
        guard options.listenPlain.host.hasPrefix("127.") || options.listenPlain.host == "::1" else {
            throw Failure.usage("--listen-plain is for loopback addresses only.", command: "serve")
        }
        return options
    }

    private static func parseWebhooks(_ arguments: Arguments, _ options: inout DaemonOptions) throws {
        options.outboundAllow = arguments.all("outbound-allow")
        for text in options.outboundAllow where AddressRange(text) == nil {
            throw Failure.usage("--outbound-allow wants a range such as 10.0.0.0/8, not \(text).", command: "serve")
        }
        options.outboundRoots = arguments.given("outbound-roots")
        if let text = arguments.given("webhook-attempts") {
            guard let number = UInt32(text), (1...1_000).contains(number) else {
                throw Failure.usage("--webhook-attempts wants 1 to 1000, not \(text).", command: "serve")
            }
            options.webhookBackOff.attempts = number
        }
        options.webhookBackOff = BackOff(
            first: try arguments.milliseconds("webhook-pause") ?? options.webhookBackOff.first,
            longest: try arguments.milliseconds("webhook-longest") ?? options.webhookBackOff.longest,
            attempts: options.webhookBackOff.attempts)
        options.webhookTimeout = Int(try arguments.milliseconds("webhook-timeout") ?? Int64(options.webhookTimeout))
    }

    /// Host and port of `HOST:PORT`.
    static func address(_ text: String) throws -> (host: String, port: UInt16) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Failure.usage("An address is HOST:PORT, not \(text).", command: "serve")
        }
        let host = text[..<colon]
        let isSixth = host.hasPrefix("[") && host.hasSuffix("]")
        guard !host.isEmpty, isSixth || !host.contains(":") else {
            throw Failure.usage("An IPv6 address stands in brackets: [::1]:8443, not \(text).", command: "serve")
        }
        return (isSixth ? String(host.dropFirst().dropLast()) : String(host), port)
    }

    /// Waits for SIGINT, SIGTERM or SIGHUP; they are blocked before the first thread starts, so that only this one takes them.
    static func waitForSignal() {
        var set = signals()
        var number: Int32 = 0
        unsafe sigwait(&set, &number)
    }

    /// Blocks the signals that end the daemon, for this thread and those it starts.
    static func blockSignals() {
        var set = signals()
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    private static func signals() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGINT)
        unsafe sigaddset(&set, SIGTERM)
        // A terminal that is closed.
        unsafe sigaddset(&set, SIGHUP)
        return set
    }
}
