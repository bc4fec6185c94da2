internal import Glibc
internal import Outbound

/// The running daemon over HTTPS, with the demo PKI's identities from files.
struct Network: Surroundings {
    let serverURL: String
    /// The directory that holds `root.pem`, `admin/` and `agencies/CODE/`.
    let certificates: String
    let keys: any KeyRing

    func hasIdentity(of code: String) -> Bool {
        let directory = directory(of: .agency(code))
        return unsafe access(directory + "/certificate.pem", R_OK) == 0 && access(directory + "/key.pem", R_OK) == 0
    }

    func connect(as identity: Identity) throws(ScenarioError) -> any Wire {
        let directory = directory(of: identity)
        let configuration = HTTPClient.Configuration(
            roots: certificates + "/root.pem", certificate: directory + "/certificate.pem",
            key: directory + "/key.pem")
        do {
            return NetworkWire(client: try HTTPClient(configuration), serverURL: serverURL)
        } catch {
            throw ScenarioError(.identityMissing, path: directory, "\(error)")
        }
    }

    func signer(of code: String) throws(ScenarioError) -> any Signing { try keys.signer(of: code) }

    func issue(_ kind: IssuedKind, to code: String) throws(ScenarioError) -> (signer: any Signing, pem: [UInt8]) {
        try keys.issue(kind, to: code)
    }

    var issues: Bool { keys.issues }

    func makeIdentities(of parties: [Party]) throws(ScenarioError) -> [[UInt8]] {
        try keys.makeIdentities(of: parties)
    }

    func verify(_ content: [UInt8], signature: [UInt8]) -> Bool { keys.verify(content, signature: signature) }

    private func directory(of identity: Identity) -> String {
        switch identity {
        case .admin: certificates + "/admin"
        case .agency(let code): certificates + "/agencies/" + code
        }
    }
}

/// One kept connection to the daemon.
final class NetworkWire: Wire {
    private let client: HTTPClient
    private let serverURL: String

    init(client: HTTPClient, serverURL: String) {
        self.client = client
        self.serverURL = serverURL
    }

    func exchange(_ request: WireRequest) throws(ScenarioError) -> WireAnswer {
        do {
            let answer = try client.perform(
                request.method, serverURL + request.target, headers: request.headers,
                body: request.method == "GET" ? nil : request.body)
            return WireAnswer(status: answer.status, headers: answer.headers, body: answer.body)
        } catch {
            switch error.code {
            case .unreachable, .addressRefused, .timedOut, .connectionBroken, .loginDenied, .refused:
                throw ScenarioError(.unreachable, "\(serverURL): \(error.message)")
            case .tlsFailed:
                throw ScenarioError(
                    .identityMissing, "\(serverURL): \(error.message)",
                    hint: "The certificates must come from the PKI of this very daemon.")
            case .responseTooLarge: throw ScenarioError(.unexpectedAnswer, "\(serverURL): \(error.message)")
            }
        }
    }
}
