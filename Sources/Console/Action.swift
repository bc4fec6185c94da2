internal import Gateway
internal import HTTP
internal import Platform

/// What a form of the console asks for.
///
/// Whoever is known must send the key that the form held: another site cannot know it. What changes the bus goes through
/// the API, as the visitor.
struct Action {
    private let visit: Visit
    private let request: HTTPRequest
    private let language: Language
    private let responder: HTTPResponder
    private let fields: [String: String]

    init(_ visit: Visit, _ request: HTTPRequest, _ language: Language, _ responder: HTTPResponder) {
        self.visit = visit
        self.request = request
        self.language = language
        self.responder = responder
        fields = Form.read(request.body)
    }

    func perform(_ path: ArraySlice<String>) {
        switch path {
        case ["sign-in"]:
            let cookie: String
            do throws(Visit.Failure) { cookie = try visit.signIn(link: fields["link"], token: fields["token"]) } catch {
                return responder.respond(SignIn.failed(error, language))
            }
            return responder.respond(.redirect(to: "/console", cookie: cookie))
        case ["language"]:
            let choice = Language(choice: fields["to"], accepted: nil).rawValue
            return responder.respond(
                .redirect(
                    to: "/console",
                    cookie:
                        "lgsp-language=\(choice); Path=/console; Max-Age=31536000; Secure; HttpOnly; SameSite=Strict"))
        default: break
        }
        guard let visitor = visit.visitor else {
            return responder.respond(SignIn.page(language))
        }
        guard visitor.holds(formKey: fields["key"]) else { return fail(403, "cross_site") }
        if path == ["sign-out"] {
            return responder.respond(.redirect(to: "/console", cookie: visit.signOut(request)))
        }
        guard let change = Change.named(path.joined(separator: "/")) else { return fail(404, "not_found") }
        guard let call = change.call(fields) else { return fail(400, "bad_request") }
        let (responder, language) = (responder, language)
        visit.send(call.method, "/api/v1/" + call.path, call.body, for: responder) { result in
            switch result {
            case .success(let answer):
                guard let secret = answer["secret"]?.string else {
                    return responder.respond(.redirect(to: call.next))
                }
                responder.respond(Self.told(secret, call.next, language))
            case .failure(let failure):
                responder.respond(Self.problem(failure.status, failure.code, failure.detail, language))
            }
        }
    }

    /// A secret that was made, shown this once.
    private static func told(_ secret: String, _ next: String, _ language: Language) -> HTTPResponse {
        let title = language("The new secret", "Khóa mới")
        return .page(
            Layout.frame(
                title: title, language: language, header: "",
                main: """
                    <section class="door"><h1>\(title)</h1>
                    <p>\(language("It is shown this once. Give it to the system's operator on a safe way.", "Chỉ hiện một lần này. Hãy chuyển cho người vận hành hệ thống qua kênh an toàn."))</p>
                    <div class="copy"><pre tabindex="0">\(secret)</pre><button type="button" data-copy hidden>\(language("Copy", "Chép"))</button></div>
                    <p><a href="\(next)">\(language("Go on", "Tiếp tục"))</a></p></section>
                    """), language)
    }

    private func fail(_ status: Int, _ code: String) {
        responder.respond(Self.problem(status, code, "", language))
    }

    private static func problem(_ status: Int, _ code: String, _ detail: String, _ language: Language) -> HTTPResponse {
        .page(
            Layout.frame(
                title: language("That did not work", "Không thực hiện được"), language: language, header: "",
                main: """
                    <section class="door"><h1>\(language("That did not work", "Không thực hiện được"))</h1>
                    <p class="problem" role="alert"><a href="/errors/\(code)"><code>\(code)</code></a> \(detail)</p>
                    <p><a href="/console">\(language("Back to the console", "Về bảng điều khiển"))</a></p></section>
                    """), status: status, language)
    }
}
