internal import Platform

extension WireRequest {
    /// Confirms `deliveries` in the mailbox of the agency `code`.
    static func confirmation(_ deliveries: [String], outcome: String, of code: String) -> WireRequest {
        var body = JSONText(capacity: deliveries.count * 40 + 64)
        body.object { body in
            body.key("deliveries")
            body.array { body in
                for delivery in deliveries { body.string(delivery) }
            }
            body.member("outcome", outcome)
            if outcome == "fail" { body.member("reason", "Chữ ký số không hợp lệ") }
        }
        return WireRequest(
            method: "POST", target: "/api/v1/inbox/\(code)/confirm",
            headers: [("Content-Type", "application/json")], body: body.bytes)
    }

    /// The status `status` about `document`, the bus's id of it.
    static func status(_ status: String, reason: String?, of document: String) -> WireRequest {
        var body = JSONText()
        body.object { body in
            body.member("code", status)
            body.member("reason", reason)
        }
        return WireRequest(
            method: "POST", target: "/api/v1/documents/\(Percent.encode(document))/statuses",
            headers: [("Content-Type", "application/json")], body: body.bytes)
    }
}
