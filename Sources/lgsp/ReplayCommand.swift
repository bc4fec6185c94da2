internal import Client
internal import Exchange
internal import Platform
internal import Scenario

/// `replay`: a scenario against a running daemon, as fast as it can or at the times of its phases.
enum ReplayCommand {
    static let command = Command(
        "replay", "SCENARIO", "Replays a scenario against a running daemon.",
        options: Option.connection + [
            Option("door", "NAME", "native, vxp or lgsp: how agencies speak; default native."),
            Option("rate", "N", "Documents a second, instead of the scenario's phases."),
            Option(
                "for", "TIME", "How long at that rate, 60s by default; without --rate how long all phases together."),
            Option("part", "K/N", "Send every Nth document only, beside N - 1 other processes."),
            Option("run", "ID", "The run's mark, five digits and small letters; the same for all parts."),
            Option("output", "FILE", "Write the results there, JSON; of phases only."),
            Option("report", "FILE", "Write an HTML page of the results there; of phases only."),
        ],
        examples: [
            "lgsp replay Scenarios/binh-phuoc-2021", "lgsp replay Scenarios/last-hour --output last-hour.json",
            "lgsp replay Scenarios/binh-phuoc-2021 --rate 50 --for 2m --report report.html",
            "lgsp replay Scenarios/nation-week --for 5m --report week.html",
        ]
    ) { arguments, output in
        try arguments.expect(1...1, "The scenario")
        var scenario = try ScenarioFile.load(arguments.positional[0])
        if let text = arguments.given("rate") {
            guard let rate = Double(text), rate > 0, rate <= 100_000 else {
                throw Failure.usage("--rate wants documents a second, not \(text).", command: "replay")
            }
            let seconds = try arguments.seconds("for") ?? 60
            guard seconds > 0 else { throw Failure.usage("--for wants at least a second.", command: "replay") }
            scenario.phases = Phase.constant(rate: rate, seconds: Double(seconds))
            // The mix of a few documents is not that of the whole.
            scenario.limits.judgesRatio = false
        } else if let seconds = try arguments.seconds("for") {
            guard !scenario.phases.isEmpty, seconds > 0 else {
                throw Failure.usage(
                    "--for wants at least a second, and --rate or a scenario with phases.", command: "replay")
            }
            scenario.phases = Phase.fitted(scenario.phases, into: Double(seconds))
            scenario.limits.judgesRatio = false
        }
        let (url, certificates) = try running(arguments)
        if scenario.phases.isEmpty {
            for name in ["part", "run", "output", "report"] where arguments.given(name) != nil {
                throw Failure.usage(
                    "--\(name) needs a scenario with phases, or --rate.", command: "replay")
            }
            return try closed(
                arguments.positional[0], door: try door(arguments, command: "replay"), url: url,
                certificates: certificates, output)
        }
        return try open(scenario, arguments, url: url, certificates: certificates, output)
    }

    /// Replays the scenario at `path` as fast as the daemon takes it, and prints the report.
    static func closed(
        _ path: String, door: Door, url: String, certificates: String, _ output: Output
    ) throws -> ExitCode {
        var random = SystemRandomNumberGenerator()
        let report = try Replay(
            serverURL: url, certificatesDirectory: certificates, keys: try PKIKeyRing(demo: certificates),
            scenario: try ScenarioFile.load(path), runID: RunID(using: &random), day: today(), door: door
        ).run()
        if output.isJSON { output.bytes(report.json) } else { output.text(report.text()) }
        return report.passed ? .success : .threshold
    }

    private static func open(
        _ scenario: ScenarioFile, _ arguments: Arguments, url: String, certificates: String, _ output: Output
    ) throws -> ExitCode {
        var random = SystemRandomNumberGenerator()
        var runID = RunID(using: &random)
        if let text = arguments.given("run") {
            guard let given = RunID(text) else {
                throw Failure.usage("--run wants five digits and small letters, not \(text).", command: "replay")
            }
            runID = given
        }
        var part = ReplayPart.whole
        if let text = arguments.given("part") {
            guard let given = ReplayPart(text) else {
                throw Failure.usage("--part wants K/N such as 1/2, not \(text).", command: "replay")
            }
            guard given.of == 1 || arguments.given("run") != nil else {
                throw Failure.usage("The parts of a run need the same --run.", command: "replay")
            }
            part = given
        }
        // Every sender and receiver has connections of its own.
        _ = FileLimit.raise()
        let outcome = try OpenReplay(
            serverURL: url, certificatesDirectory: certificates, keys: try PKIKeyRing(demo: certificates),
            scenario: scenario, runID: runID, part: part, day: today(), version: OperationCommands.versionNumber,
            door: try door(arguments, command: "replay")
        ).run()
        let results = outcome.results
        if let path = arguments.given("output") { try Files.write(results.json, to: path) }
        if let path = arguments.given("report") {
            try ReplayResultCommands.writePage(of: results, to: path)
        }
        if output.isJSON { output.bytes(results.json) } else { output.text(outcome.text()) }
        return results.passed ? .success : .threshold
    }

    /// The interface that the agencies are to speak.
    static func door(_ arguments: Arguments, command: String) throws -> Door {
        guard let name = arguments.given("door") else { return .native }
        guard let door = Door(rawValue: name) else {
            throw Failure.usage("--door is native, vxp or lgsp, not \(name).", command: command)
        }
        return door
    }

    /// The daemon that runs on this machine: its address and its PKI.
    static func running(_ arguments: Arguments) throws -> (url: String, certificates: String) {
        let data = arguments["data"] ?? ".lgsp"
        guard let run = RunFile(path: data + "/run.json") else {
            throw Failure(
                .unreachable, "daemon_not_found", "No daemon runs on the data folder \(data).",
                hint: "Start lgsp serve.")
        }
        return (arguments["server"] ?? run.url, run.certificates)
    }

    /// Today's date as documents spell it.
    static func today() -> String {
        Instant(milliseconds: PKIKeyRing.now()).day.description.split(separator: "-").joined(separator: "/")
    }
}
