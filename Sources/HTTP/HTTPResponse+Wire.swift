internal import Platform

extension HTTPResponse {
    /// The whole answer as it goes over the wire before its connection is closed, past libmicrohttpd.
    var lastWords: [UInt8] {
        let reason =
            switch status {
            case 400: "Bad Request"
            case 401: "Unauthorized"
            case 403: "Forbidden"
            case 413: "Content Too Large"
            case 503: "Service Unavailable"
            default: "Error"
            }
        var text = Array("HTTP/1.1 \(status) \(reason)\r\nConnection: close\r\n".utf8)
        for (name, value) in fields { text += Array("\(name): \(value)\r\n".utf8) }
        text += Array("Content-Length: \(body.count)\r\n\r\n".utf8)
        return text + body
    }

    /// The header fields as they go out. No browser guesses a type other than the one that is told.
    var fields: [(name: String, value: String)] {
        let fields = headers.filter { Self.isField($0.value) && !Multipart.isSame($0.name, Self.guess) }
        return fields + [(Self.guess, "nosniff")]
    }

    private static let guess = "X-Content-Type-Options"

    /// Whether a header field may hold `value`: a line break within would begin a field of its own (RFC 9110, 5.5).
    static func isField(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
