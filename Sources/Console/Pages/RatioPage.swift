internal import Gateway
internal import Platform

extension Page {
    /// The ratio of electronic to all documents, divided as asked for, with its formula.
    static let ratio = Page(path: ["ratio"], menu: ("Ratio", "Tỷ lệ")) {
        context throws(Visit.Failure) in
        let choices = ["tier", "agency", "type", "day"]
        let by = choices.contains(context.parameter("by")) ? context.parameter("by") : "tier"
        let (from, to) = (context.parameter("from"), context.parameter("to"))
        let ratio = try context.get("ratio", [("by", by), ("from", from), ("to", to)])
        let target = 0.96
        let (e, ep, p) = (ratio.number("E"), ratio.number("EP"), ratio.number("P"))
        let rows = (ratio["rows"]?.elements ?? []).map { row -> [HTML] in
            [
                by == "agency"
                    ? Parts.agency(row.text("key"))
                    : "\(by == "tier" ? TierMap.label(row.text("key"), context) : row.text("key"))",
                "\(Parts.count(row.number("E")))", "\(Parts.count(row.number("EP")))",
                "\(Parts.count(row.number("P")))",
                "\(Parts.count(row.number("unsigned")))", "\(Parts.count(row.number("test")))",
                meter(row["exchanged"]?.double, target), "\(Parts.percent(row["in_place_of_paper"]?.double))",
            ]
        }
        // So many documents would have to have gone electronically instead of on paper.
        let missing = max(0, Int((target * Double(e + ep + p) - Double(e + ep)).rounded(.up)))
        let options = HTML(
            choices.map { choice -> HTML in
                let label =
                    [
                        "tier": context.word("tier", "cấp"), "agency": context.word("agency", "cơ quan"),
                        "type": context.word("type", "loại văn bản"), "day": context.word("day", "ngày"),
                    ][choice] ?? choice
                return choice == by
                    ? "<option value=\"\(choice)\" selected>\(label)</option>"
                    : "<option value=\"\(choice)\">\(label)</option>"
            })
        let query = "by=\(by)&from=\(Percent.encode(from))&to=\(Percent.encode(to))"
        return Content(
            title: context.word("Electronic ratio", "Tỷ lệ văn bản điện tử"),
            body: """
                <form class="search" method="get" action="/console/ratio">
                <label>\(context.word("By", "Theo")) <select name="by">\(options)</select></label>
                <label>\(context.word("From day", "Từ ngày")) <input type="date" name="from" value="\(from)"></label>
                <label>\(context.word("To day", "Đến ngày")) <input type="date" name="to" value="\(to)"></label>
                <button>\(context.word("Count", "Tính"))</button></form>
                <p class="figure"><code>\(ratio.text("formula"))</code> = (\(Parts.count(e)) + \(Parts.count(ep))) / (\(Parts.count(e)) + \(Parts.count(ep)) + \(Parts.count(p))) = <strong>\(Parts.percent(ratio["exchanged"]?.double))</strong></p>
                <p>\(missing == 0 ? context.word("The target of 96 % is reached.", "Đã đạt mục tiêu 96 %.") : context.word("To reach 96 %, \(Parts.count(missing)) documents on paper would have to go electronically.", "Để đạt 96 %, còn \(Parts.count(missing)) văn bản giấy cần gửi điện tử."))
                \(context.word("Outside: unsigned \(ratio.number("unsigned")), test \(ratio.number("test")), secret and refused \(ratio.number("secret_refused")).", "Không tính: không chữ ký \(ratio.number("unsigned")), thử nghiệm \(ratio.number("test")), mật bị từ chối \(ratio.number("secret_refused"))."))</p>
                \(Parts.table([context.word("By", "Theo"), "E", "EP", "P", context.word("Unsigned", "Không chữ ký"), context.word("Test", "Thử nghiệm"), "(E+EP)/(E+EP+P)", "E/(E+EP+P)"], rows, numbers: [1, 2, 3, 4, 5, 7], empty: context.word("Nothing was counted yet.", "Chưa có gì để tính.")))
                <p><a href="/console/ratio.csv?\(query)" download>CSV</a></p>
                """,
            command: "lgsp ratio --by \(by)" + (from.isEmpty ? "" : " --from \(from)")
                + (to.isEmpty ? "" : " --to \(to)"))
    }

    private static func meter(_ ratio: Double?, _ target: Double) -> HTML {
        guard let ratio else { return "–" }
        let width = Int((ratio * 100).rounded())
        return """
            <svg class="meter\(ratio < target ? " below" : "")" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="10"/><rect class="share" width="\(width)" height="10"/><rect class="target" x="\(Int(target * 100))" width="1" height="10"/></svg> \(Parts.percent(ratio))
            """
    }
}
