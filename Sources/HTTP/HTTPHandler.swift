/// What answers requests.
public protocol HTTPHandler: Sendable {
    /// How many bytes of body a request may bring, asked before any of it is read.
    func bodyLimit(method: String, target: String) -> Int
    /// The answer to a body over the limit, and to a target that cannot be decoded.
    func answer(toUnreadable status: Int) -> HTTPResponse
    /// Answers `request` through `responder`, now or later, from any thread.
    func handle(_ request: HTTPRequest, _ responder: HTTPResponder)
}
