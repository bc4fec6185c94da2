internal import Client
internal import Glibc
internal import Platform

/// `lgsp ledger`, `check` and `version`.
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

    /// What `lgsp version` says.
    static let versionNumber = "0.1.0"

    static let version = Command("version", "", "Prints the version.", examples: ["lgsp version"]) {
        arguments, output in
        try arguments.expect(0...0, "")
        if output.isJSON {
            output.object(.object([.init("version", .string(versionNumber))]))
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
