internal import Exchange
internal import HTTP
internal import Ledger
internal import Platform

/// Keeps who changed what with an admin's rights, before it is done: what is not kept does not happen.
struct Auditor {
    let services: Services

    /// What says too much: secrets of systems and webhooks.
    private static let secrets = ["secret", "token"]
    /// Bytes of one entry's target, and of its detail.
    private static let limit = 2_000
    /// What changes nothing.
    private static let harmless: Set<String> = ["lint"]

    /// Calls `then` once the call is kept, at once where it need not be.
    func keep(_ operation: APIOperation, _ call: APIOperation.Call, then: @escaping @Sendable () -> Void) throws {
        guard call.caller.administers, operation.method != "GET", !Self.harmless.contains(operation.id) else {
            return then()
        }
        let name = call.caller.name
        let audit = Audit(
            actor: name.isEmpty ? "admin certificate" : name, operation: operation.id,
            target: String(decoding: call.arguments.joined(separator: " ").utf8.prefix(Self.limit), as: UTF8.self),
            detail: Self.detail(of: call.request.body))
        let responder = call.responder
        try services.ledger.append([.audited(audit)]) { result in
            switch result {
            // On the connection's thread: the one that calls here is the ledger's, which has more to do.
            case .success: responder.perform(then)
            case .failure(let error): responder.respond(Router.problem(of: error).response)
            }
        }
    }

    private static func detail(of body: [UInt8]) -> String {
        guard let node = try? JSONReader.read(body) else { return "" }
        let members = node.members.filter { !secrets.contains($0.key) }.map { member in
            let value =
                switch member.value.value {
                case .string(let text), .number(let text): text
                case .bool(let flag): "\(flag)"
                case .array(let elements): elements.compactMap(\.string).joined(separator: " ")
                case .object, .null: member.value.kind
                }
            return "\(member.key)=\(value)"
        }
        return String(decoding: members.joined(separator: ", ").utf8.prefix(limit), as: UTF8.self)
    }
}
