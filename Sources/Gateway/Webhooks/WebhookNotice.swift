internal import Exchange
internal import Ledger
internal import Platform
internal import Trust

/// What a webhook is told: that something lies in a mailbox, never what it says.
struct WebhookNotice: Sendable {
    /// The id that a receiver tells repetitions by: the delivery's.
    let id: Identifier
    /// The JSON.
    let body: [UInt8]
    /// Whose mailbox; nil for a test.
    let recipient: AgencyNumber?

    /// The notice about `delivery`; nil where it does not lie in its mailbox any more.
    init?(_ delivery: Serial, in ledger: Ledger) throws {
        let directory = ledger.directory
        let found = try ledger.read { reader -> (DeliveryRow, DocumentRow, AgencyNumber)? in
            guard let row = try reader.delivery(delivery), row.state.isOpen,
                let document = try reader.document(row.message.document)
            else { return nil }
            let sender: AgencyNumber? =
                switch row.message.kind {
                case .document: document.issuer
                case .status: try reader.status(row.message.serial)?.sender
                case .notice: try reader.notice(row.message.serial)?.about
                }
            return (row, document, sender ?? document.issuer)
        }
        guard let (row, document, sender) = found else { return nil }
        id = row.id
        recipient = row.recipient
        var json = JSONText()
        json.object { json in
            json.member("event", "delivered")
            json.member("delivery", row.id.description)
            json.member("document", document.id.description)
            json.member("document_id", document.documentID)
            json.member("from", directory.agency(sender)?.code)
            json.member("to", directory.agency(row.recipient)?.code)
            json.member("kind", row.message.kind.name)
            json.member("delivered_at", row.deliveredAt.text)
        }
        body = json.bytes
    }

    /// A notice about nothing, to see whether a webhook answers.
    init(testOf webhook: Webhook, id: Identifier, at instant: Instant) {
        self.id = id
        recipient = nil
        var json = JSONText()
        json.object { json in
            json.member("event", "test")
            json.member("delivery", id.description)
            json.member("webhook", webhook.id.description)
            json.member("delivered_at", instant.text)
        }
        body = json.bytes
    }

    /// The header fields, signed with `secret` at `instant`: HMAC-SHA256 over `SECONDS.BODY` (RFC 2104).
    func headers(secret: String, at instant: Instant) throws -> [(name: String, value: String)] {
        let seconds = instant.milliseconds / 1_000
        let code = try HMACSHA256.code(of: Array("\(seconds).".utf8) + body, key: [UInt8](secret.utf8))
        return [
            ("Content-Type", "application/json"), ("User-Agent", "lgsp-webhook"), ("Lgsp-Webhook-Id", id.description),
            ("Lgsp-Webhook-Signature", "t=\(seconds),v1=\(Hex.encode(code))"),
        ]
    }
}
