internal import Gateway
internal import Platform

extension Page {
    /// The directory as a tree, a branch of which is open; or tier by tier.
    static let agencies = Page(path: ["agencies"], menu: ("Agencies", "Cơ quan")) { context throws(Visit.Failure) in
        let table = AgencyTable(context)
        let (tier, code, hub) = (context.parameter("tier"), context.parameter("at"), context.parameter("hub"))
        let path = tier.isEmpty && hub.isEmpty && !code.isEmpty ? try table.path(to: code) : []
        let place: (name: String, value: String?) =
            !hub.isEmpty
            ? ("hub", hub)
            : tier.isEmpty ? path.last.map { ("parent", $0.text("code")) } ?? ("top", "1") : ("tier", tier)
        let answer = try context.get(
            "agencies", [place, ("details", "1"), ("cursor", context.parameter("cursor")), ("limit", "100")])
        let tabs = HTML(
            ["", "central", "province", "district", "commune"].map { name -> HTML in
                let label = name.isEmpty ? context.word("As a tree", "Theo cây") : TierMap.label(name, context)
                return name == tier
                    ? "<a aria-current=\"true\" href=\"/console/agencies?tier=\(name)\">\(label)</a>"
                    : "<a href=\"/console/agencies?tier=\(name)\">\(label)</a>"
            })
        let below = (answer["items"]?.elements ?? []).map { table.row($0, depth: path.count, in: tier) }
        let rows = path.enumerated().map { table.open($1, depth: $0) } + below
        return Content(
            title: context.word("Agencies", "Cơ quan"),
            body: """
                <nav class="tabs" aria-label="\(context.word("Tiers", "Các cấp"))">\(tabs)</nav>
                <form class="search" method="get" action="/console/agencies">
                <label>\(context.word("Open the branch of the agency with the code", "Mở nhánh của cơ quan có mã")) <input name="at" value="\(code)" autocomplete="off"></label>
                <button>\(context.word("Open", "Mở"))</button></form>
                \(Parts.table(table.columns, rows, numbers: table.numbers, empty: context.word("There are none.", "Không có.")))
                \(below.isEmpty && !rows.isEmpty ? "<p class=\"empty\">\(context.word("Nothing is below it.", "Không có cơ quan trực thuộc."))</p>" : "" as HTML)
                \(Parts.next("/console/agencies", [("tier", tier), ("at", code), ("hub", hub)], cursor: answer.text("cursor"), context.word("More agencies", "Xem thêm cơ quan")))
                """,
            command: "lgsp agency list --details"
                + (!hub.isEmpty
                    ? " --hub \(hub)"
                    : tier.isEmpty ? path.last.map { " --parent \($0.text("code"))" } ?? " --top" : " --tier \(tier)"))
    }

    /// One agency: where it hangs, its certificates, its mailbox, those below it.
    static let agency = Page(path: ["agencies", "*"], menu: nil) { context throws(Visit.Failure) in
        let code = context.arguments[0]
        let target = Percent.encode(code)
        let agency = try context.get("agencies/\(target)")
        let table = AgencyTable(context)
        let below = try context.get(
            "agencies",
            [
                ("parent", agency.text("code")), ("details", "1"), ("cursor", context.parameter("cursor")),
                ("limit", "100"),
            ])
        let certificates = (agency["certificates"]?.elements ?? []).map { certificate -> [HTML] in
            [
                "\(certificate.text("subject"))", "\(certificate.text("kind"))",
                Parts.time(certificate.text("not_after")),
                Parts.state(certificate.text("status"), context), "<code>\(certificate.text("code"))</code>",
            ]
        }
        let facts: [(String, HTML)] = [
            (context.word("Code", "Mã"), "<code>\(agency.text("code"))</code> <code>\(agency.text("old_code"))</code>"),
            (context.word("Tier", "Cấp"), "\(TierMap.label(agency.text("tier"), context))"),
            (context.word("Below", "Trực thuộc"), Parts.agency(agency.text("parent"))),
            (context.word("Hub", "Trục"), "\(agency.text("hub"))"),
            (context.word("Status", "Tình trạng"), Parts.state(agency.text("status"), context)),
            (context.word("Successor", "Cơ quan kế thừa"), Parts.agency(agency.text("successor"))),
            (context.word("Test lane", "Luồng thử nghiệm"), agency["test"]?.bool == true ? "✓" : "–"),
            (context.word("In the mailbox", "Trong hộp thư"), table.mailbox(agency)),
            (context.word("Longest not read", "Chưa đọc lâu nhất"), table.oldest(agency)),
            (context.word("Certificate", "Chứng thư số"), table.certificate(agency)),
            (context.word("Systems", "Hệ thống"), table.systems(agency)),
            (
                context.word("Agencies below it", "Cơ quan trực thuộc"),
                "<a href=\"/console/agencies?at=\(target)\">\(Parts.count(agency.number("below")))</a>"
            ),
        ]
        var inbox: HTML = ""
        if let waiting = try context.find("inbox/\(Percent.encode(agency.text("code")))", [("limit", "20")]) {
            let rows = (waiting["items"]?.elements ?? []).map { item -> [HTML] in
                [
                    Parts.time(item.text("delivered_at")), Parts.agency(item["from"]?.text("code") ?? ""),
                    Parts.document(item.text("document"), item.text("subject")), "\(item.text("kind"))",
                    Parts.state(item.text("state"), context),
                ]
            }
            inbox = """
                <h2>\(context.word("What waits, oldest first", "Đang chờ, cũ nhất trước"))</h2>
                \(Parts.table([context.word("Came", "Đến lúc"), context.word("From", "Từ"), context.word("Subject", "Trích yếu"), context.word("Kind", "Loại"), context.word("State", "Trạng thái")], rows, empty: context.word("Nothing waits.", "Không có gì chờ.")))
                """
        }
        return Content(
            title: agency.text("name"),
            body: """
                <dl class="facts">\(HTML(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>
                <p><a href="/console/documents?q=from:\(Percent.encode(code))">\(context.word("Documents it sent", "Văn bản đã gửi"))</a> · <a href="/console/documents?q=to:\(Percent.encode(code))">\(context.word("Documents it got", "Văn bản đã nhận"))</a> · <a href="/console/service-levels?agency=\(target)">\(context.word("Its service levels", "Mức phục vụ"))</a></p>
                \(inbox)
                <h2>\(context.word("Certificates", "Chứng thư số"))</h2>
                \(Parts.table([context.word("Subject", "Chủ thể"), context.word("Key", "Khóa"), context.word("Valid until", "Hiệu lực đến"), context.word("Status", "Tình trạng"), context.word("Why", "Lý do")], certificates, empty: context.word("It has none, or you may not see them.", "Không có, hoặc bạn không được xem.")))
                <h2>\(context.word("Agencies below it", "Cơ quan trực thuộc"))</h2>
                \(Parts.table(table.columns, (below["items"]?.elements ?? []).map { table.row($0, depth: 0, in: "") }, numbers: table.numbers, empty: context.word("There are none.", "Không có.")))
                \(Parts.next("/console/agencies/\(target)", [], cursor: below.text("cursor"), context.word("More agencies", "Xem thêm cơ quan")))
                """, command: "lgsp agency show \(agency.text("code"))")
    }
}
