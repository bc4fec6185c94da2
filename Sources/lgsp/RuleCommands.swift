internal import Client

/// `lgsp deadline`, `lgsp calendar` and `lgsp fault`: what the clock asks for, and hubs that stand still.
enum RuleCommands {
    static let all = [
        listDeadlines, setDeadline, listCalendar, setDay, listFaults, addFault, clearFault,
    ]

    static let listDeadlines = Command(
        "deadline list", "", "Shows until when documents are to be confirmed, and how long they live, by urgency.",
        options: Option.connection, examples: ["lgsp deadline list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let answer = try Connection.open(arguments).deadlines()
        output.list(
            answer["items"].elements, ["urgency", "receipt", "receipt_seconds", "time_to_live_seconds"])
        output.note("Deliveries that were not confirmed in time: \(answer["late_deliveries"].text)")
        return .success
    }

    static let setDeadline = Command(
        "deadline set", "URGENCY",
        "Sets the deadlines of an urgency: 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ.",
        options: [
            Option("receipt", "same-day|none|TIME", "Until when receivers confirm, such as 2h after it came."),
            Option("time-to-live", "TIME|never", "After so long an unconfirmed document goes back to its sender."),
        ] + Option.connection,
        examples: ["lgsp deadline set 3 --receipt 30m --time-to-live 2d", "lgsp deadline set 0 --receipt same-day"]
    ) { arguments, output in
        try arguments.expect(1...1, "URGENCY")
        var members: [JSONValue.Member] = []
        switch arguments.given("receipt") {
        case nil: break
        case "same-day": members.append(.init("receipt", .string("same_day")))
        case "none": members.append(.init("receipt", .string("none")))
        default: members.append(.init("receipt_seconds", .number("\(try arguments.seconds("receipt") ?? 0)")))
        }
        switch arguments.given("time-to-live") {
        case nil: break
        case "never": members.append(.init("time_to_live_seconds", .number("0")))
        default:
            members.append(.init("time_to_live_seconds", .number("\(try arguments.seconds("time-to-live") ?? 0)")))
        }
        output.object(try Connection.open(arguments).setDeadline(arguments.positional[0], members))
        return .success
    }

    static let listCalendar = Command(
        "calendar list", "", "Lists the days that are not what their weekday says.", options: Option.connection,
        examples: ["lgsp calendar list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        output.list(try Connection.open(arguments).calendar()["items"].elements, ["day", "kind", "name"])
        return .success
    }

    static let setDay = Command(
        "calendar set", "DAY holiday|working|usual", "Makes a day a holiday or a working day, or usual again.",
        options: [Option("name", "NAME", "What the day is called.")] + Option.connection,
        examples: ["lgsp calendar set 2026-09-02 holiday --name 'Quốc khánh'"]
    ) { arguments, output in
        try arguments.expect(2...2, "DAY holiday|working|usual")
        output.object(
            try Connection.open(arguments).enterDay(
                arguments.positional[0], kind: arguments.positional[1], name: arguments.given("name")))
        return .success
    }

    static let listFaults = Command(
        "fault list", "", "Lists the hubs that stand still.", options: Option.connection, examples: ["lgsp fault list"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        output.list(try Connection.open(arguments).faults()["items"].elements, ["hub", "until", "reason"])
        return .success
    }

    static let addFault = Command(
        "fault add", "HUB", "Stops a hub: it takes nothing, and what is on the way to it waits.",
        options: [
            Option("for", "TIME", "It goes on by itself after so long, such as 10m."),
            Option("reason", "TEXT", "Why, for those who ask."),
        ] + Option.connection, examples: ["lgsp fault add H10 --for 10m --reason 'Bảo trì'"]
    ) { arguments, output in
        try arguments.expect(1...1, "HUB")
        var members = [JSONValue.Member("hub", .string(arguments.positional[0]))]
        if let seconds = try arguments.seconds("for") { members.append(.init("seconds", .number("\(seconds)"))) }
        if let reason = arguments.given("reason") { members.append(.init("reason", .string(reason))) }
        let answer = try Connection.open(arguments).addFault(members)
        output.object(answer)
        output.note("Next: lgsp fault clear \(answer["hub"].text)")
        return .success
    }

    static let clearFault = Command(
        "fault clear", "HUB", "Lets a hub go on: what waits at it follows, the urgent first.",
        options: Option.connection, examples: ["lgsp fault clear H10"]
    ) { arguments, output in
        try arguments.expect(1...1, "HUB")
        output.object(try Connection.open(arguments).clearFault(arguments.positional[0]))
        return .success
    }
}
