internal import Gateway
internal import Platform

extension Page {
    /// What was sent and received the same day, and the urgent first, by tier or agency.
    static let serviceLevels = Page(path: ["service-levels"], menu: ("Service levels", "Mức phục vụ")) {
        context throws(Visit.Failure) in
        let view = ServiceLevelView(context)
        let answer = try context.get("service-levels", view.query)
        let rows = (answer["rows"]?.elements ?? []) + [answer["total"]].compactMap { $0 }
        let days = (first: answer.text("from"), last: answer.text("to"))
        let empty = context.word("Nothing was counted on these days.", "Chưa có gì được đếm trong những ngày này.")
        return Content(
            title: context.word("Service levels", "Mức phục vụ"),
            body: """
                \(view.form(from: days.first, to: days.last))
                <h2>\(context.word("Sending", "Gửi"))</h2>
                \(Parts.table(view.sendingColumns, rows.map { view.sending($0, days) }, numbers: Set(1...6), empty: empty))
                <h2>\(context.word("Receiving", "Nhận"))</h2>
                \(Parts.table(view.receivingColumns, rows.map { view.receiving($0, days) }, numbers: Set(1...8), empty: empty))
                <h2>\(context.word("Urgent first", "Khẩn trước"))</h2>
                \(Parts.table(view.urgencyColumns, rows.flatMap { view.urgencies($0, days) }, numbers: Set(2...7), empty: empty))
                \(Parts.next("/console/service-levels", view.pairs, cursor: answer.text("cursor"), context.word("More agencies", "Xem thêm cơ quan")))
                <p>\(view.files)</p>
                \(view.definitions)
                """,
            command: view.command)
    }
}
