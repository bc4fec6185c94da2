internal import Exchange
internal import Gateway
internal import Platform

/// How service levels look: what is asked for, the tables, and what their figures mean.
struct ServiceLevelView {
    private let context: PageContext
    private let by: String
    private let agency: String
    private let tier: String

    /// The days that were counted, as the API says them.
    typealias Days = (first: String, last: String)

    private static let tiers = ["", "central", "province", "district", "commune"]

    init(_ context: PageContext) {
        self.context = context
        agency = context.parameter("agency")
        tier = context.parameter("tier")
        by = agency.isEmpty && context.parameter("by") != "agency" ? "tier" : "agency"
    }

    /// What the page's address says, without the place in the list.
    var pairs: [(String, String)] {
        [
            ("by", by), ("from", context.parameter("from")), ("to", context.parameter("to")), ("agency", agency),
            ("tier", tier),
        ]
    }

    /// What the API is asked.
    var query: [(name: String, value: String?)] {
        (pairs + [("cursor", context.parameter("cursor"))]).map { (name: $0.0, value: $0.1) }
    }

    /// The command that shows the same.
    var command: ShellLine {
        pairs.filter { !$0.1.isEmpty }.reduce("lgsp service-levels") { $0 + " --\($1.0) \($1.1)" }
    }

    /// Links to the same as files.
    var files: HTML {
        let text = query.compactMap { pair in
            pair.value.flatMap { $0.isEmpty ? nil : "\(pair.name)=\(Percent.encode($0))" }
        }.joined(separator: "&")
        return """
            <a href="/console/service-levels.csv?\(text)" download>CSV</a> · <a href="/console/service-levels?\(text)&amp;format=json">JSON</a>
            """
    }

    /// The form that chooses.
    func form(from: String, to: String) -> HTML {
        let choices = [("tier", context.word("tier", "cấp")), ("agency", context.word("agency", "cơ quan"))]
        let tiers = Self.tiers.map { ($0, $0.isEmpty ? context.word("all", "tất cả") : TierMap.label($0, context)) }
        return """
            <form class="search" method="get" action="/console/service-levels">
            <label>\(context.word("By", "Theo")) \(select("by", choices, by))</label>
            <label>\(context.word("Tier", "Cấp")) \(select("tier", tiers, tier))</label>
            <label>\(context.word("Agency's code", "Mã cơ quan")) <input name="agency" value="\(agency)" autocomplete="off"></label>
            <label>\(context.word("From day", "Từ ngày")) <input type="date" name="from" value="\(from)"></label>
            <label>\(context.word("To day", "Đến ngày")) <input type="date" name="to" value="\(to)"></label>
            <button>\(context.word("Count", "Tính"))</button></form>
            """
    }

    private func select(_ name: String, _ choices: [(String, String)], _ chosen: String) -> HTML {
        let options = HTML(
            choices.map { value, label -> HTML in
                value == chosen
                    ? "<option value=\"\(value)\" selected>\(label)</option>"
                    : "<option value=\"\(value)\">\(label)</option>"
            })
        return "<select name=\"\(name)\">\(options)</select>"
    }

    // MARK: Tables

    private var key: String { context.word("Whose", "Của") }

    var sendingColumns: [String] {
        [
            key, context.word("Documents", "Văn bản"), context.word("Same day", "Trong ngày"),
            context.word("Next morning", "Sáng hôm sau"), context.word("Late", "Muộn"),
            context.word("Same day, %", "Trong ngày, %"),
            context.word("In time, %", "Đúng hạn, %"),
        ]
    }

    func sending(_ row: JSONNode, _ days: Days) -> [HTML] {
        let sending = row["all"]?["sending"]
        return [name(row)]
            + [
                find(row, sending, "documents", from: true, days, "-kind:withdraw -kind:update"),
                figure(sending, "same_day"),
                figure(sending, "next_morning"), figure(sending, "late"),
                share(sending, "same_day_share"), share(sending, "in_time_share"),
            ]
    }

    var receivingColumns: [String] {
        [
            key, context.word("Deliveries", "Lượt gửi đến"), context.word("Received same day", "Nhận trong ngày"),
            context.word("Later", "Nhận muộn"), context.word("Open", "Chưa nhận"),
            context.word("Deadline missed", "Quá hạn"), context.word("Dead letters", "Thư chết"),
            context.word("Withdrawn", "Đã thu hồi"), context.word("Same day, %", "Trong ngày, %"),
        ]
    }

    func receiving(_ row: JSONNode, _ days: Days) -> [HTML] {
        let receiving = row["all"]?["receiving"]
        return [name(row)]
            + [
                find(row, receiving, "deliveries", from: false, days), figure(receiving, "same_day"),
                figure(receiving, "late"),
                find(
                    row, receiving, "open", from: false, days,
                    "-state:done -state:fail -state:withdrawn -state:given_up"),
                figure(receiving, "deadline_missed"),
                find(
                    row, receiving, "dead_letters", from: false, days,
                    "-state:initial -state:processing -state:done -state:withdrawn"),
                find(row, receiving, "withdrawn", from: false, days, "state:withdrawn"),
                share(receiving, "same_day_share"),
            ]
    }

    var urgencyColumns: [String] {
        [
            key, context.word("Urgency", "Độ khẩn"), context.word("Deliveries", "Lượt gửi đến"),
            context.word("Received same day, %", "Nhận trong ngày, %"), context.word("Deadline missed", "Quá hạn"),
            context.word("Half read within", "Một nửa đọc trong"),
            context.word("Half received within", "Một nửa nhận trong"), context.word("90 % within", "90 % trong"),
        ]
    }

    /// A row an urgency that something was delivered of.
    func urgencies(_ row: JSONNode, _ days: Days) -> [[HTML]] {
        (row["urgencies"]?.elements ?? []).compactMap { one in
            guard let receiving = one["receiving"], receiving.number("deliveries") > 0 else { return nil }
            let urgency = one.number("urgency")
            return [name(row), Page.urgency(urgency, context)]
                + [
                    find(
                        row, receiving, "deliveries", from: false, days,
                        urgency == 3 ? "-urgency:0 -urgency:1 -urgency:2" : "urgency:\(urgency)"),
                    share(receiving, "same_day_share"), figure(receiving, "deadline_missed"),
                    span(receiving["fetch"], "median_seconds"), span(receiving["receipt"], "median_seconds"),
                    span(receiving["receipt"], "p90_seconds"),
                ]
        }
    }

    /// An agency, or a tier with a link to its agencies on the same days; without a key the sum of all.
    private func name(_ row: JSONNode) -> HTML {
        let key = row.text("key")
        if key.isEmpty { return "<strong>\(context.word("All", "Tất cả"))</strong>" }
        if by == "agency" { return Parts.agency(key, row.text("name")) + " <small>\(row.text("name"))</small>" }
        let days = ["from", "to"].map { "&\($0)=\(Percent.encode(context.parameter($0)))" }.joined()
        let target = "/console/service-levels?by=agency&tier=\(Percent.encode(key))\(days)"
        return "<a href=\"\(target)\">\(TierMap.label(key, context))</a>"
    }

    private func figure(_ counts: JSONNode?, _ name: String) -> HTML { "\(Parts.count(counts?.number(name) ?? 0))" }

    private func share(_ counts: JSONNode?, _ name: String) -> HTML { "\(Parts.percent(counts?[name]?.double))" }

    private func span(_ times: JSONNode?, _ name: String) -> HTML {
        guard let times, times.number("measured") > 0 else { return "–" }
        guard let seconds = times[name]?.int else { return "> \(Parts.span(259_200, context))" }
        return "≤ \(Parts.span(seconds, context))"
    }

    /// A figure with a link to the documents behind it, where a query can say which they are: those of an agency, and of
    /// a tier those that it sent; `more` is the rest of the query.
    private func find(
        _ row: JSONNode, _ counts: JSONNode?, _ name: String, from isSender: Bool, _ days: Days,
        _ more: String = ""
    ) -> HTML {
        let number = counts?.number(name) ?? 0
        let shown = figure(counts, name)
        guard number > 0, !row.text("key").isEmpty, by == "agency" || isSender else { return shown }
        let who = by == "agency" ? isSender ? "from" : "to" : "tier"
        var terms = ["\(who):\(row.text("key"))", "after:\(days.first)"]
        if let last = Day(days.last) { terms.append("before:\(Day(number: last.number + 1))") }
        if !more.isEmpty { terms.append(more) }
        return "<a href=\"/console/documents?q=\(Percent.encode(terms.joined(separator: " ")))\">\(shown)</a>"
    }

    // MARK: What it means

    /// Each figure in words.
    var definitions: HTML {
        let all = [
            (
                context.word("Same day, next morning, late", "Trong ngày, sáng hôm sau, muộn"),
                context.word(
                    "Documents of kind new or replace, by the day they were sent: on the day of issue (PromulgationDate); by noon of the next working day; after that. Decision 28/2018, article 6.",
                    "Văn bản mới hoặc thay thế, tính theo ngày gửi: trong ngày ban hành (PromulgationDate); trước 12 giờ ngày làm việc kế tiếp; sau đó. Quyết định 28/2018, Điều 6."
                )
            ),
            (
                context.word("Sent: same day, %; in time, %", "Gửi: trong ngày, %; đúng hạn, %"),
                context.word(
                    "same day / documents; (same day + next morning) / documents.",
                    "trong ngày / văn bản; (trong ngày + sáng hôm sau) / văn bản.")
            ),
            (
                context.word("Received same day, later", "Nhận trong ngày, nhận muộn"),
                context.word(
                    "Documents by the day they came into the mailbox, confirmed (done) by the end of that day, or of the next working day where it was none; later. Reading alone does not count. Decree 30/2020, article 21.",
                    "Văn bản tính theo ngày đến hộp thư, được xác nhận (done) trong ngày đó, hoặc trong ngày làm việc kế tiếp nếu là ngày nghỉ; muộn hơn. Chỉ đọc thì chưa tính. Nghị định 30/2020, Điều 21."
                )
            ),
            (
                context.word("Received: same day, %", "Nhận: trong ngày, %"),
                context.word(
                    "received same day / (deliveries − withdrawn): what is open counts against it.",
                    "nhận trong ngày / (lượt gửi đến − đã thu hồi): chưa nhận thì chưa đạt.")
            ),
            (
                context.word("Deadline missed", "Quá hạn"),
                context.word(
                    "Not confirmed by the deadline that is set for their urgency.",
                    "Chưa xác nhận khi hết thời hạn đặt cho độ khẩn.")
            ),
            (
                context.word("Half read, half received, 90 % within", "Một nửa đọc, một nửa nhận, 90 % trong"),
                context.word(
                    "From delivery to the first reading and to the confirmation, of those confirmed; rounded up to the spans that are kept. Urgent first: the more urgent, the shorter. Hỏa tốc hẹn giờ counts with hỏa tốc.",
                    "Từ khi đến hộp thư đến lần đọc đầu và đến khi xác nhận, trong số đã xác nhận; làm tròn lên theo các khoảng được lưu. Khẩn trước: càng khẩn càng ngắn. Hỏa tốc hẹn giờ tính cùng hỏa tốc."
                )
            ),
            (
                context.word("Not counted", "Không tính"),
                context.word(
                    "The test lane; paper. The links find documents by the day they were accepted, which may be the day before the one they came.",
                    "Luồng thử nghiệm; văn bản giấy. Liên kết tìm theo ngày trục tiếp nhận, có thể là ngày trước ngày đến."
                )
            ),
        ]
        return """
            <h2>\(context.word("What the figures mean", "Ý nghĩa các số liệu"))</h2>
            <dl class="facts">\(HTML(all.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>
            """
    }
}
