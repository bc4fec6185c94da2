internal import HTTP
internal import Platform
internal import Trust

/// The detail of an audit entry: the members and parameters that its operation declares, from the very reading that
/// is carried out, in the order of their declaration. No value is so long that another finds no room.
enum AuditDetail {
    /// Names of texts that are secrets wherever they stand.
    private static let secrets: Set<String> = ["secret", "token", "password", "passphrase"]

    /// The detail of a call of `operation`; empty where nothing but the path says what is done.
    static func text(_ operation: APIOperation, _ call: APIOperation.Call) -> String {
        let known = text(operation, call.body.node, query: call.request.query)
        guard let body = operation.body, call.body.node == nil else { return known }
        let hasDigest = !Auditor.recorded.contains(operation.id) && !body.members.contains(where: \.isSecret)
        return (known.isEmpty ? "" : known + ", ") + "body=" + unread(call.request, hasDigest: hasDigest)
    }

    /// The parameters in `query`, and the members of `node` where there is one.
    static func text(_ operation: APIOperation, _ node: JSONNode?, query: [(name: String, value: String)]) -> String {
        var parts: [String] = []
        for parameter in operation.parameters where parameter.place == "query" {
            let values = query.filter { $0.name == parameter.name }.map(\.value)
            if !values.isEmpty { parts.append("\(parameter.name)=\(AuditText.list(values))") }
        }
        for member in operation.body?.members ?? [] {
            guard let value = node?[member.name], !isSecret(member, value) else { continue }
            parts.append("\(member.name)=\(text(value))")
        }
        return parts.joined(separator: ", ")
    }

    /// The members of a dialect's body.
    static func text(_ members: [(name: String, value: String?)]) -> String {
        members.compactMap { member in member.value.map { "\(member.name)=\(AuditText.value($0))" } }
            .joined(separator: ", ")
    }

    private static func isSecret(_ member: APIBody.Member, _ value: JSONNode) -> Bool {
        // A flag of such a name, such as that of a state secret, holds none.
        if member.isSecret { return true }
        return secrets.contains(member.name) && value.bool == nil
    }

    private static func text(_ node: JSONNode) -> String {
        switch node.value {
        case .string(let text): AuditText.value(text)
        case .number(let spelling): AuditText.value(spelling)
        case .bool(let flag): "\(flag)"
        case .null: "null"
        case .object(let members): "(an object of \(members.count))"
        case .array(let elements):
            elements.isEmpty ? "(none)" : AuditText.list(elements.map { $0.string ?? $0.kind })
        }
    }

    /// A body that is no JSON, or is none that can be read. One with a password in it leaves no digest to guess it by; that
    /// of a document is in the document's own facts, unless it is a state secret.
    private static func unread(_ request: HTTPRequest, hasDigest: Bool) -> String {
        let type = request.header("Content-Type").map { AuditText.value($0) } ?? "no type"
        let digest = hasDigest ? " SHA-256 \(Hex.encode(SHA256.digest(request.body)))" : ""
        return "(\(type) \(request.body.count) bytes\(digest))"
    }
}
