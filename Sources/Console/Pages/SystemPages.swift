internal import Gateway
internal import Platform

extension Page {
    /// The connected systems.
    static let systems = Page(path: ["systems"], menu: ("Systems", "Hệ thống"), isForAgencies: false) {
        context throws(Visit.Failure) in
        let answer = try context.get("systems")
        let rows = (answer["items"]?.elements ?? []).map { system -> [HTML] in
            let agencies = HTML(
                (system["agencies"]?.elements ?? []).prefix(20).compactMap(\.string).map { Parts.agency($0) + " " })
            return [
                "<a href=\"/console/systems/\(Percent.encode(system.text("id")))\"><code>\(system.text("id"))</code></a>",
                agencies, "\(system.text("policy"))", "\(system.text("duplicates"))",
                system["verified_only"]?.bool == true ? "✓" : "–", system["test"]?.bool == true ? "✓" : "–",
                SystemForm.usage(system, "documents"), SystemForm.age(system, context),
                Parts.state(system["closed"]?.bool == true ? "closed" : "active", context),
            ]
        }
        let new: HTML =
            context.isAdmin
            ? "<h2>\(context.word("A new system", "Hệ thống mới"))</h2>" + SystemForm.form(nil, context) : ""
        return Content(
            title: context.word("Connected systems", "Hệ thống kết nối"),
            body: Parts.table(
                [
                    "systemId", context.word("Speaks for", "Đại diện cho"), context.word("Signatures", "Chữ ký"),
                    context.word("Duplicates", "Bản trùng"), context.word("Verified only", "Chỉ nhận bản đã xác minh"),
                    context.word("Test", "Thử nghiệm"), context.word("Sent today / quota", "Đã gửi hôm nay / hạn mức"),
                    context.word("Age of the secret", "Tuổi khóa"), context.word("State", "Trạng thái"),
                ], rows, empty: context.word("There are none: lgsp system add.", "Chưa có: lgsp system add.")) + new,
            command: "lgsp system list")
    }

    /// One system, and what an admin may change of it.
    static let system = Page(path: ["systems", "*"], menu: nil, isForAgencies: false) {
        context throws(Visit.Failure) in
        let id = context.arguments[0]
        let all = try context.get("systems")["items"]?.elements ?? []
        guard let system = all.first(where: { $0.text("id") == id }) else {
            throw Visit.Failure(status: 404, code: "not_found", detail: id, hint: "")
        }
        let agencies = HTML((system["agencies"]?.elements ?? []).compactMap(\.string).map { Parts.agency($0) + " " })
        let isClosed = system["closed"]?.bool == true
        let facts: [(String, HTML)] = [
            (context.word("State", "Trạng thái"), Parts.state(isClosed ? "closed" : "active", context)),
            (context.word("Speaks for", "Đại diện cho"), agencies),
            (context.word("Secret since", "Khóa từ"), Parts.time(system.text("secret_since"))),
            (context.word("Age of the secret", "Tuổi khóa"), SystemForm.age(system, context)),
            (
                context.word("The secret before is taken until", "Khóa trước còn dùng đến"),
                Parts.time(system.text("old_secret_until"))
            ),
            (
                context.word("Documents today / quota", "Văn bản hôm nay / hạn mức"),
                SystemForm.usage(system, "documents")
            ),
            (context.word("Bytes today / quota", "Byte hôm nay / hạn mức"), SystemForm.usage(system, "bytes")),
        ]
        let changes: HTML =
            context.isAdmin
            ? """
            <h2>\(context.word("Change it", "Thay đổi"))</h2>
            \(SystemForm.form(system, context))
            \(isClosed ? "" : SystemForm.rotation(id, context))
            \(isClosed ? "" : "<h2>\(context.word("Close it", "Đóng hệ thống"))</h2>" + button("close-system", ["system": id], context.word("Close: it may do nothing any more", "Đóng: không dùng được nữa"), context))
            """ : ""
        return Content(
            title: id,
            body: """
                <p class="tabs"><a href="/console/systems">\(context.word("All systems", "Mọi hệ thống"))</a></p>
                <dl class="facts">\(HTML(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>
                \(changes)
                """, command: "lgsp system list")
    }
}
