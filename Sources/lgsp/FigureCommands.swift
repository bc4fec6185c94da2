internal import Client

/// `lgsp ratio` and `lgsp paper`.
enum FigureCommands {
    static let ratio = Command(
        "ratio", "", "Measures the share of electronic among all documents, with its formula.",
        options: [
            Option("by", "tier|agency|type|day", "One row for each."),
            Option("from", "DAY", "From this day, yyyy-MM-dd."), Option("to", "DAY", "To this day."),
            Option("order", "key|latest|missing", "By key, backwards, or those first that miss most to the target."),
        ] + Option.connection, examples: ["lgsp ratio --by tier"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let answer = try Connection.open(arguments).ratio(
            by: arguments.given("by"), from: arguments.given("from"), to: arguments.given("to"),
            order: arguments.given("order"))
        if output.isJSON {
            output.object(answer)
            return .success
        }
        output.line("ratio \(answer["formula"].text) = \(Share.percent(answer["exchanged"]))")
        output.line(["E", "EP", "P", "unsigned", "test"].map { "\($0) \(answer[$0].text)" }.joined(separator: "  "))
        output.line("in place of paper \(Share.percent(answer["in_place_of_paper"]))")
        output.line("target \(Share.percent(answer["target"]))  missing \(answer["missing"].text)")
        let rows = answer["rows"].elements
        if !rows.isEmpty {
            output.table(
                ["KEY", "E", "EP", "P", "UNSIGNED", "TEST", "EXCHANGED", "MISSING"],
                rows.map { row in
                    ["key", "E", "EP", "P", "unsigned", "test"].map { row[$0].text }
                        + [Share.percent(row["exchanged"]), row["missing"].text]
                })
        }
        return .success
    }

    static let traffic = Command(
        "traffic", "", "Shows the hubs: what each moved in the last minute, what waits, what is slow or stopped.",
        options: Option.connection, examples: ["lgsp traffic", "lgsp traffic --json | jq .last_minute"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let answer = try Connection.open(arguments).traffic()
        if output.isJSON {
            output.object(answer)
            return .success
        }
        let minute = answer["last_minute"]
        output.line(
            ["documents", "deliveries", "up", "across", "down"].map { "\($0) \(minute[$0].text)" }.joined(
                separator: "  ")
                + "  in the last minute")
        output.list(
            answer["hubs"].elements,
            ["code", "state", "accepted", "up", "down", "delivered", "waiting", "oldest_ms", "hop_ms", "usual_hop_ms"])
        output.note("Next: lgsp check")
        return .success
    }

    static let registerPaper = Command(
        "paper register", "", "Registers a document that went on paper.",
        options: [
            Option("from", "CODE", "The issuer."), Option("to", "CODE", "A receiver; may be repeated."),
            Option("number", "TEXT", "Its number."), Option("notation", "TEXT", "Its notation."),
            Option("date", "yyyy/MM/dd", "When it was promulgated; default today."),
            Option("type", "TEXT", "Its type; default Công văn."), Option("secret", nil, "It is a state secret."),
        ] + Option.connection,
        examples: ["lgsp paper register --from H10.13 --to H10.14 --number 12 --notation CV-UBND"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        guard let from = arguments.given("from"), let number = arguments.given("number"),
            let notation = arguments.given("notation"), !arguments.all("to").isEmpty
        else {
            throw Failure.usage("--from, --to, --number and --notation are needed.", command: "paper register")
        }
        let client = try Connection.open(arguments, agency: try Connection.code(from))
        let answer = try client.registerPaper([
            .init("issuer", .string(from)), .init("number", .string(number)), .init("notation", .string(notation)),
            .init("promulgation_date", .string(arguments.given("date") ?? LocalClock.day(LocalClock.now))),
            .init("type", .string(arguments.given("type") ?? "Công văn")),
            .init("recipients", .array(arguments.all("to").map { .string($0) })),
            .init("secret", .bool(arguments.has("secret"))),
        ])
        output.object(answer)
        if !output.isJSON { output.list(answer["effects"].elements, ["to", "effect"]) }
        output.note("Next: lgsp ratio")
        return .success
    }

    static let listPaper = Command(
        "paper list", "", "Lists the documents that went on paper.",
        options: [
            Option("issuer", "CODE", "Of this agency."), Option("tier", "CODE", "Of agencies of this tier."),
            Option("type", "NAME", "Of this type, as it was spelt."),
            Option("from", "DAY", "Registered on this day or later, yyyy-MM-dd."),
            Option("to", "DAY", "Registered on this day or earlier."), Option("cursor", "CURSOR", "The next page."),
        ] + Option.connection, examples: ["lgsp paper list", "lgsp paper list --issuer H10.13 --from 2021-06-01"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let filter = ["issuer", "tier", "type", "from", "to"].map { ($0, arguments.given($0)) }
        let page = try Connection.open(arguments).paper(filter, cursor: arguments.given("cursor"))
        output.list(page["items"].elements, ["id", "issuer", "number", "notation", "promulgation_date", "type"])
        if let cursor = page["cursor"].string { output.note("More: lgsp paper list --cursor \(cursor)") }
        return .success
    }
}
