internal import Gateway
internal import HTTP

/// The pages that strangers see.
enum SignIn {
    /// How to come in; with 401, so that programs understand it too.
    static func page(_ language: Language) -> HTTPResponse { page(language, problem: "", status: 401) }

    /// The same after a failure: what was wrong, or how long to wait after many failures.
    static func failed(_ failure: Visit.Failure, _ language: Language) -> HTTPResponse {
        let sentence =
            failure.retryAfter.map { seconds in
                language(
                    "Too many wrong links or tokens. Try again in \(seconds) s.",
                    "Quá nhiều liên kết hoặc mã truy cập sai. Hãy thử lại sau \(seconds) giây.")
            }
            ?? language(
                "This link or token is not valid, or not any more.",
                "Liên kết hoặc mã truy cập không hợp lệ hoặc đã hết hạn.")
        var response = page(
            language, problem: "<p class=\"problem\" role=\"alert\">\(sentence)</p>",
            status: failure.retryAfter == nil ? 403 : 429)
        if let seconds = failure.retryAfter { response.headers.append(("Retry-After", "\(seconds)")) }
        return response
    }

    private static func page(_ language: Language, problem: HTML, status: Int) -> HTTPResponse {
        return .page(
            Layout.frame(
                title: language("Sign in", "Đăng nhập"), language: language, header: "",
                main: """
                    <section class="door"><h1>LGSP Bus</h1>
                    \(problem)
                    <p>\(language("Ask the machine that runs the bus for a link; it works once, for ten minutes:", "Lấy liên kết trên máy chạy trục; dùng được một lần trong mười phút:"))</p>
                    <pre>lgsp console link</pre>
                    <form method="post" action="/console/sign-in">
                    <label for="token">\(language("Or an access token", "Hoặc mã truy cập"))</label>
                    <input id="token" name="token" type="password" autocomplete="current-password" required>
                    <button>\(language("Sign in", "Đăng nhập"))</button></form>
                    <p>\(language("A browser that holds an agency's or an admin's certificate needs neither.", "Trình duyệt có chứng thư của cơ quan hoặc quản trị viên thì không cần."))</p>
                    </section>
                    """), status: status, language)
    }

    /// What a one-time link shows: it is used up by the button, not by looking at it.
    static func confirm(_ request: HTTPRequest, _ language: Language) -> HTTPResponse {
        .page(
            Layout.frame(
                title: language("Sign in", "Đăng nhập"), language: language, header: "",
                main: """
                    <section class="door"><h1>LGSP Bus</h1>
                    <form method="post" action="/console/sign-in">
                    <input type="hidden" name="link" value="\(request.parameter("link") ?? "")">
                    <button>\(language("Sign in to the console", "Vào bảng điều khiển"))</button></form></section>
                    """), language)
    }
}
