public import HTTP

extension HTTPResponse {
    /// The header fields of bytes that somebody else wrote: a browser that is led to them saves them as `name`, which is
    /// ASCII without quotation marks, and runs nothing in them.
    public static func download(_ name: String) -> [(name: String, value: String)] {
        [
            ("Content-Disposition", "attachment; filename=\"\(name)\""),
            ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ]
    }

    /// Bytes that were stored as they came.
    static func stored(_ bytes: [UInt8], contentType: String, name: String) -> HTTPResponse {
        HTTPResponse(status: 200, contentType: contentType, headers: download(name), body: bytes)
    }
}
