public import Gateway
public import HTTP
internal import Platform

/// The console: pages for people at `/console`, made of what the API answers their visitor.
///
/// It works without JavaScript, but for what is live. Nothing comes from another site, and nothing may be framed by one.
public final class Console: PageSite {
    private let live = LiveFeed()
    private static let files: [String: @Sendable (Visit, HTTPRequest) throws(Visit.Failure) -> HTTPResponse] = [
        "ratio.csv": RatioFile.answer, "service-levels.csv": ServiceLevelFile.answer,
    ]

    /// The console of one daemon.
    public init() {}

    /// Whether a path is a page of the console, or the root.
    public func owns(_ path: [String]) -> Bool { path.isEmpty || path.first == "console" }

    /// Ends what is live.
    public func close() { live.close() }

    /// Answers a request for a page, a file of the pages, or what a form asks for.
    public func handle(_ request: HTTPRequest, _ visit: Visit, _ responder: HTTPResponder) {
        let responder = responder.changing(Self.harden)
        let path = request.path.dropFirst()
        if request.path.isEmpty { return responder.respond(.redirect(to: "/console")) }
        let language = Language(
            choice: request.cookie("lgsp-language"), accepted: request.header("Accept-Language"))
        if request.method == "POST" { return Action(visit, request, language, responder).perform(path) }
        if let asset = Asset.named(path.joined(separator: "/")) { return responder.respond(asset.response) }
        if path == ["enter"] { return responder.respond(SignIn.confirm(request, language)) }
        guard let visitor = visit.visitor else {
            return responder.respond(SignIn.page(language))
        }
        if path == ["live"] { return responder.respond(listen(request, visit, visitor)) }
        if path.count == 3, path.first == "documents", path.last == "content" {
            return responder.respond(DocumentFile.answer(visit, path[path.startIndex + 1], language))
        }
        if let file = Self.files[path.joined(separator: "/")] {
            do throws(Visit.Failure) { return responder.respond(try file(visit, request)) } catch {
                return responder.respond(HTTPResponse(status: error.status))
            }
        }
        responder.respond(page(path, request, visit, visitor, language))
    }

    /// What is live, for those who read more than their own agencies'.
    private func listen(_ request: HTTPRequest, _ visit: Visit, _ visitor: Visit.Visitor) -> HTTPResponse {
        guard visitor.role != "agency" else { return HTTPResponse(status: 204) }
        let listener = LiveFeed.Listener(channel: visitor.hub ?? "", name: visitor.name) {
            visit.isCurrent
        } read: {
            (try? visit.get("/api/v1/traffic")).map { LiveValues($0).texts }
        }
        return live.listen(listener, after: request.header("Last-Event-ID"))
    }

    private func page(
        _ path: ArraySlice<String>, _ request: HTTPRequest, _ visit: Visit, _ visitor: Visit.Visitor,
        _ language: Language
    ) -> HTTPResponse {
        for page in Page.all where page.isForAgencies || visitor.role != "agency" {
            guard let arguments = page.arguments(in: path) else { continue }
            let context = PageContext(visit, visitor, request, language, arguments: arguments)
            let content: Page.Content
            do throws(Visit.Failure) { content = try page.make(context) } catch {
                content = Self.failure(error, context)
            }
            if context.parameter("format") == "json" { return PageData.answer(context, status: content.status) }
            return .page(Layout.page(content, context), status: content.status, language)
        }
        let context = PageContext(visit, visitor, request, language, arguments: [])
        let failure = Visit.Failure(status: 404, code: "not_found", detail: "", hint: "")
        return .page(Layout.page(Self.failure(failure, context), context), status: 404, language)
    }

    private static func failure(_ failure: Visit.Failure, _ context: PageContext) -> Page.Content {
        let title =
            failure.status == 404
            ? context.word("There is no such thing here", "Không có mục này")
            : context.word("That did not work", "Không thực hiện được")
        return Page.Content(
            title: title,
            body: """
                <p class="problem" role="alert"><a href="/errors/\(failure.code)"><code>\(failure.code)</code></a> \(failure.detail)</p>
                <p>\(failure.hint)</p>
                """, command: "lgsp errors \(failure.code)", status: failure.status)
    }

    /// What a browser may do with any of our answers: nothing that we do not need.
    private static func harden(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        // A download has a policy of its own, which is stricter.
        if !response.headers.contains(where: { $0.name == "Content-Security-Policy" }) {
            response.headers.append(
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                ))
        }
        response.headers += [
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        if !response.headers.contains(where: { $0.name == "Cache-Control" }) {
            response.headers.append(("Cache-Control", "no-store"))
        }
        return response
    }
}

extension HTTPResponse {
    /// A page.
    static func page(_ html: HTML, status: Int = 200, _ language: Language) -> HTTPResponse {
        HTTPResponse(
            status: status, contentType: "text/html; charset=utf-8",
            headers: [("Content-Language", language.rawValue), ("Vary", "Accept-Language, Cookie")],
            body: Array(html.text.utf8))
    }

    /// An answer that sends a browser on to another page of ours (RFC 9110, section 15.4.4).
    static func redirect(to path: String, cookie: String? = nil) -> HTTPResponse {
        HTTPResponse(
            status: 303, headers: [("Location", path)] + (cookie.map { [("Set-Cookie", $0)] } ?? []))
    }
}
