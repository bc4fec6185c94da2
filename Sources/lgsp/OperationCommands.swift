internal import Client
internal import EdXML
internal import Exchange
internal import Glibc
internal import Platform
internal import Scenario

/// `lgsp ledger`, `check`, `errors` and `version`.
enum OperationCommands {
    static let ledger = [
        job("verify", "", "Recomputes the ledger's hash chain and signatures."),
        job("rebuild", "", "Rebuilds the read models and proves them equal."),
        job("backup", "PATH", "Makes a consistent copy while the daemon runs."),
    ]

    static let check = Command(
        "check", "", "Says whether the daemon is ready.",
        options: [Option("wait", "TIME", "Waits so long until it is.")] + Option.connection,
        examples: ["lgsp check --wait 30s"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let wait = try arguments.seconds("wait") ?? 0
        let end = MonotonicTime.now.advanced(byMilliseconds: Int64(wait) * 1_000)
        while true {
            do {
                output.object(try Connection.open(arguments).ready())
                return .success
            } catch {
                guard wait > 0 else { throw error }
                guard MonotonicTime.now < end else {
                    throw Failure(.timedOut, "timed_out", "The daemon was not ready after \(wait) s.")
                }
                usleep(100_000)
            }
        }
    }

    static let errors = Command(
        "errors", "", "Lists the error codes with their sentences and hints.", examples: ["lgsp errors --json"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        var rows: [(code: String, title: String, hint: String)] = []
        rows += EdXMLCode.allCases.map { ($0.rawValue, $0.title(), $0.hint()) }
        rows += ScenarioCode.allCases.map {
            ($0.rawValue, $0.title(vietnamese: false), $0.hint(vietnamese: false))
        }
        let known = Set(rows.map(\.code))
        rows += Refusal.Code.allCases.map(\.rawValue).filter { !known.contains($0) }.map { ($0, "", "") }
        rows.sort { $0.code < $1.code }
        output.list(
            rows.map {
                .object([
                    .init("code", .string($0.code)), .init("title", .string($0.title)), .init("hint", .string($0.hint)),
                ])
            }, ["code", "title", "hint"])
        return .success
    }

    static let version = Command("version", "", "Prints the version.", examples: ["lgsp version"]) {
        arguments, output in
        try arguments.expect(0...0, "")
        if output.isJSON {
            output.object(.object([.init("version", .string("0.1.0"))]))
        } else {
            output.line("lgsp 0.1.0")
        }
        return .success
    }

    private static func job(_ name: String, _ argument: String, _ summary: String) -> Command {
        Command(
            "ledger \(name)", argument, summary, options: Option.connection,
            examples: ["lgsp ledger \(name)\(argument.isEmpty ? "" : " backup")"]
        ) { arguments, output in
            let count = argument.isEmpty ? 0 : 1
            try arguments.expect(count...count, argument)
            let path = arguments.positional.first.map(Files.absolute)
            output.object(try Connection.open(arguments).ledger(name, path: path))
            return .success
        }
    }
}
