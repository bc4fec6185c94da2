internal import Gateway
internal import Platform

extension Page {
    /// The ratio of electronic to all documents, divided as asked for, with its formula and the way down to documents.
    static let ratio = Page(path: ["ratio"], menu: ("Ratio", "Tỷ lệ")) {
        context throws(Visit.Failure) in
        let question = RatioQuestion(context)
        let ratio = try context.get(
            "ratio", question.query + [("limit", "100"), ("cursor", context.parameter("cursor"))])
        let target = ratio["target"]?.double ?? 0
        let rows = (ratio["rows"]?.elements ?? []).map { row in question.row(row, target, context) }
        let (e, ep, p) = (ratio.number("E"), ratio.number("EP"), ratio.number("P"))
        let missing = ratio.number("missing")
        let aim = Parts.percent(target)
        let (unsigned, test) = (ratio.number("unsigned"), ratio.number("test"))
        let chart: HTML = question.by == "day" ? DayChart.draw(ratio["rows"]?.elements ?? [], target, context) : ""
        return Content(
            title: context.word("Electronic ratio", "Tỷ lệ văn bản điện tử"),
            body: """
                \(question.form(context))
                <p class="figure"><code>\(ratio.text("formula"))</code> = (\(Parts.count(e)) + \(Parts.count(ep))) / (\(Parts.count(e)) + \(Parts.count(ep)) + \(Parts.count(p))) = <strong>\(Parts.percent(ratio["exchanged"]?.double))</strong></p>
                <p>\(missing == 0 ? context.word("The target of \(aim) is reached.", "Đã đạt mục tiêu \(aim).") : context.word("To reach \(aim), \(Parts.count(missing)) of the deliveries on paper would have to go electronically.", "Để đạt \(aim), còn \(Parts.count(missing)) lượt gửi giấy cần chuyển sang điện tử."))
                \(context.word("Outside: unsigned \(unsigned), test \(test), secret and refused \(ratio.number("secret_refused")).", "Không tính: không chữ ký \(unsigned), thử nghiệm \(test), mật bị từ chối \(ratio.number("secret_refused"))."))</p>
                \(chart)
                \(Parts.table(question.columns(context), rows, numbers: [1, 2, 3, 4, 5, 7, 8], empty: context.word("Nothing was counted yet.", "Chưa có gì để tính.")))
                \(Parts.next("/console/ratio", question.pairs, cursor: ratio.text("cursor"), context.word("More", "Xem tiếp")))
                <p><a href="/console/ratio.csv?\(question.text)" download>CSV</a>
                \(context.word("Each figure counts deliveries on the day they arrived; E and EP lead to the documents, P to the paper register.", "Mỗi số đếm lượt gửi theo ngày đến nơi; E và EP dẫn đến văn bản, P dẫn đến sổ văn bản giấy."))</p>
                """,
            command: question.command)
    }

    /// What went on paper: the documents behind P.
    static let paper = Page(path: ["paper"], menu: nil) { context throws(Visit.Failure) in
        let names = ["issuer", "tier", "type", "from", "to"]
        let asked = names.map { (name: $0, value: context.parameter($0)) }
        let answer = try context.get(
            "paper-documents",
            asked.map { ($0.name, $0.value) } + [("cursor", context.parameter("cursor")), ("limit", "50")])
        let rows = (answer["items"]?.elements ?? []).map { paper -> [HTML] in
            let recipients = (paper["recipients"]?.elements ?? []).map { recipient -> HTML in
                "\(Parts.agency(recipient.text("to"))) \(recipient.text("effect")) "
            }
            return [
                Parts.time(paper.text("at")),
                Parts.agency(paper["issuer"]?.text("code") ?? "", paper["issuer"]?.text("name") ?? ""),
                "\(paper.text("number"))/\(paper.text("notation"))", "\(paper.text("type"))", HTML(recipients),
                paper.text("reversed") == "true" ? Parts.state("withdrawn", context) : "",
            ]
        }
        let chosen = asked.filter { !$0.value.isEmpty }.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        return Content(
            title: context.word("Documents on paper", "Văn bản giấy"),
            body: """
                <p>\(chosen) <a href="/console/ratio">\(context.word("Back to the ratio", "Về tỷ lệ"))</a></p>
                \(Parts.table([context.word("Registered", "Vào sổ"), context.word("From", "Từ"), context.word("Number", "Số ký hiệu"), context.word("Type", "Loại"), context.word("To, and what it counts as", "Đến, và cách tính"), context.word("State", "Trạng thái")], rows, empty: context.word("There are none.", "Không có văn bản nào.")))
                \(Parts.next("/console/paper", asked.map { ($0.name, $0.value) }, cursor: answer.text("cursor"), context.word("Older ones", "Cũ hơn")))
                """,
            command: "lgsp paper list"
                + asked.filter { !$0.value.isEmpty }.reduce("") { $0 + " --\($1.name) \($1.value)" })
    }
}
