/// An answer.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// Header fields; length and date are the server's work.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// A body that is made while it is sent, in place of `body`.
    public var stream: HTTPStream?

    /// The answer `status` with a body of `contentType`.
    public init(
        status: Int, contentType: String? = nil, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.status = status
        self.headers = contentType.map { [("Content-Type", $0)] + headers } ?? headers
        self.body = body
    }
}
