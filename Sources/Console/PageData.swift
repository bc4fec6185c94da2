internal import HTTP
internal import Platform

/// What a page is made of, as JSON: the requests to the API, and its answers as they are.
enum PageData {
    static func answer(_ context: PageContext, status: Int) -> HTTPResponse {
        var body = Array("[".utf8)
        for (place, asked) in context.asked.enumerated() {
            var request = JSONText()
            request.string(asked.request)
            body += Array((place == 0 ? "{\"request\":" : ",\n{\"request\":").utf8) + request.bytes
            body += Array(",\"answer\":".utf8) + asked.answer + Array("}".utf8)
        }
        body += Array("]\n".utf8)
        return HTTPResponse(status: status, contentType: "application/json", body: body)
    }
}
