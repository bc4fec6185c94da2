internal import Client

/// `lgsp status`, `recall`, `show`, `trace` and `explain`.
enum DocumentCommands {
    static let status = Command(
        "status", "ID CODE", "Gives a document a receiver's status, 01 to 06, 15 or 16; 13 is lgsp recall.",
        options: [
            Option("reason", "TEXT", "Why; some statuses need it."),
            Option("as", "CODE", "As this agency; default: as the admin."),
        ] + Option.connection, examples: ["lgsp status ID 06 --as H10.14"]
    ) { arguments, output in
        try arguments.expect(2...2, "ID or CODE")
        let agency = try arguments.given("as").map(Connection.code)
        let client = try Connection.open(arguments, agency: agency)
        output.object(
            try client.status(
                arguments.positional[0], code: arguments.positional[1], reason: arguments.given("reason"),
                agency: agency))
        return .success
    }

    static let recall = Command(
        "recall", "ID", "Asks receivers for a document back, or answers that as a receiver.",
        options: [
            Option("reason", "TEXT", "Why; needed to ask."),
            Option("to", "CODE", "Only this receiver; may be repeated; default: all who have it."),
            Option("answer", "agree|refuse", "A receiver's answer, with --as."),
            Option("as", "CODE", "As this agency; default: as the admin, for the issuer."),
        ] + Option.connection,
        examples: ["lgsp recall ID --reason 'Sent by mistake'", "lgsp recall ID --answer agree --as H10.14"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        let answer = arguments.given("answer")
        guard answer == nil || answer == "agree" || answer == "refuse" else {
            throw Failure.usage("--answer is agree or refuse.", command: "recall")
        }
        let agency = try arguments.given("as").map(Connection.code)
        let client = try Connection.open(arguments, agency: agency)
        let id = arguments.positional[0]
        let result = try client.recall(
            id, reason: arguments.given("reason"), to: arguments.all("to"), answer: answer, agency: agency)
        if output.isJSON {
            output.object(result)
        } else {
            output.list(result["results"].elements, ["to", "effect", "code", "title"])
        }
        output.note("Next: lgsp trace \(id)")
        return result["results"].elements.contains { $0["code"].string != nil } ? .failed : .success
    }

    static let show = reader("show", "Says what a document is and where it lies.") { client, id, _, output in
        let document = try client.show(id)
        output.object(document)
        LifeCommands.show(document, output)
        if !output.isJSON {
            output.list(
                document["deliveries"].elements,
                [
                    "delivery", "to.code", "state", "status", "channel", "delivered_at", "confirmed_at", "to.name",
                    "withdrawn_at",
                ])
        }
    }

    static let trace = reader("trace", "Follows a document hop by hop.") { client, id, _, output in
        let document = try client.trace(id)
        if output.isJSON {
            output.object(document)
        } else {
            output.list(document["hops"].elements, ["at", "hub", "event", "agency.code", "detail", "agency.name"])
        }
    }

    static let explain = reader(
        "explain", "Says why a document is where it is, or why it was refused.",
        options: [Option("to", "CODE", "Of the receivers only this one: why has it not got it?")]
    ) { client, id, arguments, output in
        let document = try client.explain(
            id, to: arguments.given("to"), language: InspectionReport.isVietnamese ? "vi" : "en")
        output.object(document)
        if !output.isJSON { InspectionReport.show(document, output) }
    }

    private static func reader(
        _ name: String, _ summary: String, options: [Option] = [],
        _ body: @escaping @Sendable (APIClient, String, Arguments, Output) throws -> Void
    ) -> Command {
        Command(
            name, "ID", summary,
            options: options + [Option("as", "CODE", "As this agency; default: as the admin.")] + Option.connection,
            examples: ["lgsp \(name) ID"]
        ) { arguments, output in
            try arguments.expect(1...1, "ID")
            let client = try Connection.open(arguments, agency: try arguments.given("as").map(Connection.code))
            try body(client, arguments.positional[0], arguments, output)
            return .success
        }
    }
}
