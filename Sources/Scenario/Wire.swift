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

/// Makes detached signatures (RFC 5652) as one agency.
protocol Signing: Sendable {
    /// A CMS in DER over exactly these bytes.
    func sign(_ content: [UInt8]) throws(ScenarioError) -> [UInt8]
}

/// What a run needs of the world outside: connections, keys and the receivers' own check of signatures.
protocol Surroundings: Sendable {
    /// Whether there are a certificate and a key for the agency `code`.
    func hasIdentity(of code: String) -> Bool
    /// A new connection as `identity`.
    func connect(as identity: Identity) throws(ScenarioError) -> any Wire
    /// The signer of the agency `code`.
    func signer(of code: String) throws(ScenarioError) -> any Signing
    /// A signer with a certificate of the agency `code` whose time is over, and that certificate as PEM.
    func expiredSigner(of code: String) throws(ScenarioError) -> (signer: any Signing, pem: [UInt8])
    /// Whether `signature` is a valid signature of somebody the roots vouch for over `content`, by the receiver's own check.
    func verify(_ content: [UInt8], signature: [UInt8]) -> Bool
}
