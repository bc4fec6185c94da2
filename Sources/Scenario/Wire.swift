/// A request to the bus.
struct WireRequest: Sendable {
    /// Such as `POST`.
    let method: String
    /// Path and query, percent-encoded.
    let target: String
    /// Name and value.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
}

/// The bus's answer to a request.
struct WireAnswer: Sendable {
    let status: Int
    /// Name, in any case, and value.
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    /// The value of the first header called `name`, in any case.
    func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// Who speaks: a directory of the demo PKI with `certificate.pem` and `key.pem`.
enum Identity: Hashable, Sendable {
    case admin
    case agency(String)
}

/// A connection kept open, as one identity, used by one thread at a time; it closes when it is let go.
protocol Wire: AnyObject {
    /// The answer to `request`; throws where none came (the connection may be used again).
    func exchange(_ request: WireRequest) throws(ScenarioError) -> WireAnswer
}

/// What a run needs of the world outside: keys and connections.
protocol Surroundings: KeyRing {
    /// Whether there are a certificate and a key for the agency `code`.
    func hasIdentity(of code: String) -> Bool
    /// A new connection as `identity`.
    func connect(as identity: Identity) throws(ScenarioError) -> any Wire
    /// Whether all signatures stand inside the documents.
    var signsInside: Bool { get }
    /// Lets the agencies' programs in, where more than a certificate is needed for that.
    func open(_ codes: [String], admin: Caller) throws(ScenarioError)
}

extension Surroundings {
    /// Signatures may stand beside the documents.
    var signsInside: Bool { false }
    /// A certificate is enough.
    func open(_ codes: [String], admin: Caller) throws(ScenarioError) {}
}
