internal import Platform
internal import Trust

/// The running daemon as programs see it that speak a dialect of the field.
///
/// Each agency has a system of its own, which the admin registers over the native API. Its secret is derived from the
/// admin's key: it need not be kept, all processes of a run know it, and nobody else does.
final class DialectNetwork: Surroundings {
    private let network: Network
    private let door: Door
    private let mailboxes = DialectMailboxes()

    init(_ network: Network, door: Door) {
        self.network = network
        self.door = door
    }

    /// These interfaces have no place for a signature beside the document.
    var signsInside: Bool { true }

    func connect(as identity: Identity) throws(ScenarioError) -> any Wire {
        let wire = try network.connect(as: identity)
        guard case .agency(let code) = identity else { return wire }
        let (system, secret) = (Self.system(of: code), try secret(of: code))
        let client: any DialectClient =
            if door == .vxp {
                VXPClient(wire: wire, system: system, secret: secret, now: PKIKeyRing.now())
            } else {
                ProvincialClient(wire: wire, system: system, secret: secret)
            }
        return DialectWire(
            code: code, client: client, native: wire, mailboxes: mailboxes, keys: network.keys, clock: PKIKeyRing.now)
    }

    /// Registers a system for each of the agencies, under the policy `required`; one that is there stays.
    func open(_ codes: [String], admin: Caller) throws(ScenarioError) {
        for code in codes {
            let answer = try admin.call(request(code, secret: try secret(of: code)), as: .admin)
            if answer.status == 409 {
                _ = try admin.json(request(code, secret: nil), as: .admin)
            } else if answer.status > 201 {
                let problem = try Caller.node(of: answer, request(code, secret: nil))["code"]?.string
                throw ScenarioError(
                    .unexpectedAnswer, "the system of \(code) could not be registered: \(problem ?? "without a code")")
            }
        }
    }

    private func request(_ code: String, secret: String?) -> WireRequest {
        var json = JSONText()
        json.object { json in
            json.member("id", Self.system(of: code))
            json.member("secret", secret)
            json.member("policy", "required")
            json.key("agencies")
            json.array { $0.string(code) }
        }
        return WireRequest(
            method: "POST", target: "/api/v1/systems", headers: [("Content-Type", "application/json")],
            body: json.bytes)
    }

    private static func system(of code: String) -> String { "lgsp-replay.\(code)" }

    private func secret(of code: String) throws(ScenarioError) -> String {
        let path = network.certificates + "/admin/key.pem"
        do {
            let key = try FileBytes.read(path, limit: 1 << 16)
            return Hex.encode(try HMACSHA256.code(of: Array("secret of \(Self.system(of: code))".utf8), key: key))
        } catch {
            throw ScenarioError(.identityMissing, path: path, "\(error)")
        }
    }

    func hasIdentity(of code: String) -> Bool { network.hasIdentity(of: code) }
    func signer(of code: String) throws(ScenarioError) -> any Signing { try network.signer(of: code) }
    func issue(_ kind: IssuedKind, to code: String) throws(ScenarioError) -> (signer: any Signing, pem: [UInt8]) {
        try network.issue(kind, to: code)
    }
    var issues: Bool { network.issues }
    func makeIdentities(of parties: [Party]) throws(ScenarioError) -> [[UInt8]] {
        try network.makeIdentities(of: parties)
    }
    func verify(_ content: [UInt8], signature: [UInt8]) -> Bool { network.verify(content, signature: signature) }
}
