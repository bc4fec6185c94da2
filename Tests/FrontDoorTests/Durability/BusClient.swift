import Client
import Outbound
import Platform

/// One HTTPS connection to a daemon, for one thread.
final class BusClient {
    /// What a document was answered with.
    enum Answer: Sendable, Equatable {
        /// 200 or 201: it is on disk. The receipt is its JSON.
        case acknowledged(status: Int, receipt: String)
        /// Another status, with the body.
        case refused(status: Int, String)
        /// Nothing came back.
        case silence
    }

    private let client: HTTPClient
    private let api: String

    /// The daemon at `url`, called as `identity` of the PKI in `certificates`.
    init(url: String, certificates: String, identity: String) throws {
        var configuration = HTTPClient.Configuration(
            roots: certificates + "/root.pem", certificate: "\(certificates)/\(identity)/certificate.pem",
            key: "\(certificates)/\(identity)/key.pem")
        configuration.timeout = 30
        client = try HTTPClient(configuration)
        api = url + "/api/v1"
    }

    convenience init(_ bus: Bus, as identity: String) throws {
        try self.init(url: bus.url, certificates: bus.certificates, identity: identity)
    }

    /// Sends one document, or several in one request; an answer for each.
    func send(_ documents: [SignedDocument]) -> [Answer] {
        let silence = documents.map { _ in Answer.silence }
        guard documents.count != 1 else {
            guard
                let response = try? client.perform(
                    "POST", api + "/documents",
                    headers: [
                        ("Content-Type", "application/edxml+xml"),
                        ("Lgsp-Signature", Base64.encode(documents[0].signature)),
                    ], body: documents[0].content)
            else { return silence }
            return [Self.answer(response.status, JSONValue(response.body), response.body)]
        }
        guard
            let response = try? client.perform(
                "POST", api + "/documents", headers: [("Content-Type", "multipart/mixed; boundary=\(Self.boundary)")],
                body: Self.multipart(documents))
        else { return silence }
        let results = JSONValue(response.body)?["results"].elements ?? []
        guard response.status == 200, results.count == documents.count else {
            return documents.map { _ in
                .refused(status: response.status, String(decoding: response.body, as: UTF8.self))
            }
        }
        return results.map { Self.answer($0["status"].int ?? 0, $0, Array($0.json.utf8)) }
    }

    static let boundary = "durability-boundary"

    /// The body of a request with several documents.
    static func multipart(_ documents: [SignedDocument]) -> [UInt8] {
        var body: [UInt8] = []
        for document in documents {
            for (name, bytes) in [("document", document.content), ("signature", document.signature)] {
                body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8)
                body += bytes + [13, 10]
            }
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }

    private static func answer(_ status: Int, _ json: JSONValue?, _ body: [UInt8]) -> Answer {
        guard status == 200 || status == 201, let json else {
            return .refused(status: status, String(decoding: body, as: UTF8.self))
        }
        return .acknowledged(status: status, receipt: json["receipt"].json)
    }

    /// Any other call; nil where nothing came back.
    func call(_ method: String, _ path: String, body: [UInt8]? = nil) -> (status: Int, body: [UInt8])? {
        guard let response = try? client.perform(method, api + path, body: body) else { return nil }
        return (response.status, response.body)
    }

    /// One entry of a mailbox.
    struct Item {
        let delivery: String
        let documentID: String
        let content: [UInt8]?
    }

    /// Everything in the mailbox of `agency` after `cursor`; moves the cursor on.
    func mailbox(_ agency: String, after cursor: inout String?, content: Bool = false) throws -> [Item] {
        var items: [Item] = []
        while true {
            var path = "/inbox/\(agency)?limit=\(content ? 100 : 500)"
            if content { path += "&content=1" }
            if let cursor { path += "&cursor=\(cursor)" }
            guard let answer = call("GET", path), answer.status == 200, let page = JSONValue(answer.body) else {
                throw NoMailbox(agency: agency)
            }
            for item in page["items"].elements {
                items.append(
                    Item(
                        delivery: item["delivery"].text, documentID: item["document_id"].text,
                        content: item["content"].string.flatMap { Base64.decode($0) }))
            }
            guard !page["items"].elements.isEmpty, let next = page["cursor"].string else { return items }
            cursor = next
        }
    }

    /// The mailbox could not be read.
    struct NoMailbox: Error { let agency: String }
}
