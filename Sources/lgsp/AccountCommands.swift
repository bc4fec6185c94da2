internal import Client

/// `lgsp account`: what programs of provincial LGSPs log in with where one login serves several systems.
enum AccountCommands {
    static let all = [add, list, remove]

    static let add = Command(
        "account add", "NAME",
        "Makes a login account for /lgsp, or gives one a new password; without one given makes one.",
        options: SystemCommands.secretOptions + Option.connection,
        examples: ["lgsp account add lgsp-admin --secret-file password.txt"]
    ) { arguments, output in
        try arguments.expect(1...1, "NAME")
        var members = [JSONValue.Member("name", .string(arguments.positional[0]))]
        if let secret = try SystemCommands.secret(arguments, "account add") {
            members.append(.init("secret", .string(secret)))
        }
        output.object(try Connection.open(arguments).addAccount(members))
        output.note("Its token serves every system that sends its own X-SystemId and X-SecretKey: lgsp system add")
        return .success
    }

    static let list = Command(
        "account list", "", "Lists the login accounts of /lgsp.", options: Option.connection,
        examples: ["lgsp account list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        output.list(try Connection.open(arguments).accounts()["items"].elements, ["name", "since"])
        return .success
    }

    static let remove = Command(
        "account remove", "NAME", "Ends a login account of /lgsp and its tokens at once.", options: Option.connection,
        examples: ["lgsp account remove lgsp-admin"]
    ) { arguments, output in
        try arguments.expect(1...1, "NAME")
        output.object(try Connection.open(arguments).removeAccount(arguments.positional[0]))
        return .success
    }
}
