public import HTTP

/// Pages for people, served beside the API on the HTTPS listener.
public protocol PageSite: Sendable {
    /// Whether a path is one of its pages.
    func owns(_ path: [String]) -> Bool
    /// Answers a request for one of its pages, by `visit`, through `responder`.
    func handle(_ request: HTTPRequest, _ visit: Visit, _ responder: HTTPResponder)
    /// Ends what goes on by itself; the daemon stops.
    func close()
}
