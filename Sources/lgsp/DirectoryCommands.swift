internal import Client

/// `lgsp route` and `lgsp agency`.
enum DirectoryCommands {
    static let route = Command(
        "route", "FROM TO…", "Shows the way of a document, hub by hub, and what would stop it.",
        options: [Option("at", "yyyy-MM-dd", "The day to look at; default today.")] + Option.connection,
        examples: ["lgsp route G09 H10.13", "lgsp route G09 H10.13 --at 2040-01-01"]
    ) { arguments, output in
        try arguments.expect(2...1_000, "FROM or TO")
        let client = try Connection.open(arguments)
        let answer = try client.routes(
            from: arguments.positional[0], to: Array(arguments.positional.dropFirst()),
            at: arguments.given("at"))
        let routes = answer["routes"].elements
        if output.isJSON {
            output.object(answer)
        } else {
            output.table(
                ["TO", "SUCCESSOR", "HUBS", "MS", "RULE", "PROBLEMS", "WHAT TO DO"],
                routes.map { route in
                    let problems = route["problems"].elements
                    return [
                        route["to"].text, route["successor"].text,
                        route["hubs"].elements.map(\.text).joined(separator: " → "),
                        route["latency_ms"].text, route["rule"]["name"].text,
                        problems.map { "\($0["code"].text): \($0["detail"].string ?? $0["message"].text)" }
                            .joined(separator: "; "),
                        problems.map { $0["hint"].text }.joined(separator: " "),
                    ]
                })
        }
        return routes.contains { !$0["problems"].elements.isEmpty } ? .failed : .success
    }

    static let list = Command(
        "agency list", "", "Lists the agencies of the directory.",
        options: [
            Option("tier", "TIER", "Only of this tier."), Option("hub", "HUB", "Only of this hub."),
            Option("parent", "CODE", "Only those right under this agency."),
            Option("top", nil, "Only those that have none above."),
            Option("details", nil, "With what waits, certificates, systems, and how many are below."),
        ] + Option.connection,
        examples: ["lgsp agency list --tier district", "lgsp agency list --parent H10 --details"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let details = [
            "mailbox", "oldest_unfetched_at", "certificate.not_after", "certificate.status", "systems", "below",
        ]
        output.list(
            try all(arguments),
            ["code", "tier", "parent", "hub", "status", "name"] + (arguments.has("details") ? details : []))
        return .success
    }

    static let show = Command(
        "agency show", "CODE", "Shows an agency, by either form of its code.", options: Option.connection,
        examples: ["lgsp agency show H10.13"]
    ) { arguments, output in
        try arguments.expect(1...1, "CODE")
        let agency = try Connection.open(arguments).agency(arguments.positional[0])
        output.object(agency)
        if !output.isJSON {
            output.list(agency["certificates"].elements, ["status", "code", "kind", "not_after", "serial", "subject"])
        }
        return .success
    }

    static let test = Command(
        "agency test", "CODE yes|no", "Puts an agency's mailbox into the test lane, or takes it out.",
        options: Option.connection, examples: ["lgsp agency test H10.13 yes"]
    ) { arguments, output in
        try arguments.expect(2...2, "CODE yes|no")
        guard ["yes", "no"].contains(arguments.positional[1]) else {
            throw Failure.usage("It is yes or no, not \(arguments.positional[1]).", command: "agency test")
        }
        let code = try Connection.code(arguments.positional[0])
        output.object(try Connection.open(arguments).markTest(code, arguments.positional[1] == "yes"))
        return .success
    }

    static let email = Command(
        "agency email", "CODE [ADDRESS|none]", "Names an agency's official mailbox for e-mail, or says which it is.",
        options: Option.connection, examples: ["lgsp agency email H10.13 vanthu@example.gov.vn"]
    ) { arguments, output in
        try arguments.expect(1...2, "CODE")
        let code = try Connection.code(arguments.positional[0])
        let client = try Connection.open(arguments)
        if arguments.positional.count == 2 {
            let address = arguments.positional[1]
            output.object(try client.nameEmail(code, address == "none" ? "" : address))
        } else {
            let agency = try client.agency(code)
            output.object(.object([.init("code", agency["code"]), .init("email", agency["email"])]))
        }
        return .success
    }

    static let close = Command(
        "agency close", "CODE", "Closes an agency; what goes to it is its successor's, where it has one.",
        options: [Option("successor", "CODE", "Who takes it over.")] + Option.connection,
        examples: ["lgsp agency close H10.31 --successor H10"]
    ) { arguments, output in
        try arguments.expect(1...1, "CODE")
        output.object(
            try Connection.open(arguments).closeAgency(
                arguments.positional[0], successor: arguments.given("successor")))
        return .success
    }

    static let merge = Command(
        "agency merge", "OLD… INTO", "Closes agencies that another one takes over, all or none.",
        options: Option.connection, examples: ["lgsp agency merge H10.31.20 H10.31.21 H10.31.22"]
    ) { arguments, output in
        try arguments.expect(2...1_000, "OLD or INTO")
        let (old, into) = (Array(arguments.positional.dropLast()), arguments.positional[arguments.positional.count - 1])
        output.object(try Connection.open(arguments).mergeAgencies(old, into: into))
        return .success
    }

    static let tree = Command(
        "agency tree", "[CODE]", "Draws the agencies under one, or all.", options: Option.connection,
        examples: ["lgsp agency tree H10"]
    ) { arguments, output in
        try arguments.expect(0...1, "")
        let agencies = try all(arguments)
        var children: [String: [JSONValue]] = [:]
        for agency in agencies { children[agency["parent"].text, default: []].append(agency) }
        // Walked with a stack of its own, each agency once: a wrong directory cannot make it run for ever.
        let wanted = arguments.positional.first
        let tops =
            wanted.map { name in
                let code = name.uppercased()
                return agencies.filter { [$0["code"].text, $0["old_code"].text].contains { $0.uppercased() == code } }
            } ?? children[""] ?? []
        guard wanted == nil || !tops.isEmpty else {
            throw Failure(.badInput, "not_found", "There is no agency \(wanted ?? "").", hint: "See lgsp agency list.")
        }
        var stack = tops.reversed().map { (agency: $0, depth: 0) }
        var seen: Set<String> = []
        while let (agency, depth) = stack.popLast() {
            let code = agency["code"].text
            guard seen.insert(code).inserted else { continue }
            if output.isJSON {
                output.object(agency)
            } else {
                output.table(nil, [[String(repeating: "  ", count: depth) + code, agency["name"].text]])
            }
            stack += (children[code] ?? []).reversed().map { ($0, depth + 1) }
        }
        return .success
    }

    /// Every page of the directory.
    private static func all(_ arguments: Arguments) throws -> [JSONValue] {
        let client = try Connection.open(arguments)
        var agencies: [JSONValue] = []
        var cursor: String?
        repeat {
            let page = try client.agencies(
                tier: arguments.given("tier"), hub: arguments.given("hub"), parent: arguments.given("parent"),
                isTop: arguments.has("top"), hasDetails: arguments.has("details"), cursor: cursor)
            agencies += page["items"].elements
            let next = page["cursor"].string
            cursor = next == cursor ? nil : next
        } while cursor != nil
        return agencies
    }
}
