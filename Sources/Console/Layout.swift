internal import Gateway
internal import HTTP
internal import Platform

/// The frame of every page: head, menu, who is here, and how to ask the same elsewhere.
enum Layout {
    static func page(_ content: Page.Content, _ context: PageContext) -> HTML {
        let path = context.request.path.dropFirst()
        let menu = HTML(
            Page.all.filter { $0.menu != nil && (context.readsAll || $0.isForAgencies) }.map { page -> HTML in
                let target = (["/console"] + page.path).joined(separator: "/")
                let isHere = page.path.isEmpty ? path.isEmpty : path.first == page.path.first
                let name = page.menu.map { context.word($0.english, $0.vietnamese) } ?? ""
                return isHere
                    ? "<a href=\"\(target)\" aria-current=\"page\">\(name)</a>" : "<a href=\"\(target)\">\(name)</a>"
            })
        return frame(
            title: content.title, language: context.language,
            header: """
                <header><a class="brand" href="/console">LGSP Bus</a><nav aria-label="\(context.word("Menu", "Trình đơn"))">\(menu)</nav>
                \(search(context))\(account(context))</header>
                """,
            main: """
                <h1>\(content.title)</h1>
                \(content.body)
                \(elsewhere(content, context))
                """)
    }

    /// A page for somebody who is not known.
    static func frame(title: String, language: Language, header: HTML, main: HTML) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title) · LGSP Bus</title><link rel="stylesheet" href="/console/style.css">
        <link rel="icon" href="/console/icon.svg" type="image/svg+xml"><link rel="manifest" href="/console/app.webmanifest">
        <meta name="color-scheme" content="light dark"><meta name="theme-color" content="#0b5394">
        <script src="/console/script.js" defer></script></head>
        <body><a class="skip" href="#main">\(language("Skip to the content", "Đến nội dung"))</a>
        \(header)
        <main id="main">\(main)</main>
        </body></html>

        """
    }

    /// One field on every page: what is looked for is a document nearly always.
    private static func search(_ context: PageContext) -> HTML {
        let label = context.word("Find documents", "Tìm văn bản")
        return """
            <form class="find" method="get" action="/console/documents"><input name="q" type="search" aria-label="\(label)" placeholder="\(label)" autocomplete="off" maxlength="1000"></form>
            """
    }

    private static func account(_ context: PageContext) -> HTML {
        let other: Language = context.language == .english ? .vietnamese : .english
        let signOut: HTML =
            context.visitor.isSession
            ? """
            <form method="post" action="/console/sign-out"><input type="hidden" name="key" value="\(context.visitor.formKey)"><button>\(context.word("Sign out", "Đăng xuất"))</button></form>
            """ : ""
        return """
            <div class="account"><span title="\(context.word("Signed in as", "Đang đăng nhập"))">\(context.visitor.name)</span>
            <form method="post" action="/console/language"><input type="hidden" name="to" value="\(other.rawValue)"><button lang="\(other.rawValue)">\(other("English", "Tiếng Việt"))</button></form>\(signOut)</div>
            """
    }

    /// The same as a command and as a request.
    private static func elsewhere(_ content: Page.Content, _ context: PageContext) -> HTML {
        let host = context.request.header("Host") ?? "127.0.0.1:8443"
        let requests = context.asked.map { target, _ in
            "curl --cacert root.pem --cert certificate.pem --key key.pem 'https://\(host)\(target)'"
        }.joined(separator: "\n")
        return """
            <details class="elsewhere"><summary>\(context.word("The same as a command, or with curl", "Xem bằng lệnh hoặc curl"))</summary>
            \(copyable(content.command.text, context.word("Copy as command", "Chép lệnh")))
            \(copyable(requests, context.word("Copy as curl", "Chép lệnh curl")))
            <p><a href="\(json(context))" type="application/json">JSON</a></p></details>
            """
    }

    /// Where what the page is made of stands as JSON.
    private static func json(_ context: PageContext) -> String {
        let query = (context.request.query.filter { $0.name != "format" } + [(name: "format", value: "json")])
            .map { "\(Percent.encode($0.name))=\(Percent.encode($0.value))" }.joined(separator: "&")
        return "/" + context.request.path.map(Percent.encode).joined(separator: "/") + "?" + query
    }

    private static func copyable(_ text: String, _ label: String) -> HTML {
        "<div class=\"copy\"><pre tabindex=\"0\">\(text)</pre><button type=\"button\" data-copy hidden>\(label)</button></div>"
    }
}
