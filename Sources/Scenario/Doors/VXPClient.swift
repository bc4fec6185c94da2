internal import Exchange
internal import Platform
internal import Trust

/// A client of the national axis's interface, as the real one behaves: it sets its timestamp once, the fields of earlier
/// calls stay and are signed again, and bytes of a digest have no leading zeros.
final class VXPClient: DialectClient {
    private static let prefix = "XroadVnpt-"
    /// Every message is of this one.
    private static let service = ("servicetype", "eDoc")

    private let wire: any Wire
    private let secret: [UInt8]
    /// Of every call, and what lingers of earlier ones, in the order of signing; the last two stand there always.
    private var fields: [(name: String, value: String)]

    /// A client of the system; `now` in milliseconds since 1970.
    init(wire: any Wire, system: String, secret: String, now: Int64) {
        self.wire = wire
        self.secret = Array(secret.utf8)
        fields = [
            ("systemid", system), ("timestamp", Self.timestamp(now)), ("Content-Type", "application/json"),
        ]
    }

    func send(_ message: [UInt8], from code: String, kind: DialectKind) throws(DialectFault) -> String {
        let digest = Hex.encodeUnpadded(SHA256.digest(message))
        let answer = try call(
            "sendEdoc", [Self.service, ("messagetype", kind.rawValue), ("hash-file", digest), ("from", code)],
            type: "application/octet-stream", body: message)
        return answer["DocId"]?.string ?? ""
    }

    func list(_ kind: DialectKind, limit: Int) throws(DialectFault) -> [String] {
        let answer = try call(
            "getReceivedEdocList", [Self.service, ("messagetype", kind.rawValue), ("pageSize", String(limit))])
        return (answer["data"]?.elements ?? []).compactMap { $0["docId"]?.string }
    }

    func content(_ id: String) throws(DialectFault) -> [UInt8] {
        let answer = try call("getEdoc", [("docId", id), ("filePath", "/")])
        guard let content = answer["data"]?.string.flatMap(Base64.decode) else {
            throw .failed(ScenarioError(.unexpectedAnswer, "getEdoc was answered without base64"))
        }
        return content
    }

    func set(_ id: String, to state: String) throws(DialectFault) {
        _ = try call("updateStatus", [("docId", id), ("status", state)])
    }

    private func call(
        _ operation: String, _ parameters: [(name: String, value: String)], type: String = "application/json",
        body: [UInt8] = Array("{}".utf8)
    ) throws(DialectFault) -> JSONNode {
        for parameter in parameters {
            if let place = fields.firstIndex(where: { $0.name == parameter.name }) {
                fields[place].value = parameter.value
            } else {
                fields.insert(parameter, at: fields.count - 2)
            }
        }
        let request = WireRequest(
            method: "POST", target: "/vxp/\(operation)", headers: try headers(type: type), body: body)
        let (answer, node) = try wire.call(request)
        guard answer.status == 200, let node, node["status"]?.string == "OK" else {
            throw DialectFault(node?["ErrorCode"]?.string, in: answer)
        }
        return node
    }

    /// The fields, and what signs them.
    private func headers(type: String) throws(DialectFault) -> [(name: String, value: String)] {
        var signed = JSONText(capacity: 1024)
        signed.object { signed in
            for field in fields {
                signed.key(dynamic: Self.prefix + field.name)
                signed.string(field.value)
            }
        }
        guard let code = try? HMACSHA256.code(of: signed.bytes, key: secret) else {
            throw .failed(ScenarioError(.identityMissing, "a request could not be signed"))
        }
        return fields.map { (Self.prefix + $0.name, $0.value) } + [
            (Self.prefix + "version", "3.0.201608"), ("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"),
            ("Content-Type", type), (Self.prefix + "sign-header-key", fields.map(\.name).joined(separator: ";")),
            (Self.prefix + "sign-header", signed.string), (Self.prefix + "hash-header", Hex.encode(code)),
        ]
    }

    /// `ddMMyyyy'T'HHmmss+SSSS`, where the last part is milliseconds.
    private static func timestamp(_ now: Int64) -> String {
        let second = Int(now / 1000 % 86_400)
        let day = Day(number: Int32(now / 86_400_000)).parts
        func two(_ number: Int) -> String { Format.padded(number, 2) }
        return two(day.day) + two(day.month) + Format.padded(day.year, 4) + "T" + two(second / 3600)
            + two(second / 60 % 60) + two(second % 60) + "+" + Format.padded(Int(now % 1000), 4)
    }
}
