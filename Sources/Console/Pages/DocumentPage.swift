internal import Gateway
internal import Platform

extension Page {
    /// One document: what it is, what it consists of, where its copies are, every check, every step.
    static let document = Page(path: ["documents", "*"], menu: nil) { context throws(Visit.Failure) in
        let id = context.arguments[0]
        let target = "documents/\(Percent.encode(id))"
        let to = context.parameter("to")
        let query: [(name: String, value: String?)] = [
            ("to", to), ("cursor", context.parameter("cursor")), ("limit", "100"),
        ]
        // A refusal has an id as well, and only its explanation.
        guard let document = try context.find(target, query) else { return try refusal(id, context) }
        // What an older reader took may be none of today's: the rest of the page stands.
        let parts = try context.find("\(target)/parts", besides: [422])
        let trace = try context.get("\(target)/trace", [("limit", "200"), ("cursor", context.parameter("step"))])
        let explanation = try context.get("\(target)/explain", query)
        let here = "/console/\(target)"
        return Content(
            title: document.text("subject"),
            body: """
                \(DocumentParts.facts(document, context))
                <p class="tabs"><a href="\(here)/content" download>\(context.word("Download the edXML", "Tải edXML"))</a> · <a href="\(here)/xml">\(context.word("Look at the edXML", "Xem nguyên văn edXML"))</a> · <a href="\(here)/receipt">\(context.word("The bus's receipt", "Biên nhận của trục"))</a></p>
                \(parts.map { DocumentParts.message($0, context) } ?? "")
                <h2>\(context.word("Receivers", "Nơi nhận"))</h2>
                <form class="search" method="get" action="\(here)"><label>\(context.word("Only this receiver: why did it not get it?", "Chỉ nơi nhận này: vì sao chưa nhận được?")) <input name="to" value="\(to)" placeholder="H10.13" maxlength="64"></label><button>\(context.word("Ask", "Xem"))</button></form>
                \(DocumentParts.receivers(document, context))
                \(Parts.next(here, [("to", to)], cursor: document.text("cursor"), context.word("More receivers", "Thêm nơi nhận")))
                <h2>\(context.word("Why it is where it is", "Vì sao văn bản ở đây"))</h2>
                \(DocumentParts.stages(explanation, context))
                <h2>\(context.word("Its way", "Đường đi"))</h2>
                \(DocumentParts.timeline(trace, context))
                \(trace.text("cursor").isEmpty ? "" : "<p><a class=\"next\" href=\"\(here)?step=\(trace.text("cursor"))\">\(context.word("More steps", "Các bước tiếp theo"))</a></p>")
                """, command: "lgsp explain \(id)" + (to.isEmpty ? "" : " --to \(to)"))
    }

    /// The message as it came, as text: what is long in it is shortened.
    static let documentText = Page(path: ["documents", "*", "xml"], menu: nil) { context throws(Visit.Failure) in
        let id = context.arguments[0]
        let target = "documents/\(Percent.encode(id))"
        let bytes = try context.raw("\(target)/content")
        return Content(
            title: context.word("The message as it came", "Nguyên văn thông điệp"),
            body: """
                <p class="tabs"><a href="/console/\(target)">\(context.word("Back to the document", "Về văn bản"))</a> · <a href="/console/\(target)/content" download>\(context.word("Download", "Tải về"))</a> · \(Parts.count(bytes.count)) byte</p>
                <pre class="message" tabindex="0">\(MessageText.shown(bytes, context))</pre>
                """, command: "lgsp fetch \(id)")
    }

    /// What the bus has signed about the document.
    static let receipt = Page(path: ["documents", "*", "receipt"], menu: nil) { context throws(Visit.Failure) in
        let id = context.arguments[0]
        let target = "documents/\(Percent.encode(id))"
        let receipt = try context.get("\(target)/receipt")["receipt"]
        let names = ["at", "batch", "index", "count", "first_fact", "leaf", "root", "previous", "checkpoint", "key"]
        let facts = names.map { name -> HTML in
            let value = receipt?.text(name) ?? ""
            return
                "<dt>\(name)</dt><dd>\(name == "at" ? Parts.time(value) : "<code class=\"long\">\(value)</code>" as HTML)</dd>"
        }
        let path = (receipt?["path"]?.elements ?? []).compactMap(\.string).map {
            "<li><code class=\"long\">\($0)</code></li>" as HTML
        }
        return Content(
            title: context.word("The bus's receipt", "Biên nhận của trục"),
            body: """
                <p class="tabs"><a href="/console/\(target)">\(context.word("Back to the document", "Về văn bản"))</a></p>
                <p>\(context.word("The document's fact is a leaf of this batch's tree; the bus signed the checkpoint over its root and the batch before.", "Sự kiện của văn bản là một lá trong cây của lô này; trục đã ký điểm kiểm trên gốc cây và lô trước."))</p>
                <dl class="facts">\(HTML(facts))</dl>
                <h2>\(context.word("From the leaf to the root", "Từ lá đến gốc"))</h2><ol>\(HTML(path))</ol>
                """, command: "lgsp fetch \(id)")
    }

    private static func refusal(_ id: String, _ context: PageContext) throws(Visit.Failure) -> Content {
        let explanation = try context.get("documents/\(Percent.encode(id))/explain")
        let code = explanation.text("code")
        return Content(
            title: context.word("Refused", "Bị từ chối"),
            body: """
                <p class="problem"><a href="/errors/\(Percent.encode(code))"><code>\(code)</code></a> \(explanation.text("title")) \(explanation.text("hint"))</p>
                <p>\(Parts.agency(explanation.text("agency"))) \(Parts.time(explanation.text("at")))</p>
                \(DocumentParts.stages(explanation, context))
                """, command: "lgsp explain \(id)")
    }
}
