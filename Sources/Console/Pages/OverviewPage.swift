internal import Gateway
internal import Platform

extension Page {
    /// How the bus is: who sends to whom, what waits, what stands still, the ratio.
    static let overview = Page(path: [], menu: ("Overview", "Tổng quan"), isForAgencies: true) {
        context throws(Visit.Failure) in
        guard context.readsAll else { return try ownAgencies(context) }
        let traffic = try context.get("traffic")
        let live = LiveText(values: LiveValues(traffic), context: context)
        let alerts = (try context.get("alerts")["items"]?.elements ?? []).filter { $0.text("severity") != "ok" }
        let recent = try context.get("documents", [("q", ""), ("limit", "10")])
        let tiers = (traffic["tiers"]?.elements ?? []).compactMap(\.string)
        let hubs = traffic["hubs"]?.elements ?? []
        let part: HTML =
            context.visitor.hub.map { hub in
                "<p class=\"legend\">\(context.word("What concerns the hub \(hub) and those below it.", "Phạm vi: trục \(hub) và các trục bên dưới."))</p>"
            } ?? ""
        return Content(
            title: context.word("Overview", "Tổng quan"),
            body: """
                <div data-stream="/console/live" data-words="\(LiveText.words(context))">\(part)
                \(verdict(live))\(stops(hubs, context))
                <div class="map">\(TrafficMap(tiers: tiers, hubs: hubs, live: live).draw())</div>
                \(legend(context))\(tiles(live, context))
                <details class="flows"><summary>\(context.word("Who sends to whom, as a table", "Ai gửi cho ai, dạng bảng"))</summary>\(flows(tiers, live, context))</details>
                <h2 id="alerts">\(context.word("Alerts", "Cảnh báo"))</h2>
                \(Parts.table([context.word("Severity", "Mức"), context.word("Of", "Đối tượng"), context.word("What", "Việc gì"), context.word("Since", "Từ lúc"), context.word("What to do", "Cần làm gì")], alerts.map { row($0, context) }, empty: context.word("There is nothing to do.", "Không có gì phải làm.")))</div>
                <h2>\(context.word("Latest documents", "Văn bản mới nhất"))</h2>
                \(documentTable(recent["items"]?.elements ?? [], context))
                """, command: "lgsp traffic")
    }

    private static func row(_ alert: JSONNode, _ context: PageContext) -> [HTML] {
        let subject = alert.text("subject")
        // Codes lead to their agency; names of other things lead nowhere.
        let isAgency =
            ["certificate_expiry", "oldest_unfetched", "oldest_unconfirmed", "backlog", "late_deliveries"]
            .contains(alert.text("type")) && subject.first?.isUppercase == true
        return [
            "<span class=\"state \(alert.text("severity") == "critical" ? "bad" : "open")\">\(severity(alert, context))</span>",
            isAgency ? Parts.agency(subject) : "\(subject)", "\(alert.text("what"))", Parts.time(alert.text("since")),
            "\(alert.text("action"))",
        ]
    }

    /// One line that says whether there is anything to do at all.
    private static func verdict(_ live: LiveText) -> HTML {
        let context = live.context
        return """
            <p class="verdict" data-state-of="verdict" data-state="\(live.values["verdict"])" role="status"><a href="#alerts"><strong>\(live.word("verdict"))</strong></a>
            <span class="soft">\(context.word("Hubs", "Trục")): \(live("hubs.running")) \(context.word("run", "đang chạy")) · \(live("hubs.slow")) \(context.word("slow", "chậm")) · \(live("hubs.stopped")) \(context.word("stopped", "đang dừng")) · \(context.word("as of", "lúc")) \(live("at"))</span>
            <span class="away" hidden>\(context.word("Not live: the bus does not answer.", "Mất kết nối trực tiếp: trục không trả lời.")) <a href="/console">\(context.word("Load the page again, or sign in", "Tải lại trang hoặc đăng nhập lại"))</a></span></p>
            """
    }

    /// The hubs that stand still; so many are told one by one.
    private static func stops(_ hubs: [JSONNode], _ context: PageContext, most: Int = 3) -> HTML {
        let stopped = hubs.filter { $0.text("state") == "stopped" }
        let look: HTML = "<a href=\"/console/operations\">\(context.word("Look", "Xem"))</a>"
        let told = stopped.prefix(most).map { hub -> HTML in
            let (code, until) = (hub.text("code"), hub.text("until").prefix(16).replacing("T", with: " "))
            let end = until.isEmpty ? "" : context.word(" until \(until)", " đến \(until)")
            return
                "<p class=\"problem\">■ \(context.word("Hub \(code) stands still", "Trục \(code) đang dừng"))\(end). \(hub.text("reason")) \(look)</p>"
        }
        let rest = stopped.count - told.count
        let more: HTML =
            rest > 0
            ? "<p class=\"problem\">■ \(context.word("\(rest) more hubs stand still.", "\(rest) trục khác đang dừng.")) \(look)</p>"
            : ""
        return HTML(told) + more
    }

    private static func tiles(_ live: LiveText, _ context: PageContext) -> HTML {
        let minute = context.word("last minute", "phút vừa qua")
        let tiles: [(figure: String, name: (String, String), target: String, note: HTML)] = [
            (
                "minute.documents", ("Documents, last minute", "Văn bản, phút vừa qua"), "/console/documents",
                live.values.has("documents") ? "\(context.word("in all", "tổng cộng")) \(live("documents"))" : ""
            ),
            (
                "minute.deliveries", ("Deliveries, last minute", "Lượt phát, phút vừa qua"), "#flows",
                "↑ \(live("minute.up")) · ⇄ \(live("minute.across")) · ↓ \(live("minute.down"))"
            ),
            (
                "in_flight", ("In flight", "Đang chuyển"), "/console/routes",
                "\(live("waiting")) \(context.word("wait at hubs", "chờ ở trục"))"
            ),
            (
                "in_mailboxes", ("In mailboxes, not confirmed", "Trong hộp thư, chưa xác nhận"),
                "/console/documents?q=state:initial",
                "\(context.word("being processed", "đang xử lý")) \(live("processing"))"
            ),
            ("confirmed", ("Confirmed", "Đã xác nhận"), "/console/documents?q=state:done", ""),
            ("deadlines_missed", ("Deadlines missed", "Trễ hạn xác nhận"), "/console/operations#deadlines", ""),
            ("dead_letters", ("Dead letters", "Thư chết"), "/console/dead-letters", ""),
            ("expiring", ("Certificates about to expire", "Chứng thư sắp hết hạn"), "#alerts", ""),
            (
                "exchanged", ("Electronic ratio", "Tỷ lệ điện tử"), "/console/ratio",
                "\(context.word("target", "mục tiêu")) \(live("target.share")): \(live.word("target"))"
            ),
            ("test_documents", ("Test documents", "Văn bản thử nghiệm"), "/console/documents", ""),
        ]
        let items = HTML(
            tiles.filter { live.values.has($0.figure) }.map { tile -> HTML in
                "<div class=\"tile\"><dt><a href=\"\(tile.target)\">\(context.word(tile.name.0, tile.name.1))</a></dt><dd>\(live(tile.figure))\(tile.note.text.isEmpty ? "" : "<small>\(tile.note)</small>" as HTML)</dd></div>"
            })
        return "<dl class=\"tiles\" aria-label=\"\(minute)\">\(items)</dl>"
    }

    private static func legend(_ context: PageContext) -> HTML {
        """
        <p class="legend"><span class="up">↑ \(context.word("up the tiers", "lên cấp trên"))</span> <span class="across">⇄ \(context.word("across, or into the hub's own mailboxes", "ngang cấp, hoặc vào hộp thư của trục"))</span> <span class="down">↓ \(context.word("down", "xuống cấp dưới"))</span>
        · ● \(context.word("runs", "đang chạy")) ◐ \(context.word("slow: takes over three times what is usual, or keeps something for ten seconds", "chậm: lâu hơn ba lần bình thường, hoặc giữ văn bản quá mười giây")) ■ \(context.word("stopped", "đang dừng"))
        · \(context.word("waits: copies on their way to a hub, and for how long the oldest has been due; → what a copy takes to get there", "chờ: số bản đang đến trục và bản cũ nhất đã chờ bao lâu; → thời gian một bản đến trục"))</p>
        """
    }

    private static func flows(_ tiers: [String], _ live: LiveText, _ context: PageContext) -> HTML {
        let header = [context.word("From \\ to", "Từ \\ đến")] + tiers.map { TierMap.label($0, context) }
        let rows = tiers.map { from -> [HTML] in
            ["\(TierMap.label(from, context))"]
                + tiers.map { to -> HTML in
                    let total: HTML =
                        live.values.has("total.\(from).\(to)")
                        ? "<small class=\"soft\"> / \(live("total.\(from).\(to)"))</small>" : ""
                    return live("pair.\(from).\(to)") + total
                }
        }
        return "<div id=\"flows\">"
            + Parts.table(header, rows, numbers: Set(1...max(1, tiers.count)), empty: "")
            + "<p class=\"legend\">\(context.word("Documents of the last minute / since the ledger began.", "Văn bản trong phút vừa qua / từ khi bắt đầu."))</p></div>"
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
                    Parts.document(item.text("document"), item.text("subject")),
                    Parts.state(item.text("state"), context),
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
