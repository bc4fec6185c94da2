/// What answers requests.
public protocol HTTPHandler: Sendable {
    /// How many bytes of body a request may bring, asked before any of it is read; `peerCertificate` gives the DER of the
    /// client's certificate, nil for none.
    func bodyLimit(method: String, target: String, peerCertificate: () -> [UInt8]?) -> Int
    /// The answer to a body over the limit (413), to one for which there is no room now (503), and to a target that cannot
    /// be decoded (400).
    func answer(toUnreadable status: Int) -> HTTPResponse
    /// Answers `request` through `responder`, now or later, from any thread.
    func handle(_ request: HTTPRequest, _ responder: HTTPResponder)
}
