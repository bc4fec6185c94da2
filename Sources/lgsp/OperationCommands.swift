internal import Client

/// `lgsp ledger` and `version`.
enum OperationCommands {
    static let ledger = [
        job("verify", "", "Recomputes the ledger's hash chain and signatures."),
        job("rebuild", "", "Rebuilds the read models and proves them equal."),
        job("backup", "PATH", "Makes a consistent copy while the daemon runs."),
    ]

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
