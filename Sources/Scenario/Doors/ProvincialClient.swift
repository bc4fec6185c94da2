internal import Platform

/// A client of the provincial LGSPs' interface: it logs in once, and again where its token is no longer taken.
final class ProvincialClient: DialectClient {
    private let wire: any Wire
    private let system: String
    private let secret: String
    private var token: String?

    init(wire: any Wire, system: String, secret: String) {
        self.wire = wire
        self.system = system
        self.secret = secret
    }

    func send(_ message: [UInt8], from code: String, kind: DialectKind) throws(DialectFault) -> String {
        // An XML document holds no line that begins like this one.
        let boundary = "----------lgsp-ZWRvYw"
        var body: [UInt8] = []
        body.reserveCapacity(message.count + 512)
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"messageType\"\r\n\r\n\(kind.rawValue)\r\n".utf8
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"edocFile\"; filename=\"edoc.edxml\"\r\n".utf8
        body += "Content-Type: application/xml\r\n\r\n".utf8
        body += message
        body += "\r\n--\(boundary)--\r\n".utf8
        let answer = try call(
            "POST", "sendEdoc", type: "multipart/form-data; boundary=\(boundary)", body: body)
        return answer["docId"]?.string ?? ""
    }

    func list(_ kind: DialectKind, limit: Int) throws(DialectFault) -> [String] {
        let answer = try call("GET", "syncReceivedEdocList?messageType=\(kind.rawValue)")
        return (answer["data"]?.elements ?? []).prefix(limit).compactMap { $0["docId"]?.string }
    }

    func content(_ id: String) throws(DialectFault) -> [UInt8] {
        let answer = try call("GET", "getEdoc?docId=\(Percent.encode(id))")
        guard let text = answer["data"]?["edxml"]?.string else {
            throw .failed(ScenarioError(.unexpectedAnswer, "getEdoc was answered without edXML"))
        }
        return Array(text.utf8)
    }

    func set(_ id: String, to state: String) throws(DialectFault) {
        var json = JSONText()
        json.object { json in
            json.member("docId", id)
            json.member("status", state)
        }
        _ = try call("POST", "updateStatus", type: "application/json", body: json.bytes)
    }

    private func call(
        _ method: String, _ target: String, type: String = "application/json", body: [UInt8] = []
    ) throws(DialectFault) -> JSONNode {
        for isLast in [false, true] {
            let bearer = if let token { token } else { try login() }
            let request = WireRequest(
                method: method, target: "/lgsp/v1/\(target)",
                headers: [
                    ("Authorization", "Bearer \(bearer)"), ("X-SystemId", system),
                    ("X-SecretKey", secret), ("Content-Type", type),
                ], body: body)
            let (answer, node) = try wire.call(request)
            if answer.status == 200, let node, node["success"]?.bool == true { return node }
            if answer.status == 401, !isLast {
                token = nil
                continue
            }
            // The bus's own code leads the description.
            let words = node?["data"]?["errorDesc"]?.string
            throw DialectFault(words?.split(separator: ":").first.map(String.init), in: answer)
        }
        throw .failed(ScenarioError(.unexpectedAnswer, "\(target) was not answered"))
    }

    private func login() throws(DialectFault) -> String {
        var json = JSONText()
        json.object { json in
            json.member("username", system)
            json.member("password", secret)
        }
        let (answer, node) = try wire.call(
            WireRequest(
                method: "POST", target: "/lgsp/v1/auth/login?allow_anonymous=true",
                headers: [("Content-Type", "application/json")], body: json.bytes))
        guard answer.status == 200, let text = node?["data"]?["token"]?.string else {
            throw DialectFault("login_refused", in: answer)
        }
        token = text
        return text
    }
}
