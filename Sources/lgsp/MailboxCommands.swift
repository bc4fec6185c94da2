internal import Client

/// `lgsp inbox`, `fetch` and `confirm`.
enum MailboxCommands {
    static let inbox = Command(
        "inbox", "CODE", "Lists what lies in an agency's mailbox.",
        options: [
            Option("wait", "TIME", "Waits so long, at most 60s, until something is there."),
            Option("cursor", "CURSOR", "Only what came after it."),
        ] + Option.connection, examples: ["lgsp inbox H10.14 --wait 10s"]
    ) { arguments, output in
        try arguments.expect(1...1, "CODE")
        let code = try Connection.code(arguments.positional[0])
        let wait = min(60, try arguments.seconds("wait") ?? 0)
        let client = try Connection.open(arguments, agency: code)
        let page = try client.inbox(code, cursor: arguments.given("cursor"), wait: wait)
        output.list(
            page["items"].elements,
            ["delivery", "kind", "from.code", "number", "notation", "status", "state", "delivered_at", "subject"])
        if let cursor = page["cursor"].string, page["items"].elements.count == 100 {
            output.note("More: lgsp inbox \(code) --cursor \(cursor)")
        }
        if let first = page["items"].elements.first?["delivery"].string {
            output.note("Next: lgsp fetch \(first) --as \(code) -o DIR")
        }
        return .success
    }

    static let fetch = Command(
        "fetch", "ID", "Saves a document and its signature as they came.",
        options: [
            Option("output", "DIR", "The folder; default: the id."),
            Option("as", "CODE", "As this agency; default: as the admin."),
        ] + Option.connection, examples: ["lgsp fetch ID --as H10.14 -o letter"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        let id = arguments.positional[0]
        let client = try Connection.open(arguments, agency: try arguments.given("as").map(Connection.code))
        let content = try client.content(id)
        let folder = arguments.given("output") ?? id.map { $0 == "/" ? "_" : String($0) }.joined()
        try Files.makeFolder(folder)
        try Files.write(content, to: folder + "/document.edxml")
        var files = [folder + "/document.edxml"]
        do {
            try Files.write(try client.signature(id), to: folder + "/signature.p7s")
            files.append(folder + "/signature.p7s")
        } catch let problem as APIProblem where problem.status == 404 {
            output.note("It has no signature.")
        }
        if output.isJSON {
            output.line(JSONValue.object([.init("files", .array(files.map { .string($0) }))]).json)
        } else {
            for file in files { output.line(file) }
        }
        return .success
    }

    static let confirm = Command(
        "confirm", "ID…", "Confirms deliveries: they leave the mailbox.",
        options: [
            Option("as", "CODE", "The mailbox's agency; default: asked of the daemon."),
            Option("outcome", "done|fail|processing", "What became of them; default done."),
            Option("reason", "TEXT", "Why, for fail."),
        ] + Option.connection, examples: ["lgsp confirm ID --as H10.14"]
    ) { arguments, output in
        try arguments.expect(1...1_000, "ID")
        let outcome = arguments.given("outcome") ?? "done"
        guard ["done", "fail", "processing"].contains(outcome) else {
            throw Failure.usage("--outcome is done, fail or processing.", command: "confirm")
        }
        let code = try Connection.code(arguments.given("as") ?? owner(of: arguments.positional[0], arguments))
        let client = try Connection.open(arguments, agency: code)
        let deliveries = try arguments.positional.map { try delivery($0, to: code, client) }
        let answer = try client.confirm(
            code, deliveries, outcome: outcome, reason: arguments.given("reason"))
        output.list(answer["results"].elements, ["delivery", "state", "code"])
        return answer["results"].elements.contains { $0["code"].string != nil } ? .failed : .success
    }

    /// The delivery that is named by its own id, by the document's, or by the DocumentId.
    private static func delivery(_ name: String, to code: String, _ client: APIClient) throws -> String {
        // An unknown id goes to the daemon as it is, which answers for each on its own.
        guard let document = try? client.show(name) else { return name }
        let deliveries = document["deliveries"].elements
        if deliveries.contains(where: { $0["delivery"].string == name }) { return name }
        return deliveries.first { $0["to"]["code"].string == code }?["delivery"].string ?? name
    }

    /// The agency whose mailbox holds the delivery.
    private static func owner(of delivery: String, _ arguments: Arguments) throws -> String {
        let document = try Connection.open(arguments).show(delivery)
        let owner = document["deliveries"].elements.first { $0["delivery"].string == delivery }?["to"]["code"].string
        guard let owner else {
            throw Failure(
                .badInput, "delivery_unknown", "\(delivery) is no delivery.",
                hint: "lgsp inbox CODE lists the deliveries.")
        }
        return owner
    }
}
