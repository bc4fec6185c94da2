internal import HTTP

/// The pages that strangers see.
enum SignIn {
    /// How to come in; with 401, so that programs understand it too.
    static func page(_ language: Language, failed: Bool, isPage: Bool = true) -> HTTPResponse {
        let problem: HTML =
            failed
            ? "<p class=\"problem\" role=\"alert\">\(language("This link or token is not valid, or not any more.", "Liên kết hoặc mã truy cập không hợp lệ hoặc đã hết hạn."))</p>"
            : ""
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
                    """), status: failed ? 403 : 401, language)
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
