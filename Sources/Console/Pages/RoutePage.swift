internal import Gateway
internal import Platform

extension Page {
    /// The way of a document before it is sent, and what would stop it.
    static let routes = Page(path: ["routes"], menu: ("Routes", "Tuyến")) { context throws(Visit.Failure) in
        let (from, at) = (context.parameter("from"), context.parameter("at"))
        let receivers = context.parameter("to").split { $0 == "," || $0 == " " }.map(String.init)
        var result: HTML = ""
        if !from.isEmpty, !receivers.isEmpty {
            let answer = try context.get(
                "routes", [("from", from), ("at", at)] + receivers.prefix(50).map { ("to", $0) })
            result = HTML((answer["routes"]?.elements ?? []).map { route($0, context) })
        }
        return Content(
            title: context.word("Routes", "Tuyến"),
            body: """
                <h2>\(context.word("The hubs", "Các trục"))</h2>
                \(try HubTree(context).draw())
                <h2>\(context.word("From one agency to others", "Từ một cơ quan đến các cơ quan khác"))</h2>
                <form class="search" method="get" action="/console/routes">
                <label>\(context.word("From", "Từ")) <input name="from" value="\(from)" required autocomplete="off"></label>
                <label>\(context.word("To, several with commas", "Đến, nhiều nơi cách nhau dấu phẩy")) <input name="to" value="\(context.parameter("to"))" required autocomplete="off"></label>
                <label>\(context.word("On the day", "Vào ngày")) <input name="at" type="date" value="\(at)"></label>
                <button>\(context.word("Show the way", "Xem đường đi"))</button></form>
                \(result)
                """,
            command:
                "lgsp route \(from.isEmpty ? "FROM" : from)"
                + (receivers.isEmpty ? ["TO"] : receivers).reduce("") { $0 + " \($1)" }
                + (at.isEmpty ? "" : " --at \(at)"))
    }

    private static func route(_ route: JSONNode, _ context: PageContext) -> HTML {
        let hubs = HTML((route["hubs"]?.elements ?? []).compactMap(\.string).map { "<li>\($0)</li>" })
        let problems = HTML(
            (route["problems"]?.elements ?? []).map { problem -> HTML in
                "<li class=\"problem\"><a href=\"/errors/\(Percent.encode(problem.text("code")))\"><code>\(problem.text("code"))</code></a> \(problem.text("message")) \(problem.text("detail")) <small>\(problem.text("hint"))</small></li>"
            })
        let verdict: HTML =
            route["problems"]?.elements.isEmpty == false
            ? "<ul>\(problems)</ul>"
            : "<p>\(Parts.state("passed", context)) \(context.word("Nothing stands in the way.", "Không có gì cản trở."))</p>"
        return """
            <section><h2>\(Parts.agency(route.text("to")))</h2><ol class="hubs">\(hubs)</ol>
            <p>\(context.word("Takes", "Mất")) \(route.number("latency_ms")) ms</p>\(verdict)</section>
            """
    }
}
