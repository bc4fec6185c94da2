internal import Client

/// `lgsp dead-letter`: what receivers could not take, and what outlived its time.
enum DeadLetterCommands {
    static let all = [
        list, settle("retry", "Puts a dead letter into its mailbox again."),
        settle("return", "Gives a dead letter up; its issuer is told."),
    ]

    private static let list = Command(
        "dead-letter list", "", "Lists dead letters, the newest first.",
        options: [Option("agency", "CODE", "Only those in this agency's mailbox, asked as that agency.")]
            + Option.connection, examples: ["lgsp dead-letter list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let agency = try arguments.given("agency").map(Connection.code)
        let client = try Connection.open(arguments, agency: agency)
        output.list(
            try client.deadLetters(agency: agency)["items"].elements,
            ["delivery", "failed_at", "from", "to", "reason", "subject"])
        return .success
    }

    private static func settle(_ outcome: String, _ summary: String) -> Command {
        Command(
            "dead-letter \(outcome)", "DELIVERY…", summary,
            options: [
                Option("reason", "TEXT", "Why, for the issuer."),
                Option("as", "CODE", "As this agency; default: the admin."),
            ] + Option.connection, examples: ["lgsp dead-letter \(outcome) ID"]
        ) { arguments, output in
            try arguments.expect(1...10_000, "DELIVERY…")
            let client = try Connection.open(arguments, agency: try arguments.given("as").map(Connection.code))
            for delivery in arguments.positional {
                output.object(try client.settle(delivery, outcome, reason: arguments.given("reason")))
            }
            return .success
        }
    }
}
