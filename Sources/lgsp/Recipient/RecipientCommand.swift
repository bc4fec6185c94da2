internal import Client
internal import Exchange
internal import HTTP
internal import Platform

/// `recipient`: programs of receivers that answer by a script, until Ctrl-C or a termination signal.
enum RecipientCommand {
    static let command = Command(
        "recipient", "", "Receives for agencies and answers by a script, as their programs would.",
        options: [
            Option("script", "accept|refuse|slow|silent", "What it does with every document; default accept."),
            Option("agency", "CODE", "Whose mailbox; may be repeated."),
            Option("delay", "TIME", "How long slow waits, such as 500ms; default 5s."),
            Option("reason", "TEXT", "The reason of refuse."),
            Option("listen", "HOST:PORT", "Looks when a webhook calls here, instead of polling; port 0 for any."),
        ] + SystemCommands.secretOptions + Option.connection,
        examples: [
            "lgsp recipient --script accept --agency H10.14", "lgsp recipient --agency G22 --listen 127.0.0.1:0",
        ]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        guard let script = RecipientScript(rawValue: arguments.given("script") ?? "accept") else {
            throw Failure.usage("--script is accept, refuse, slow or silent.", command: "recipient")
        }
        let codes = try arguments.all("agency").map(Connection.code)
        guard !codes.isEmpty else { throw Failure.usage("--agency is missing.", command: "recipient") }
        let delay = try arguments.milliseconds("delay") ?? 5_000
        let address = try arguments.given("listen").map(ServeCommand.address)
        ServeCommand.blockSignals()
        var desks: [String: RecipientDesk] = [:]
        for code in codes {
            desks[code] = RecipientDesk(
                code, script, delay: delay, reason: arguments.given("reason") ?? "Không đúng thẩm quyền",
                isCalled: address != nil, client: try Connection.open(arguments, agency: code), output: output)
        }
        var server: HTTPServer?
        if let address {
            let secret = try SystemCommands.secret(arguments, "recipient")
            let door = RecipientDoor(desks, secret: secret) { LocalClock.now.milliseconds / 1_000 }
            let made = try HTTPServer(host: address.host, port: address.port, tls: nil, threads: 1, handler: door)
            server = made
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            output.object(.object([.init("url", .string("http://\(host):\(made.port)/"))]))
        }
        for desk in desks.values { _ = try Thread(name: "recipient") { desk.run() } }
        output.note("receiving for \(codes.joined(separator: ", ")): \(script.rawValue)")
        ServeCommand.waitForSignal()
        server?.stop()
        return .success
    }
}
