internal import Client

/// `lgsp rule`: who may send to whom.
enum SendRuleCommands {
    static let all = [add, list, remove]

    private static let columns = ["position", "name", "effect", "from", "to", "reason"]

    static let add = Command(
        "rule add", "NAME allow|deny", "Says whether agencies may send to others, or changes such a rule.",
        options: [
            Option("from", "WHO", "Who sends: *, CODE, below:CODE or tier:CODE; default *."),
            Option("to", "WHO", "Who is sent to, in the same way; default *."),
            Option("reason", "TEXT", "Why; those whom it stops are told."),
            Option("position", "N", "Its place, from 1: the first rule that fits decides; default last."),
        ] + Option.connection,
        examples: ["lgsp rule add districts deny --from tier:commune --to G22 --reason 'Through the province'"]
    ) { arguments, output in
        try arguments.expect(2...2, "NAME allow|deny")
        guard ["allow", "deny"].contains(arguments.positional[1]) else {
            throw Failure.usage("It is allow or deny, not \(arguments.positional[1]).", command: "rule add")
        }
        guard let reason = arguments.given("reason") else {
            throw Failure.usage("A rule says why: --reason TEXT.", command: "rule add")
        }
        var members = [
            JSONValue.Member("name", .string(arguments.positional[0])),
            .init("effect", .string(arguments.positional[1])),
            .init("from", .string(arguments.given("from") ?? "*")), .init("to", .string(arguments.given("to") ?? "*")),
            .init("reason", .string(reason)),
        ]
        if let position = try arguments.count("position") {
            members.append(.init("position", .number(String(position))))
        }
        output.list(try Connection.open(arguments).addRule(members)["items"].elements, columns)
        output.note("Next: lgsp route FROM TO shows what it stops.")
        return .success
    }

    static let list = Command(
        "rule list", "", "Lists the rules in order: the first that fits decides, without one all is allowed.",
        options: Option.connection, examples: ["lgsp rule list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        output.list(try Connection.open(arguments).rules()["items"].elements, columns)
        return .success
    }

    static let remove = Command(
        "rule remove", "NAME", "Removes a rule.", options: Option.connection, examples: ["lgsp rule remove districts"]
    ) { arguments, output in
        try arguments.expect(1...1, "NAME")
        output.list(try Connection.open(arguments).removeRule(arguments.positional[0])["items"].elements, columns)
        return .success
    }
}
