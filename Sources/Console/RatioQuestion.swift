internal import Exchange
internal import Platform

/// How somebody wants the ratio divided, and where each figure leads.
struct RatioQuestion {
    let by: String
    private let from: String
    private let to: String
    private let order: String
    private static let choices = ["tier", "agency", "type", "day"]

    init(_ context: PageContext) {
        let by = context.parameter("by")
        self.by = Self.choices.contains(by) ? by : "tier"
        let order = context.parameter("order")
        self.order = ["key", "latest", "missing"].contains(order) ? order : by == "day" ? "latest" : "key"
        from = context.parameter("from")
        to = context.parameter("to")
    }

    /// The parameters of the API's operation.
    var query: [(name: String, value: String?)] { pairs.map { ($0.0, $0.1) } }
    var pairs: [(String, String)] { [("by", by), ("order", order), ("from", from), ("to", to)] }
    var text: String { Self.text(pairs) }
    var command: ShellLine {
        "lgsp ratio --by \(by)" + (from.isEmpty ? "" : " --from \(from)") + (to.isEmpty ? "" : " --to \(to)")
    }

    func form(_ context: PageContext) -> HTML {
        func options(_ names: [(value: String, label: String)], _ chosen: String) -> HTML {
            HTML(
                names.map { name -> HTML in
                    name.value == chosen
                        ? "<option value=\"\(name.value)\" selected>\(name.label)</option>"
                        : "<option value=\"\(name.value)\">\(name.label)</option>"
                })
        }
        let ways = [
            ("tier", context.word("tier", "cấp")), ("agency", context.word("agency", "cơ quan")),
            ("type", context.word("type", "loại văn bản")), ("day", context.word("day", "ngày")),
        ]
        let orders = [
            ("key", context.word("by name", "theo tên")), ("latest", context.word("backwards", "ngược lại")),
            ("missing", context.word("most missing first", "thiếu nhiều nhất trước")),
        ]
        return """
            <form class="search" method="get" action="/console/ratio">
            <label>\(context.word("By", "Theo")) <select name="by">\(options(ways, by))</select></label>
            <label>\(context.word("Order", "Thứ tự")) <select name="order">\(options(orders, order))</select></label>
            <label>\(context.word("From day", "Từ ngày")) <input type="date" name="from" value="\(from)"></label>
            <label>\(context.word("To day", "Đến ngày")) <input type="date" name="to" value="\(to)"></label>
            <button>\(context.word("Count", "Tính"))</button></form>
            """
    }

    func columns(_ context: PageContext) -> [String] {
        [
            context.word("By", "Theo"), "E", "EP", "P", context.word("Unsigned", "Không chữ ký"),
            context.word("Test", "Thử nghiệm"), "(E+EP)/(E+EP+P)", "E/(E+EP+P)",
            context.word("Missing to the target", "Còn thiếu"),
        ]
    }

    func row(_ row: JSONNode, _ target: Double, _ context: PageContext) -> [HTML] {
        let key = row.text("key")
        let name: HTML =
            switch by {
            case "agency": "\(Parts.agency(key)) \(row.text("name"))"
            case "tier": "\(TierMap.label(key, context))"
            default: "\(key)"
            }
        func documents(_ member: String, _ channel: String) -> HTML {
            link(row.number(member), "/console/documents?q=\(Percent.encode(search(key) + " channel:" + channel))")
        }
        return [
            name, documents("E", "E"), documents("EP", "EP"),
            link(row.number("P"), "/console/paper?\(Self.text(register(key)))"), documents("unsigned", "U"),
            documents("test", "test"), Self.meter(row["exchanged"]?.double, target),
            "\(Parts.percent(row["in_place_of_paper"]?.double))", "\(Parts.count(row.number("missing")))",
        ]
    }

    private func link(_ count: Int, _ target: String) -> HTML {
        count == 0 ? "0" : "<a href=\"\(target)\">\(Parts.count(count))</a>"
    }

    /// The documents of a row, as a search.
    private func search(_ key: String) -> String {
        let (first, last) = by == "day" ? (key, key) : (from, to)
        // The ratio's last day is counted, the search's is not.
        let end = Day(last).map { Day(number: $0.number + 1).description }
        let days = (first.isEmpty ? "" : " after:\(first)") + (end.map { " before:\($0)" } ?? "")
        switch by {
        case "tier": return "tier:\(key)" + days
        case "agency": return "from:\(key)" + days
        case "type": return "type:\"\(key.replacing("\"", with: " "))\"" + days
        default: return String(days.dropFirst())
        }
    }

    /// The documents on paper of a row, as the register's filter.
    private func register(_ key: String) -> [(String, String)] {
        switch by {
        case "tier": [("tier", key), ("from", from), ("to", to)]
        case "agency": [("issuer", key), ("from", from), ("to", to)]
        case "type": [("type", key), ("from", from), ("to", to)]
        default: [("from", key), ("to", key)]
        }
    }

    private static func text(_ pairs: [(String, String)]) -> String {
        pairs.filter { !$0.1.isEmpty }.map { "\($0.0)=\(Percent.encode($0.1))" }.joined(separator: "&")
    }

    private static func meter(_ ratio: Double?, _ target: Double) -> HTML {
        guard let ratio else { return "–" }
        let width = Int((ratio * 100).rounded())
        return """
            <span class="nowrap"><svg class="meter\(ratio < target ? " below" : "")" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="10"/><rect class="share" width="\(width)" height="10"/><rect class="target" x="\(min(99, Int(target * 100)))" width="1" height="10"/></svg> \(Parts.percent(ratio))</span>
            """
    }
}
