/// What answers requests.
public protocol HTTPHandler: Sendable {
    /// Who asks, and how much a request may bring; asked once a request, before any of its body is read. `source` is where
    /// it came from, `header` gives the field of a name, `peerCertificate` the DER of the client's certificate, nil for
    /// none.
    func admit(
        method: String, target: String, source: HTTPSource, header: (String) -> String?,
        peerCertificate: () -> [UInt8]?
    ) -> HTTPAdmission
    /// The answer to what never becomes a request. `target` is its target, empty if unreadable; nil if no
    /// request began.
    func answer(to fault: HTTPFault, target: String?) -> HTTPResponse
    /// Answers `request` through `responder`, now or later, from any thread.
    func handle(_ request: HTTPRequest, _ responder: HTTPResponder)
}

/// Who asks, and how much a request may bring.
public struct HTTPAdmission: Sendable {
    /// How many bytes of body are read at most.
    public var bodyLimit: Int
    /// What stands for whoever asks, the same for all connections of one party; nil for a stranger.
    public var party: UInt64?
    /// What stands for the agency that it speaks for, where that is not the same: one agency may call in several ways.
    public var agency: UInt64?
    /// What the handler found out about the head, and wants to have again with the request.
    public var finding: (any Sendable)?
    /// The answer to a body over the limit, where that is a stranger's: why the caller is one. Nil for the usual one.
    public var refusal: HTTPResponse?

    /// A request of `party` with a body of up to `bodyLimit` bytes.
    public init(bodyLimit: Int, party: UInt64?) {
        self.bodyLimit = bodyLimit
        self.party = party
    }
}

/// Why something is no request that can be handled.
public enum HTTPFault: Sendable, Equatable {
    /// The head can be read in two ways, or not at all; with what is wrong with it.
    case unreadable(String)
    /// The body is over its limit.
    case tooLarge
    /// There is no room for the body, or for the answer, now.
    case noRoom
    /// The server's library refuses it on its own, with this status: 414 or 431 for a head that is too large, 400 for what
    /// is no HTTP, 413 for a length beyond all bounds, 505 for another version.
    case refused(status: Int)
    /// Plain HTTP came to where TLS is spoken.
    case tlsNeeded
}
