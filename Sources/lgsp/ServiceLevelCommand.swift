internal import Client

/// `lgsp service-levels`.
enum ServiceLevelCommand {
    static let command = Command(
        "service-levels", "", "Measures what was sent and received the same day, and the urgent first.",
        options: [
            Option("by", "tier|agency", "One row for each; default tier."),
            Option("from", "DAY", "From this day, yyyy-MM-dd; default 29 days before the last."),
            Option("to", "DAY", "To this day; default today."), Option("agency", "CODE", "Only this agency."),
            Option("tier", "TIER", "Only this tier, or its agencies."),
            Option("limit", "COUNT", "How many agencies at most; default all."),
        ] + Option.connection,
        examples: [
            "lgsp service-levels", "lgsp service-levels --by agency --tier district --from 2021-06-01 --to 2021-06-30",
            "lgsp service-levels --agency H10.13 --json",
        ]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let agency = try arguments.given("agency").map(Connection.code)
        let limit = try arguments.count("limit") ?? .max
        let client = try Connection.open(arguments, agency: nil)
        var answer: JSONValue
        var rows: [JSONValue] = []
        var cursor: String?
        repeat {
            answer = try client.serviceLevels([
                ("by", agency == nil ? arguments.given("by") : "agency"), ("from", arguments.given("from")),
                ("to", arguments.given("to")), ("agency", agency), ("tier", arguments.given("tier")),
                ("cursor", cursor), ("limit", "\(min(500, limit - rows.count))"),
            ])
            let page = answer["rows"].elements
            rows += page
            // A page with nothing on it leads nowhere.
            cursor = page.isEmpty ? nil : answer["cursor"].string
        } while cursor != nil && rows.count < limit
        if output.isJSON {
            let days = ["from", "to", "by"].map { JSONValue.Member($0, answer[$0]) }
            for row in rows { output.object(.object(days + row.members)) }
            return .success
        }
        if case .object = answer["total"] {
            rows.append(.object([.init("key", .string("all"))] + answer["total"].members))
        }
        output.note("From \(answer["from"].text) to \(answer["to"].text).")
        output.table(
            [
                "KEY", "SENT", "SAME DAY", "IN TIME", "GOT", "SAME DAY", "LATE", "OPEN", "MISSED", "URGENT",
                "SAME DAY", "FETCHED WITHIN", "URGENT",
            ],
            rows.map { row in
                let (all, urgent) = (row["all"], row["urgent"])
                let (sending, receiving) = (all["sending"], all["receiving"])
                return [
                    row["key"].text, sending["documents"].text, Share.percent(sending["same_day_share"]),
                    Share.percent(sending["in_time_share"]), receiving["deliveries"].text,
                    Share.percent(receiving["same_day_share"]), receiving["late"].text, receiving["open"].text,
                    receiving["deadline_missed"].text, urgent["receiving"]["deliveries"].text,
                    Share.percent(urgent["receiving"]["same_day_share"]), within(receiving["fetch"]),
                    within(urgent["receiving"]["fetch"]),
                ]
            })
        if rows.isEmpty { output.note("Nothing was counted on these days.") }
        output.note("Next: lgsp find from:CODE after:DAY, or lgsp find to:CODE -state:done")
        return .success
    }

    /// The span within which half were read.
    private static func within(_ times: JSONValue) -> String {
        guard let measured = times["measured"].int, measured > 0 else { return "–" }
        guard let seconds = times["median_seconds"].int else { return "> 3 d" }
        switch seconds {
        case 86_400...: return "\(seconds / 86_400) d"
        case 3_600...: return "\(seconds / 3_600) h"
        default: return "\(seconds / 60) min"
        }
    }
}
