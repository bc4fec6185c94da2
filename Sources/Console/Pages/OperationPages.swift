internal import Gateway
internal import Platform

extension Page {
    /// What receivers could not take, and what outlived its time.
    static let deadLetters = Page(path: ["dead-letters"], menu: ("Dead letters", "Thư chết"), isForAgencies: false) {
        context throws(Visit.Failure) in
        let answer = try context.get("dead-letters", [("cursor", context.parameter("cursor")), ("limit", "50")])
        let rows = (answer["items"]?.elements ?? []).map { letter -> [HTML] in
            let id = letter.text("delivery")
            return [
                Parts.time(letter.text("failed_at")), Parts.agency(letter.text("from")),
                Parts.agency(letter.text("to")),
                Parts.document(letter.text("document"), letter.text("subject")), "\(letter.text("reason"))",
                context.isAdmin
                    ? button("retry-dead-letter", ["delivery": id], context.word("Deliver again", "Gửi lại"), context)
                        + button("return-dead-letter", ["delivery": id], context.word("Give up", "Trả lại"), context)
                    : "",
            ]
        }
        return Content(
            title: context.word("Dead letters", "Thư chết"),
            body: """
                \(Parts.table([context.word("Failed", "Hỏng lúc"), context.word("From", "Từ"), context.word("To", "Đến"), context.word("Subject", "Trích yếu"), context.word("Why", "Lý do"), context.word("Change", "Thay đổi")], rows, empty: context.word("There are none.", "Không có.")))
                \(Parts.next("/console/dead-letters", [], cursor: answer.text("cursor"), context.word("Older ones", "Cũ hơn")))
                """, command: "lgsp dead-letter list")
    }

    /// Addresses that are told, and their dead letters.
    static let webhooks = Page(path: ["webhooks"], menu: ("Webhooks", "Webhook")) { context throws(Visit.Failure) in
        let answer = try context.get("webhooks")
        let rows = (answer["items"]?.elements ?? []).map { hook -> [HTML] in
            [
                "<code>\(hook.text("url"))</code>", Parts.agency(hook.text("agency")) + "\(hook.text("system"))",
                "\(hook.text("pending"))", "\(hook.text("dead"))", "\(hook.text("last_outcome"))",
                hook.number("dead") > 0 && context.visitor.role != "auditor"
                    ? button(
                        "retry-webhook", ["webhook": hook.text("id")], context.word("Tell again", "Báo lại"), context)
                    : "",
            ]
        }
        return Content(
            title: "Webhooks",
            body: Parts.table(
                [
                    "URL", context.word("Of", "Của"), context.word("Pending", "Đang chờ"),
                    context.word("Dead letters", "Thư chết"), context.word("Last outcome", "Kết quả cuối"),
                    context.word("Change", "Thay đổi"),
                ], rows, numbers: [2, 3], empty: context.word("There are none.", "Chưa có.")),
            command: "lgsp webhook list")
    }

    /// Hubs that stand still, deadlines, the calendar, refusals.
    static let operations = Page(path: ["operations"], menu: ("Operations", "Vận hành"), isForAgencies: false) {
        context throws(Visit.Failure) in
        let faults = try context.get("faults")
        let deadlines = try context.get("deadlines")
        let refusals = try context.get("refusals", [("limit", "20")])
        let stops = (faults["items"]?.elements ?? []).map { stop -> [HTML] in
            [
                "\(stop.text("hub"))", Parts.time(stop.text("until")), "\(stop.text("reason"))",
                context.isAdmin
                    ? button("start-hub", ["hub": stop.text("hub")], context.word("Let it go on", "Chạy lại"), context)
                    : "",
            ]
        }
        let times = (deadlines["items"]?.elements ?? []).map { deadline -> [HTML] in
            let receipt = deadline.text("receipt")
            return [
                "\(deadline.text("urgency"))",
                "\(receipt == "within" ? "\(deadline.number("receipt_seconds")) s" : receipt)",
                "\(deadline.number("time_to_live_seconds") == 0 ? "–" : "\(deadline.number("time_to_live_seconds")) s")",
            ]
        }
        let refused = refusalRows(refusals, context)
        let stop: HTML =
            context.isAdmin
            ? """
            <form class="search" method="post" action="/console/do/stop-hub"><input type="hidden" name="key" value="\(context.visitor.formKey)">
            <label>\(context.word("Hub", "Trục")) <input name="hub" required></label>
            <label>\(context.word("Minutes", "Số phút")) <input name="minutes" type="number" min="1" max="10000"></label>
            <label>\(context.word("Reason", "Lý do")) <input name="reason" maxlength="1000"></label>
            <button>\(context.word("Stop it", "Dừng trục"))</button></form>
            """ : ""
        return Content(
            title: context.word("Operations", "Vận hành"),
            body: """
                <h2>\(context.word("Hubs that stand still", "Trục đang dừng"))</h2>
                \(Parts.table([context.word("Hub", "Trục"), context.word("Until", "Đến"), context.word("Reason", "Lý do"), context.word("Change", "Thay đổi")], stops, empty: context.word("None: all go.", "Không có: mọi trục đang chạy.")))
                \(stop)
                <h2 id="deadlines">\(context.word("Deadlines", "Thời hạn"))</h2>
                <p>\(context.word("Not confirmed in time so far: \(deadlines.number("late_deliveries")).", "Số lượt xác nhận trễ đến nay: \(deadlines.number("late_deliveries"))."))</p>
                \(Parts.table([context.word("Urgency", "Độ khẩn"), context.word("Receipt", "Xác nhận"), context.word("Time to live", "Thời hạn sống")], times, empty: ""))
                <h2>\(context.word("Latest refusals", "Từ chối gần đây"))</h2>
                \(refusalTable(refused, context))
                <p><a href="/console/refusals">\(context.word("All refusals", "Mọi từ chối"))</a></p>
                """, command: "lgsp fault list")
    }

    /// What was refused and why, the newest first, and how often for each reason.
    static let refusals = Page(path: ["refusals"], menu: nil, isForAgencies: false) { context throws(Visit.Failure) in
        let answer = try context.get("refusals", [("cursor", context.parameter("cursor")), ("limit", "50")])
        let counts = (answer["by_code"]?.members ?? []).map { member -> [HTML] in
            [
                "<a href=\"/errors/\(Percent.encode(member.key))\"><code>\(member.key)</code></a>",
                "\(Parts.count(member.value.int ?? 0))",
            ]
        }
        return Content(
            title: context.word("What was refused", "Văn bản bị từ chối"),
            body: """
                \(refusalTable(refusalRows(answer, context), context))
                \(Parts.next("/console/refusals", [], cursor: answer.text("cursor"), context.word("Older ones", "Cũ hơn")))
                <h2>\(context.word("By reason", "Theo lý do"))</h2>
                \(Parts.table([context.word("Code", "Mã"), context.word("How many", "Số lần")], counts, numbers: [1], empty: context.word("Nothing was refused.", "Chưa từ chối gì.")))
                """, command: "lgsp explain ID")
    }

    private static func refusalRows(_ answer: JSONNode, _ context: PageContext) -> [[HTML]] {
        (answer["items"]?.elements ?? []).map { refusal in
            [
                Parts.time(refusal.text("at")), Parts.agency(refusal.text("agency")),
                "<a href=\"/errors/\(Percent.encode(refusal.text("code")))\"><code>\(refusal.text("code"))</code></a>",
                "\(refusal.text("detail"))",
                refusal.text("refusal").isEmpty
                    ? "" : Parts.document(refusal.text("refusal"), context.word("Why", "Vì sao")),
            ]
        }
    }

    private static func refusalTable(_ rows: [[HTML]], _ context: PageContext) -> HTML {
        Parts.table(
            [
                context.word("When", "Lúc"), context.word("Agency", "Cơ quan"), context.word("Code", "Mã"),
                context.word("Detail", "Chi tiết"), context.word("More", "Thêm"),
            ], rows, empty: context.word("Nothing was refused.", "Chưa từ chối gì."))
    }

    /// Who changed what with an admin's rights.
    static let audit = Page(path: ["audit"], menu: ("Audit", "Nhật ký"), isForAgencies: false) {
        context throws(Visit.Failure) in
        let answer = try context.get("audit", [("cursor", context.parameter("cursor"))])
        let rows = (answer["items"]?.elements ?? []).map { entry -> [HTML] in
            [
                Parts.time(entry.text("at")), "\(entry.text("actor"))", "<code>\(entry.text("operation"))</code>",
                "\(entry.text("target"))", "\(entry.text("detail"))", outcome(entry, context),
            ]
        }
        return Content(
            title: context.word("Who changed what", "Ai đã thay đổi gì"),
            body: """
                \(Parts.table([context.word("When", "Lúc"), context.word("Who", "Ai"), context.word("Operation", "Thao tác"), context.word("Of", "Đối tượng"), context.word("With", "Nội dung"), context.word("Outcome", "Kết quả")], rows, empty: context.word("Nothing was changed.", "Chưa có thay đổi.")))
                \(Parts.next("/console/audit", [], cursor: answer.text("cursor"), context.word("Older changes", "Thay đổi cũ hơn")))
                """, command: "lgsp audit")
    }

    private static func outcome(_ entry: JSONNode, _ context: PageContext) -> HTML {
        let code = entry.text("code")
        let reason: HTML = code.isEmpty ? "" : " <a href=\"/errors/\(code)\"><code>\(code)</code></a>"
        switch entry.text("outcome") {
        case "done": return "\(context.word("done", "đã thực hiện"))"
        case "refused": return "\(context.word("refused", "bị từ chối"))\(reason)"
        default: return "\(context.word("unknown", "không rõ"))\(reason)"
        }
    }

    /// A form of one button that changes something.
    static func button(_ action: String, _ fields: [String: String], _ label: String, _ context: PageContext) -> HTML {
        let hidden = HTML(
            fields.sorted { $0.key < $1.key }.map { "<input type=\"hidden\" name=\"\($0.key)\" value=\"\($0.value)\">" }
        )
        return """
            <form method="post" action="/console/do/\(action)"><input type="hidden" name="key" value="\(context.visitor.formKey)">\(hidden)<button>\(label)</button></form>
            """
    }
}
