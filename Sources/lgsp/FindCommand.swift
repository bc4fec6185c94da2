internal import Client

/// `lgsp find`.
enum FindCommand {
    private static let page = 500

    static let command = Command(
        "find", "QUERY…", "Finds documents by fields and words, the newest first.",
        options: [
            Option("limit", "COUNT", "How many at most; default 100."),
            Option("cursor", "CURSOR", "Goes on where a page before ended."),
            Option("as", "CODE", "As this agency; default: as the admin."),
        ] + Option.connection,
        examples: [
            "lgsp find from:H10.02 bao cao after:2021-06-01", "lgsp find 'type:\"Công văn\"' state:fail",
            "lgsp find -- tier:commune -status:06",
        ]
    ) { arguments, output in
        try arguments.expect(1...1_000, "QUERY")
        let client = try Connection.open(arguments, agency: try arguments.given("as").map(Connection.code))
        let query = arguments.positional.joined(separator: " ")
        let limit = try arguments.count("limit") ?? 100
        var items: [JSONValue] = []
        var answer = try client.find(query, cursor: arguments.given("cursor"), limit: min(limit, page))
        items += answer["items"].elements
        // A page may hold few and have a next one: what is asked for is looked for to the end.
        while items.count < limit, let cursor = answer["cursor"].string {
            answer = try client.find(query, cursor: cursor, limit: min(limit - items.count, page))
            items += answer["items"].elements
        }
        output.list(
            items,
            ["id", "issuer.code", "number", "notation", "type", "promulgation_date", "accepted_at", "subject"])
        if let behind = answer["behind"].int, behind > 0 {
            output.note("The index is \(behind) facts behind: what came last may be missing.")
        }
        if let cursor = answer["cursor"].string { output.note("More: the same with --cursor \(cursor)") }
        if let first = items.first?["id"].string { output.note("Next: lgsp show \(first)") }
        if items.isEmpty { output.note("Nothing was found.") }
        return items.isEmpty ? .failed : .success
    }
}
