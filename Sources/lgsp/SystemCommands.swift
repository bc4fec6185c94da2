internal import Client

/// `lgsp system`: the programs that speak for agencies over the field's interfaces.
enum SystemCommands {
    static let all = [add, list, rotate, close]

    /// What every command takes that sets a secret.
    static let secretOptions = [
        Option("secret", "TEXT", "Its secret; others on this machine can see command lines."),
        Option("secret-file", "FILE", "The secret is the first line of FILE, - for standard input."),
    ]

    private static let columns = [
        "id", "agencies", "policy", "duplicates", "verified_only", "registrations", "registered", "test", "closed",
        "used_documents", "left_documents", "used_bytes", "left_bytes",
    ]

    static let add = Command(
        "system add", "ID", "Lets a program speak for agencies, or changes what it may; without a secret makes one.",
        options: [
            Option("agency", "CODE", "An agency it speaks for; may be repeated."),
            Option("policy", "required|advisory", "What an invalid or missing signature does; default required."),
            Option("duplicates", "accept|refuse", "What a document that came before is answered with; default accept."),
            Option("verified-only", "yes|no", "Whether its agencies take validly signed documents only; default no."),
            Option(
                "registrations", "N", "How many agencies below its own it may have registered; 0 for none, the default."
            ),
            Option("test", "yes|no", "Whether it is one for tests: its agencies then write to each other only."),
            Option("quota-documents", "N", "How many documents it may send a day; 0 for no limit, the default."),
            Option("quota-bytes", "N", "How many bytes of documents it may send a day; 0 for no limit, the default."),
        ] + secretOptions + Option.connection,
        examples: ["lgsp system add qlvb.example --agency H10.13 --secret-file secret.txt"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        var members = [JSONValue.Member("id", .string(arguments.positional[0]))]
        let agencies = arguments.all("agency")
        if !agencies.isEmpty { members.append(.init("agencies", .array(agencies.map { .string($0) }))) }
        for name in ["policy", "duplicates"] {
            if let value = arguments.given(name) { members.append(.init(name, .string(value))) }
        }
        for (option, name) in [("verified-only", "verified_only"), ("test", "test")] {
            guard let value = arguments.given(option) else { continue }
            guard ["yes", "no"].contains(value) else {
                throw Failure.usage("--\(option) wants yes or no, not \(value).", command: "system add")
            }
            members.append(.init(name, .bool(value == "yes")))
        }
        for option in ["quota-documents", "quota-bytes", "registrations"] {
            guard let value = arguments.given(option) else { continue }
            guard let number = Int64(value), number >= 0 else {
                throw Failure.usage("--\(option) wants a number, not \(value).", command: "system add")
            }
            members.append(.init(option.replacing("-", with: "_"), .number(String(number))))
        }
        if let secret = try secret(arguments, "system add") { members.append(.init("secret", .string(secret))) }
        output.object(try Connection.open(arguments).addSystem(members))
        output.note(
            "Next: point the program's base address at /vxp, /lgsp or /EdocService of the plain or the HTTPS address")
        return .success
    }

    static let list = Command(
        "system list", "", "Lists the programs that speak for agencies.", options: Option.connection,
        examples: ["lgsp system list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let items = try Connection.open(arguments).systems()["items"].elements
        if output.isJSON {
            output.list(items, columns)
        } else {
            output.table(
                columns.map { $0.uppercased() },
                items.map { item in
                    columns.map { name in
                        name == "agencies" ? item[name].elements.map(\.text).joined(separator: " ") : item[name].text
                    }
                })
        }
        return .success
    }

    static let rotate = Command(
        "system rotate", "ID", "Replaces a program's secret; without one given makes one.",
        options: [Option("keep-old", "TIME", "How long the old secret is taken too, such as 10m; default 0.")]
            + secretOptions + Option.connection,
        examples: ["lgsp system rotate qlvb.example --keep-old 60m"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        var members: [JSONValue.Member] = []
        if let secret = try secret(arguments, "system rotate") { members.append(.init("secret", .string(secret))) }
        if let seconds = try arguments.seconds("keep-old") {
            members.append(.init("keep_old_seconds", .number(String(seconds))))
        }
        output.object(try Connection.open(arguments).changeSystem(arguments.positional[0], "rotate", members))
        return .success
    }

    static let close = Command(
        "system close", "ID", "Closes a program: it may do nothing any more.", options: Option.connection,
        examples: ["lgsp system close qlvb.example"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        output.object(try Connection.open(arguments).changeSystem(arguments.positional[0], "close", []))
        return .success
    }

    /// The secret given as text or in a file; nil for none.
    static func secret(_ arguments: Arguments, _ command: String) throws -> String? {
        let (text, file) = (arguments.given("secret"), arguments.given("secret-file"))
        if text != nil, file != nil { throw Failure.usage("--secret or --secret-file, not both.", command: command) }
        guard let file else { return text }
        let line = try Files.read(file).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(decoding: line, as: UTF8.self)
    }
}
