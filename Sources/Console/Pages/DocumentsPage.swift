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
                """, command: "lgsp find" + (query.isEmpty ? "" : " \(query)"))
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
                urgency(item.number("urgency"), context), Parts.state(item.text("signature"), context),
            ]
        }
        return Parts.table(
            [
                context.word("Accepted", "Tiếp nhận"), context.word("From", "Từ"), context.word("Number", "Số ký hiệu"),
                context.word("Subject", "Trích yếu"), context.word("Urgency", "Độ khẩn"),
                context.word("Signature", "Chữ ký"),
            ], rows, empty: context.word("There are no documents.", "Không có văn bản nào."))
    }

    static func urgency(_ urgency: Int, _ context: PageContext) -> HTML {
        let names = ["thường", "khẩn", "thượng khẩn", "hỏa tốc", "hỏa tốc hẹn giờ"]
        let name = names.indices.contains(urgency) ? names[urgency] : String(urgency)
        return urgency == 0 ? "\(name)" : "<strong class=\"urgent\" lang=\"vi\">\(name)</strong>"
    }
}
