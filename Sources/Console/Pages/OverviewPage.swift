internal import Gateway
internal import Platform

extension Page {
    /// How the bus is: who sends to whom, what waits, what stands still, the ratio.
    static let overview = Page(path: [], menu: ("Overview", "Tổng quan"), isForAgencies: true) {
        context throws(Visit.Failure) in
        guard context.readsAll else { return try ownAgencies(context) }
        let statistics = try context.get("statistics")
        let ratio = try context.get("ratio")
        let pairs = try context.get("statistics/pairs")
        let faults = try context.get("faults")
        let deadlines = try context.get("deadlines")
        let deliveries = statistics["deliveries"]
        func count(_ name: String) -> String { Parts.count(deliveries?.number(name) ?? 0) }
        let test = statistics["test"]?.number("documents") ?? 0
        let tiles = Parts.tiles([
            (
                context.word("Documents", "Văn bản"), Parts.count(statistics.number("documents")), "documents",
                context.word("test: \(test)", "thử nghiệm: \(test)")
            ),
            (context.word("On the way", "Đang chuyển"), count("owed"), "owed", ""),
            (context.word("Waiting in mailboxes", "Chờ trong hộp thư"), count("initial"), "waiting", ""),
            (context.word("Confirmed", "Đã xác nhận"), count("done"), "done", ""),
            (context.word("Dead letters", "Thư chết"), count("fail"), "dead", ""),
            (
                context.word("Late confirmations", "Xác nhận trễ"), Parts.count(deadlines.number("late_deliveries")),
                "late", ""
            ),
            (
                context.word("Electronic ratio", "Tỷ lệ điện tử"), Parts.percent(ratio["exchanged"]?.double),
                "exchanged", ratio.text("formula")
            ),
        ])
        let stopped = HTML(
            (faults["items"]?.elements ?? []).map { stop in
                "<p class=\"problem\" role=\"status\">\(context.word("Hub \(stop.text("hub")) stands still.", "Trục \(stop.text("hub")) đang dừng.")) \(stop.text("reason")) <a href=\"/console/operations\">\(context.word("Look", "Xem"))</a></p>"
            })
        let alerts = (try context.get("alerts")["items"]?.elements ?? []).filter { $0.text("severity") != "ok" }
        let warnings = alerts.map { alert -> [HTML] in
            [
                "<span class=\"state \(alert.text("severity") == "critical" ? "bad" : "open")\">\(severity(alert, context))</span>",
                "\(alert.text("subject"))", "\(alert.text("what"))", Parts.time(alert.text("since")),
                "\(alert.text("action"))",
            ]
        }
        let recent = try context.get("documents", [("q", ""), ("limit", "10")])
        return Content(
            title: context.word("Overview", "Tổng quan"),
            body: """
                <div data-stream="/console/live">\(stopped)\(tiles)
                <h2>\(context.word("Alerts", "Cảnh báo"))</h2>
                \(Parts.table([context.word("Severity", "Mức"), context.word("Of", "Đối tượng"), context.word("What", "Việc gì"), context.word("Since", "Từ lúc"), context.word("What to do", "Cần làm gì")], warnings, empty: context.word("There is nothing to do.", "Không có gì phải làm.")))
                <h2>\(context.word("Who sends to whom", "Ai gửi cho ai"))</h2>
                \(TierMap.draw(pairs, context))</div>
                <h2>\(context.word("Latest documents", "Văn bản mới nhất"))</h2>
                \(documentTable(recent["items"]?.elements ?? [], context))
                """, command: "lgsp check")
    }

    private static func severity(_ alert: JSONNode, _ context: PageContext) -> String {
        alert.text("severity") == "critical"
            ? context.word("critical", "nghiêm trọng") : context.word("warning", "cảnh báo")
    }

    /// What an agency sees first: its mailbox and its documents.
    private static func ownAgencies(_ context: PageContext) throws(Visit.Failure) -> Content {
        var body: [HTML] = []
        for code in context.visitor.agencies {
            let agency = try context.get("agencies/\(Percent.encode(code))")
            let inbox = try context.get("inbox/\(Percent.encode(code))", [("limit", "20")])
            let rows = (inbox["items"]?.elements ?? []).map { item -> [HTML] in
                [
                    Parts.time(item.text("delivered_at")), Parts.agency(item["from"]?.text("code") ?? ""),
                    Parts.document(item.text("document"), item.text("subject")), Parts.state(item.text("state")),
                ]
            }
            body.append(
                """
                <h2>\(Parts.agency(code)) \(agency.text("name"))</h2>
                <p>\(context.word("In the mailbox: \(agency.number("mailbox"))", "Trong hộp thư: \(agency.number("mailbox"))"))</p>
                \(Parts.table([context.word("Came", "Đến lúc"), context.word("From", "Từ"), context.word("Subject", "Trích yếu"), context.word("State", "Trạng thái")], rows, empty: context.word("Nothing waits.", "Không có gì chờ.")))
                """)
        }
        return Content(
            title: context.word("Overview", "Tổng quan"), body: HTML(body),
            command: "lgsp inbox \(context.visitor.agencies.first ?? "")")
    }
}
