internal import Gateway
internal import Platform

extension Page {
    private static func columns(_ context: PageContext) -> [String] {
        [
            context.word("Code", "Mã"), context.word("Name", "Tên"), context.word("Tier", "Cấp"),
            context.word("Hub", "Trục"), context.word("Status", "Tình trạng"),
            context.word("In the mailbox", "Trong hộp thư"),
        ]
    }

    private static func row(_ agency: JSONNode, _ context: PageContext) -> [HTML] {
        [
            Parts.agency(agency.text("code")), "\(agency.text("name"))",
            "\(TierMap.label(agency.text("tier"), context))",
            "\(agency.text("hub"))", Parts.state(agency.text("status")), "\(agency.text("mailbox"))",
        ]
    }

    /// The directory, tier by tier and down the tree.
    static let agencies = Page(path: ["agencies"], menu: ("Agencies", "Cơ quan")) { context throws(Visit.Failure) in
        let (tier, hub) = (context.parameter("tier"), context.parameter("hub"))
        let answer = try context.get(
            "agencies", [("tier", tier), ("hub", hub), ("cursor", context.parameter("cursor")), ("limit", "200")])
        let tiers = HTML(
            ["", "central", "province", "district", "commune"].map { name -> HTML in
                let label = name.isEmpty ? context.word("All tiers", "Mọi cấp") : TierMap.label(name, context)
                return name == tier
                    ? "<a aria-current=\"true\" href=\"/console/agencies?tier=\(name)\">\(label)</a>"
                    : "<a href=\"/console/agencies?tier=\(name)\">\(label)</a>"
            })
        return Content(
            title: context.word("Agencies", "Cơ quan"),
            body: """
                <nav class="tabs" aria-label="\(context.word("Tiers", "Các cấp"))">\(tiers)</nav>
                \(Parts.table(columns(context), (answer["items"]?.elements ?? []).map { row($0, context) }, numbers: [5], empty: context.word("There are none.", "Không có.")))
                \(Parts.next("/console/agencies", [("tier", tier), ("hub", hub)], cursor: answer.text("cursor"), context.word("More agencies", "Xem thêm cơ quan")))
                """, command: "lgsp agency list")
    }

    /// One agency: where it hangs, its certificates, its mailbox, those below it.
    static let agency = Page(path: ["agencies", "*"], menu: nil) { context throws(Visit.Failure) in
        let code = context.arguments[0]
        let target = "agencies/\(Percent.encode(code))"
        let agency = try context.get(target)
        let below = try context.get("agencies", [("parent", agency.text("code")), ("limit", "200")])
        let certificates = (agency["certificates"]?.elements ?? []).map { certificate -> [HTML] in
            [
                "\(certificate.text("subject"))", "\(certificate.text("kind"))",
                Parts.time(certificate.text("not_after")),
                Parts.state(certificate.text("status")), "<code>\(certificate.text("code"))</code>",
            ]
        }
        let facts: [(String, HTML)] = [
            (context.word("Code", "Mã"), "<code>\(agency.text("code"))</code> <code>\(agency.text("old_code"))</code>"),
            (context.word("Tier", "Cấp"), "\(TierMap.label(agency.text("tier"), context))"),
            (context.word("Below", "Trực thuộc"), Parts.agency(agency.text("parent"))),
            (context.word("Hub", "Trục"), "\(agency.text("hub"))"),
            (context.word("Status", "Tình trạng"), Parts.state(agency.text("status"))),
            (context.word("Successor", "Cơ quan kế thừa"), Parts.agency(agency.text("successor"))),
            (context.word("Test lane", "Luồng thử nghiệm"), agency["test"]?.bool == true ? "✓" : "–"),
            (context.word("In the mailbox", "Trong hộp thư"), "\(agency.text("mailbox"))"),
        ]
        var inbox: HTML = ""
        if let waiting = try context.find("inbox/\(Percent.encode(agency.text("code")))", [("limit", "20")]) {
            let rows = (waiting["items"]?.elements ?? []).map { item -> [HTML] in
                [
                    Parts.time(item.text("delivered_at")), Parts.agency(item["from"]?.text("code") ?? ""),
                    Parts.document(item.text("document"), item.text("subject")), "\(item.text("kind"))",
                    Parts.state(item.text("state")),
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
                <p><a href="/console/documents?q=from:\(Percent.encode(code))">\(context.word("Documents it sent", "Văn bản đã gửi"))</a> · <a href="/console/documents?q=to:\(Percent.encode(code))">\(context.word("Documents it got", "Văn bản đã nhận"))</a></p>
                \(inbox)
                <h2>\(context.word("Certificates", "Chứng thư số"))</h2>
                \(Parts.table([context.word("Subject", "Chủ thể"), context.word("Key", "Khóa"), context.word("Valid until", "Hiệu lực đến"), context.word("Status", "Tình trạng"), context.word("Why", "Lý do")], certificates, empty: context.word("It has none, or you may not see them.", "Không có, hoặc bạn không được xem.")))
                <h2>\(context.word("Agencies below it", "Cơ quan trực thuộc"))</h2>
                \(Parts.table(columns(context), (below["items"]?.elements ?? []).map { row($0, context) }, numbers: [5], empty: context.word("There are none.", "Không có.")))
                """, command: "lgsp agency show \(agency.text("code"))")
    }
}
