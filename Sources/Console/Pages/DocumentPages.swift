internal import Gateway
internal import Platform

extension Page {
    /// Documents that a query finds, the newest first.
    static let documents = Page(path: ["documents"], menu: ("Documents", "Văn bản")) { context throws(Visit.Failure) in
        let query = context.parameter("q")
        let (items, cursor, problem) = try find(query, context)
        return Content(
            title: context.word("Documents", "Văn bản"),
            body: """
                <form class="search" method="get" action="/console/documents" role="search">
                <label class="long">\(context.word("Words, and fields such as from: to: type: state: after:", "Từ khóa, và các trường như from: to: type: state: after:"))
                <input name="q" type="search" value="\(query)" autocomplete="off" maxlength="1000"></label>
                <button>\(context.word("Find", "Tìm"))</button></form>
                \(problem)
                \(documentTable(items, context))
                \(Parts.next("/console/documents", [("q", query)], cursor: cursor, context.word("Older documents", "Văn bản cũ hơn")))
                """, command: "lgsp find" + (query.isEmpty ? "" : " '\(query.replacing("'", with: "'\\''"))'"))
    }

    private static func find(
        _ query: String, _ context: PageContext
    ) throws(Visit.Failure) -> (items: [JSONNode], cursor: String, problem: HTML) {
        do throws(Visit.Failure) {
            let answer = try context.get(
                "documents", [("q", query), ("cursor", context.parameter("cursor")), ("limit", "50")])
            let behind = answer.number("behind")
            let note: HTML =
                behind > 0
                ? "<p class=\"empty\">\(context.word("\(behind) facts are not searched yet.", "Còn \(behind) sự kiện chưa vào chỉ mục."))</p>"
                : ""
            return (answer["items"]?.elements ?? [], answer.text("cursor"), note)
        } catch {
            guard error.code == "query_malformed" else { throw error }
            return ([], "", "<p class=\"problem\" role=\"alert\"><code>\(error.code)</code> \(error.detail)</p>")
        }
    }

    /// A table of documents.
    static func documentTable(_ items: [JSONNode], _ context: PageContext) -> HTML {
        let rows = items.map { item -> [HTML] in
            [
                Parts.time(item.text("accepted_at")),
                Parts.agency(item["issuer"]?.text("code") ?? "", item["issuer"]?.text("name") ?? ""),
                "\(item.text("number"))/\(item.text("notation"))",
                Parts.document(item.text("id"), item.text("subject")),
                urgency(item.number("urgency"), context), Parts.state(item.text("signature")),
            ]
        }
        return Parts.table(
            [
                context.word("Accepted", "Tiếp nhận"), context.word("From", "Từ"), context.word("Number", "Số ký hiệu"),
                context.word("Subject", "Trích yếu"), context.word("Urgency", "Độ khẩn"),
                context.word("Signature", "Chữ ký"),
            ], rows, empty: context.word("There are no documents.", "Không có văn bản nào."))
    }

    private static func urgency(_ urgency: Int, _ context: PageContext) -> HTML {
        let names = ["thường", "khẩn", "thượng khẩn", "hỏa tốc", "hỏa tốc hẹn giờ"]
        let name = names.indices.contains(urgency) ? names[urgency] : String(urgency)
        return urgency == 0 ? "\(name)" : "<strong class=\"urgent\" lang=\"vi\">\(name)</strong>"
    }

    /// One document: what it is, where its copies are, every check, every step.
    static let document = Page(path: ["documents", "*"], menu: nil) { context throws(Visit.Failure) in
        let id = context.arguments[0]
        let target = "documents/\(Percent.encode(id))"
        // A refusal has an id as well, and only its explanation.
        guard let document = try context.find(target) else { return try refusal(id, context) }
        let trace = try context.get("\(target)/trace")
        let explanation = try context.get("\(target)/explain")
        let deliveries = (document["deliveries"]?.elements ?? []).map { delivery -> [HTML] in
            [
                Parts.agency(delivery["to"]?.text("code") ?? "", delivery["to"]?.text("name") ?? ""),
                "\(delivery["to"]?.text("name") ?? "")", Parts.state(delivery.text("state")),
                "\(delivery.text("status"))", "\(delivery.text("channel"))", Parts.time(delivery.text("delivered_at")),
                Parts.time(delivery.text("fetched_at")), Parts.time(delivery.text("confirmed_at")),
                Parts.time(delivery.text("late_at")),
            ]
        }
        return Content(
            title: document.text("subject"),
            body: """
                \(facts(document, context))
                <p><a href="/console/documents/\(Percent.encode(id))/content" download>\(context.word("Download the edXML", "Tải edXML"))</a></p>
                <h2>\(context.word("Receivers", "Nơi nhận"))</h2>
                \(Parts.table([context.word("To", "Đến"), context.word("Name", "Tên"), context.word("State", "Trạng thái"), context.word("Status", "Tình trạng"), context.word("Channel", "Kênh"), context.word("Delivered", "Đến lúc"), context.word("Fetched", "Lấy lúc"), context.word("Confirmed", "Xác nhận lúc"), context.word("Late", "Trễ")], deliveries, empty: context.word("It is in no mailbox yet.", "Chưa vào hộp thư nào.")))
                <h2>\(context.word("Why it is where it is", "Vì sao văn bản ở đây"))</h2>
                \(stages(explanation, context))
                <h2>\(context.word("Its way", "Đường đi"))</h2>
                \(timeline(trace, context))
                """, command: "lgsp explain \(id)")
    }

    private static func refusal(_ id: String, _ context: PageContext) throws(Visit.Failure) -> Content {
        let explanation = try context.get("documents/\(Percent.encode(id))/explain")
        let code = explanation.text("code")
        return Content(
            title: context.word("Refused", "Bị từ chối"),
            body: """
                <p class="problem"><a href="/errors/\(Percent.encode(code))"><code>\(code)</code></a> \(explanation.text("title")) \(explanation.text("hint"))</p>
                <p>\(Parts.agency(explanation.text("agency"))) \(Parts.time(explanation.text("at")))</p>
                \(stages(explanation, context))
                """, command: "lgsp explain \(id)")
    }

    private static func facts(_ document: JSONNode, _ context: PageContext) -> HTML {
        let issuer = document["issuer"]
        let rows: [(String, HTML)] = [
            (context.word("From", "Từ"), "\(Parts.agency(issuer?.text("code") ?? "")) \(issuer?.text("name") ?? "")"),
            ("DocumentId", "<code>\(document.text("document_id"))</code>"),
            (context.word("Number", "Số ký hiệu"), "\(document.text("number"))/\(document.text("notation"))"),
            (context.word("Type", "Loại"), "\(document.text("type"))"),
            (context.word("Promulgated", "Ngày ban hành"), "\(document.text("promulgation_date"))"),
            (context.word("Urgency", "Độ khẩn"), urgency(document.number("urgency"), context)),
            (context.word("Accepted", "Tiếp nhận"), Parts.time(document.text("accepted_at"))),
            (context.word("Signature", "Chữ ký"), Parts.state(document.text("signature"))),
            ("SHA-256", "<code class=\"long\">\(document.text("digest"))</code>"),
        ]
        let links = ["withdraws", "updates", "replaces", "withdrawn_by", "updated_by", "replaced_by"].flatMap { name in
            (document[name]?.elements ?? []).map { other -> (String, HTML) in
                (name.replacing("_", with: " "), Parts.document(other.text("id"), other.text("document_id")))
            }
        }
        return "<dl class=\"facts\">\(HTML((rows + links).map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>"
    }

    private static func stages(_ explanation: JSONNode, _ context: PageContext) -> HTML {
        let items = (explanation["stages"]?.elements ?? []).map { stage -> HTML in
            let checks = HTML(
                (stage["checks"]?.elements ?? []).map { check -> HTML in
                    "<li>\(Parts.state(check.text("result"))) \(check.text("name")) <small>\(check.text("found"))</small></li>"
                })
            let code = stage.text("code")
            let problem: HTML =
                code.isEmpty
                ? ""
                : "<a href=\"/errors/\(Percent.encode(code))\"><code>\(code)</code></a> \(stage.text("title")) \(stage.text("hint"))"
            return """
                <li><strong>\(stage.text("stage"))</strong> \(Parts.state(stage.text("result"))) \(stage.text("state")) \(stage.text("detail")) \(problem) \(Parts.time(stage.text("at")))
                <ul class="checks">\(checks)</ul></li>
                """
        }
        return "<ol class=\"stages\">\(HTML(items))</ol>"
    }

    private static func timeline(_ trace: JSONNode, _ context: PageContext) -> HTML {
        let rows = (trace["steps"]?.elements ?? trace["hops"]?.elements ?? []).map { step -> [HTML] in
            [
                Parts.time(step.text("at")), "\(step.text("hub"))",
                Parts.agency(step["agency"]?.text("code") ?? "", step["agency"]?.text("name") ?? ""),
                "\(step.text("event"))", "\(step.text("detail"))",
            ]
        }
        return Parts.table(
            [
                context.word("When", "Lúc"), context.word("Hub", "Trục"), context.word("Agency", "Cơ quan"),
                context.word("What", "Việc"), context.word("More", "Chi tiết"),
            ], rows, empty: context.word("Nothing yet.", "Chưa có gì."))
    }
}
