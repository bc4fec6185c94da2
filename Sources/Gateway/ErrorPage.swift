internal import HTTP
internal import Platform

/// `GET /errors/{code}`: what a code means, as a page for a browser, and as JSON for everybody else.
enum ErrorPage {
    static func answer(_ code: String, _ request: HTTPRequest) throws(Problem) -> HTTPResponse {
        guard let entry = Catalogue.all.first(where: { $0.code == code }) else {
            throw Problem("not_found", found: code)
        }
        let vietnamese = Language.isVietnamese(request.header("Accept-Language"))
        var response = wantsHTML(request.header("Accept")) ? page(entry, vietnamese) : json(entry, vietnamese)
        response.headers += [
            ("Content-Language", vietnamese ? "vi" : "en"), ("Vary", "Accept, Accept-Language"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return response
    }

    /// Whether an `Accept` names HTML, and does not rule it out (RFC 9110, 12.5.1).
    static func wantsHTML(_ field: String?) -> Bool {
        (field ?? "").lowercased().split(separator: ",").contains { item in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            return parts.first == "text/html" && !parts.contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }

    private static func json(_ entry: Catalogue.Entry, _ vietnamese: Bool) -> HTTPResponse {
        .json(200) { json in
            json.member("code", entry.code)
            json.member("status", entry.status)
            json.member("title", entry.title(vietnamese: vietnamese))
            json.member("hint", entry.hint(vietnamese: vietnamese))
            json.member("clause", entry.clause)
        }
    }

    private static func page(_ entry: Catalogue.Entry, _ vietnamese: Bool) -> HTTPResponse {
        let names = vietnamese ? ("Cần làm gì", "Căn cứ", "Mã HTTP") : ("What to do", "Clause", "HTTP status")
        let rows = [
            (names.0, entry.hint(vietnamese: vietnamese)), (names.1, entry.clause),
            (names.2, entry.status == 0 ? "" : "\(entry.status)"),
        ].filter { !$0.1.isEmpty }.map { "<dt>\(HTMLText.escape($0.0))</dt><dd>\(HTMLText.escape($0.1))</dd>" }.joined(
            separator: "\n")
        let text = """
            <!DOCTYPE html>
            <html lang="\(vietnamese ? "vi" : "en")">
            <head><meta charset="utf-8"><title>\(HTMLText.escape(entry.code))</title></head>
            <body>
            <h1><code>\(HTMLText.escape(entry.code))</code></h1>
            <p>\(HTMLText.escape(entry.title(vietnamese: vietnamese)))</p>
            <dl>
            \(rows)
            </dl>
            </body>
            </html>

            """
        return HTTPResponse(
            status: 200, contentType: "text/html; charset=utf-8",
            headers: [("Content-Security-Policy", "default-src 'none'")], body: Array(text.utf8))
    }
}
