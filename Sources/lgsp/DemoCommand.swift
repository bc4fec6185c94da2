internal import Console
internal import Gateway
internal import Platform
internal import Scenario

/// `demo` and `bench`: what drives a daemon as its clients would.
enum DemoCommand {
    static let demo = Command(
        "demo", "", "Starts the bus, replays a province's day, prints the report, and serves on.",
        options: ServeCommand.options + [
            Option("once", nil, "End after the report; the exit code tells whether its thresholds held."),
            Option("scenario", "FILE", "Default Scenarios/binh-phuoc-2021."),
        ], examples: ["lgsp demo --data .lgsp/demo --once"]
    ) { arguments, output in
        ServeCommand.blockSignals()
        let options = try ServeCommand.parse(arguments)
        let daemon = try Daemon(options, site: Console())
        defer { daemon.stop() }
        output.note("lgsp is ready: \(daemon.url), \(daemon.agencyCount) agencies")
        let exit = try ReplayCommand.closed(
            arguments.given("scenario") ?? "Scenarios/binh-phuoc-2021", door: .native, url: daemon.url,
            certificates: options.certificates, output)
        if arguments.has("once") { return exit }
        output.note("the bus serves on at \(daemon.url); Ctrl-C ends it")
        output.note("next: lgsp ratio --by tier --data \(options.data) · lgsp agency tree --data \(options.data)")
        ServeCommand.waitForSignal()
        return .success
    }

    static let fanOut = Command(
        "bench fan-out", "", "Measures a directive to every agency, and an urgent document beside it.",
        options: Option.connection + [
            Option("from", "CODE", "The directive's sender, or the beginning of its code; default G22."),
            Option("rounds", "N", "Directives alone, and as many with urgent documents beside; default 10."),
            Option("quiet", "N", "Urgent documents alone; default 300."),
        ], examples: ["lgsp bench fan-out", "lgsp bench fan-out --rounds 3 --json"]
    ) { arguments, output in
        let (url, certificates) = try ReplayCommand.running(arguments)
        var configuration = FanOutBench.Configuration()
        configuration.from = arguments.given("from") ?? configuration.from
        configuration.rounds = try arguments.count("rounds") ?? configuration.rounds
        configuration.quiet = try arguments.count("quiet") ?? configuration.quiet
        var random = SystemRandomNumberGenerator()
        let segments = (arguments["data"] ?? ".lgsp") + "/segments"
        let result = try FanOutBench(
            serverURL: url, certificatesDirectory: certificates, keys: try PKIKeyRing(demo: certificates),
            scenario: try ScenarioFile.load("Scenarios/binh-phuoc-2021"), runID: RunID(using: &random),
            day: ReplayCommand.today(), configuration: configuration,
            stored: { Platform.Files.size(ofFilesIn: segments) }
        ).run()
        output.bytes(output.isJSON ? result.json : Array(result.text.utf8))
        return .success
    }

    static let bench = Command(
        "bench", "", "Measures documents a second through a running daemon.",
        options: Option.connection + [
            Option("key", "TYPE", "rsa2048 or p256; default rsa2048."),
            Option("signature", "FORM", "cms or xmldsig; default cms."),
            Option("documents", "N", "How many; default 30000."),
            Option("size", "BYTES", "Of a document, about; default 8192."),
            Option("senders", "N", "Agencies that send, and as many that receive; default 2."),
            Option("recipients", "N", "Of each document; default 1."),
            Option("batch", "N", "Documents a request; default 64."),
            Option("inbox", "N", "Documents a look into a mailbox, and a confirmation; default 256."),
            Option("door", "NAME", "native, vxp or lgsp: how agencies speak; but for native with XML-DSig."),
            Option("seconds", "N", "Nothing is sent after so many; default 20."),
        ],
        examples: [
            "lgsp bench --documents 20000", "lgsp bench --key p256 --size 65536 --senders 4 --batch 16 --json",
            "lgsp bench --door vxp --batch 1 --seconds 10",
        ]
    ) { arguments, output in
        var configuration = LoadBench.Configuration()
        if let key = arguments.given("key") {
            switch key {
            case "rsa2048": configuration.key = .rsa2048
            case "p256": configuration.key = .p256
            default: throw Failure.usage("--key is rsa2048 or p256, not \(key).", command: "bench")
            }
        }
        if let form = arguments.given("signature") {
            guard let known = LoadBench.Configuration.Form(rawValue: form) else {
                throw Failure.usage("--signature is cms or xmldsig, not \(form).", command: "bench")
            }
            configuration.form = known
        }
        configuration.door = try ReplayCommand.door(arguments, command: "bench")
        if configuration.door != .native {
            guard arguments.given("signature") != "cms" else {
                throw Failure.usage("--door \(configuration.door.rawValue) has no place for a CMS.", command: "bench")
            }
            configuration.form = .xmldsig
        }
        configuration.documents = try arguments.count("documents") ?? configuration.documents
        configuration.size = try arguments.count("size") ?? configuration.size
        configuration.senders = try arguments.count("senders") ?? configuration.senders
        configuration.recipients = try arguments.count("recipients") ?? configuration.recipients
        configuration.batch = try arguments.count("batch") ?? configuration.batch
        configuration.inbox = try arguments.count("inbox") ?? configuration.inbox
        configuration.seconds = try arguments.count("seconds") ?? configuration.seconds
        let (url, certificates) = try ReplayCommand.running(arguments)
        var random = SystemRandomNumberGenerator()
        let result = try LoadBench(
            serverURL: url, certificatesDirectory: certificates, keys: try PKIKeyRing(demo: certificates),
            scenario: try ScenarioFile.load("Scenarios/binh-phuoc-2021"), runID: RunID(using: &random),
            day: ReplayCommand.today(),
            configuration: configuration
        ).run()
        let durability = "segment fdatasync, then WAL commit with synchronous=FULL, before every answer"
        output.bytes(
            output.isJSON ? result.json(durability: durability) : Array(result.text(durability: durability).utf8))
        return .success
    }
}
