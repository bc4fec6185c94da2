internal import EdXML
internal import Platform

/// A message that a dialect gave, in the native API's form of a mailbox's item.
struct DialectItem {
    /// The delivery's id.
    let id: String
    let kind: DialectKind
    let content: [UInt8]

    /// No part's bytes hold a line like this one: they are XML.
    private static let boundary = "lgsp-dialect-aXRlbXM"

    /// The items as parts, each with its bytes.
    static func parts(_ items: [DialectItem]) -> WireAnswer {
        var body: [UInt8] = []
        body.reserveCapacity(items.reduce(256) { $0 + $1.content.count + 160 })
        for item in items {
            body += "--\(boundary)\r\nLgsp-Delivery: \(item.id)\r\n\r\n".utf8
            body += item.content
            body += [13, 10]
        }
        body += "--\(boundary)--\r\n".utf8
        return items.isEmpty
            ? WireAnswer(status: 204, headers: [], body: [])
            : WireAnswer(status: 200, headers: [("Content-Type", "multipart/mixed; boundary=\(boundary)")], body: body)
    }

    /// The items as JSON, with what stands in the messages; one that cannot be read has its delivery only.
    static func json(_ items: [DialectItem]) -> WireAnswer {
        var json = JSONText(capacity: items.reduce(256) { $0 + $1.content.count * 4 / 3 + 512 })
        json.object { json in
            json.key("items")
            json.array { json in
                for item in items {
                    let (document, sender) = item.names
                    json.object { json in
                        json.member("delivery", item.id)
                        json.member("kind", item.kind == .document ? "document" : "status")
                        json.member("document", document)
                        json.member("document_id", document)
                        json.key("from")
                        json.object { $0.member("code", sender) }
                        json.key("content")
                        json.base64(item.content.span)
                    }
                }
            }
        }
        return WireAnswer(status: 200, headers: [], body: json.bytes)
    }

    /// The DocumentId of the document, or of the one that a status is about, and who sent the message.
    private var names: (document: String?, sender: String?) {
        // Whether its day is in the future is the bus's to judge.
        switch try? EdXMLReader.read(content, today: "9999/12/31") {
        case .document(let document): (document.documentID, document.from.id)
        case .status(let status): (status.responseForDocumentID, status.from.id)
        case nil: (nil, nil)
        }
    }
}
