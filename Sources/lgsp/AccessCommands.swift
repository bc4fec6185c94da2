internal import Client

/// `lgsp console link` and `lgsp token`: how people and programs without a certificate come in.
enum AccessCommands {
    static let all = [link, add, list, remove, audit]

    private static let roleOptions = [
        Option("role", "admin|auditor|agency", "What it may: all; read all; what is its agencies'. Default admin."),
        Option("agency", "CODE", "Whose, with the role agency; may be repeated."),
        Option("hub", "CODE", "The hub that an admin's or auditor's rights end at; default the whole bus."),
    ]

    static let link = Command(
        "console link", "", "Makes a link to the console that works once, for ten minutes.",
        options: roleOptions + Option.connection,
        examples: [
            "lgsp console link", "lgsp console link --hub H10", "lgsp console link --role agency --agency H10.13",
        ]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let client = try Connection.open(arguments)
        let answer = try client.addConsoleLink(members(arguments))
        output.object(
            .object([
                .init("url", .string(client.address + answer["path"].text)), .init("role", answer["role"]),
                .init("valid_seconds", answer["valid_seconds"]),
            ]))
        return .success
    }

    static let add = Command(
        "token add", "NAME", "Makes an access token for a program or a person; it is told once.",
        options: roleOptions + [
            Option("certificate", "FILE", "A certificate to be known by instead, PEM; no token is made.")
        ] + Option.connection,
        examples: [
            "lgsp token add prometheus --role auditor", "lgsp token add province --hub H10",
            "lgsp token add h10 --hub H10 --certificate admin.pem",
            "lgsp token add qlvb --role agency --agency H10.13",
        ]
    ) { arguments, output in
        try arguments.expect(1...1, "NAME")
        var named = [JSONValue.Member("name", .string(arguments.positional[0]))]
        if let file = arguments.given("certificate") {
            named.append(.init("certificate", .string(String(decoding: try Files.read(file), as: UTF8.self))))
        }
        let answer = try Connection.open(arguments).addToken(named + members(arguments))
        output.object(answer)
        output.note(
            answer["token"].string == nil
                ? "Whoever holds the certificate's key is known by it. Next: lgsp token list"
                : "It is sent as Authorization: Bearer TOKEN. Next: lgsp token list")
        return .success
    }

    static let list = Command(
        "token list", "", "Lists access tokens by their names.", options: Option.connection,
        examples: ["lgsp token list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        output.list(
            try Connection.open(arguments).tokens()["items"].elements,
            ["name", "role", "hub", "agencies", "certificate", "since"])
        return .success
    }

    static let remove = Command(
        "token remove", "NAME", "Ends an access token at once.", options: Option.connection,
        examples: ["lgsp token remove prometheus"]
    ) { arguments, output in
        try arguments.expect(1...1, "NAME")
        output.object(try Connection.open(arguments).removeToken(arguments.positional[0]))
        return .success
    }

    static let audit = Command(
        "audit", "", "Lists who changed what with an admin's rights, or tried to, the newest first.",
        options: Option.connection,
        examples: ["lgsp audit"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let client = try Connection.open(arguments)
        output.list(
            try client.audit()["items"].elements, ["at", "actor", "operation", "target", "outcome", "code", "detail"])
        return .success
    }

    private static func members(_ arguments: Arguments) throws -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        let agencies = try arguments.all("agency").map(Connection.code)
        if let role = arguments.given("role") ?? (agencies.isEmpty ? nil : "agency") {
            members.append(.init("role", .string(role)))
        }
        if let hub = arguments.given("hub") { members.append(.init("hub", .string(hub))) }
        if !agencies.isEmpty { members.append(.init("agencies", .array(agencies.map { .string($0) }))) }
        return members
    }
}
