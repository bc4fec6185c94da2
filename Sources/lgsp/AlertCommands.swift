internal import Client

/// `lgsp alert`.
enum AlertCommands {
    static let mailTest = Command(
        "alert mail-test", "ADDRESS", "Has the daemon mail something about nothing, and says what came of it.",
        options: Option.connection, examples: ["lgsp alert mail-test vanthu@example.gov.vn"]
    ) { arguments, output in
        try arguments.expect(1...1, "ADDRESS")
        let answer = try Connection.open(arguments).testAlertMail(arguments.positional[0])
        output.object(answer)
        return answer["outcome"].string == "ok" ? .success : .failed
    }
}
