internal import Client

/// `lgsp webhook`: addresses that are told when something lies in a mailbox.
enum WebhookCommands {
    static let all = [add, list, show, remove, test, retry]

    private static let asOption = Option("as", "CODE", "As this agency; default: as the admin.")
    private static let columns = ["id", "agency", "system", "confirms", "pending", "dead", "last_outcome", "url"]

    static let add = Command(
        "webhook add", "URL", "Has URL told when something lies in a mailbox; without a secret makes one.",
        options: [
            Option("agency", "CODE", "Whose mailbox."), Option("system", "ID", "Or those of a system's agencies."),
            Option("confirms", "yes|no", "Whether an answer of 2xx confirms the delivery; default no."), asOption,
        ] + SystemCommands.secretOptions + Option.connection,
        examples: ["lgsp webhook add https://qlvb.example/hook --agency H10.13 --secret-file secret.txt"]
    ) { arguments, output in
        try arguments.expect(1...1, "URL")
        var members = [JSONValue.Member("url", .string(arguments.positional[0]))]
        for name in ["agency", "system"] {
            if let value = arguments.given(name) { members.append(.init(name, .string(value))) }
        }
        if let value = arguments.given("confirms") {
            guard ["yes", "no"].contains(value) else {
                throw Failure.usage("--confirms wants yes or no, not \(value).", command: "webhook add")
            }
            members.append(.init("confirms", .bool(value == "yes")))
        }
        if let secret = try SystemCommands.secret(arguments, "webhook add") {
            members.append(.init("secret", .string(secret)))
        }
        let answer = try open(arguments).addWebhook(members)
        output.object(answer)
        output.note("Next: lgsp webhook test \(answer["id"].text)")
        return .success
    }

    static let list = Command(
        "webhook list", "", "Lists webhooks, and how they are.", options: [asOption] + Option.connection,
        examples: ["lgsp webhook list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        output.list(try open(arguments).webhooks()["items"].elements, columns)
        return .success
    }

    static let show = Command(
        "webhook show", "ID", "Shows a webhook and its dead letters.", options: [asOption] + Option.connection,
        examples: ["lgsp webhook show ID"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        let answer = try open(arguments).webhook(arguments.positional[0])
        output.object(answer)
        if !output.isJSON {
            output.list(answer["dead_letters"].elements, ["delivery", "state", "at", "attempts", "code"])
        }
        if !answer["dead_letters"].elements.isEmpty { output.note("Next: lgsp webhook retry \(answer["id"].text)") }
        return .success
    }

    static let remove = Command(
        "webhook remove", "ID", "Removes a webhook: nothing goes there any more.",
        options: [asOption] + Option.connection, examples: ["lgsp webhook remove ID"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        output.object(try open(arguments).removeWebhook(arguments.positional[0]))
        return .success
    }

    static let test = Command(
        "webhook test", "ID", "Sends a notice about nothing, and says what came of it.",
        options: [asOption] + Option.connection, examples: ["lgsp webhook test ID"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        let answer = try open(arguments).changeWebhook(arguments.positional[0], "test", [])
        output.object(answer)
        return answer["outcome"].string == "ok" ? .success : .failed
    }

    static let retry = Command(
        "webhook retry", "ID", "Tells dead letters again from the first attempt on, under the ids they had.",
        options: [Option("delivery", "ID", "Only this one; may be repeated."), asOption] + Option.connection,
        examples: ["lgsp webhook retry ID"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        let named = arguments.all("delivery")
        let members =
            named.isEmpty ? [] : [JSONValue.Member("deliveries", .array(named.map { .string($0) }))]
        output.object(try open(arguments).changeWebhook(arguments.positional[0], "retry", members))
        return .success
    }

    private static func open(_ arguments: Arguments) throws -> APIClient {
        try Connection.open(arguments, agency: try arguments.given("as").map(Connection.code))
    }
}
