internal import Platform

extension Generator {
    /// The request that registers `document`, which went on paper.
    func registration(of document: PlannedDocument) -> WireRequest {
        var body = JSONText()
        body.object { body in
            body.member("issuer", parties[document.sender].code)
            body.member("number", number(of: document))
            body.member("notation", notation(of: document))
            body.member("promulgation_date", day)
            body.member("type", DocumentType.named(document.type)?.name ?? document.type)
            body.key("recipients")
            body.array { body in
                for receiver in document.receivers { body.string(parties[receiver].code) }
            }
            body.member("secret", false)
        }
        return WireRequest(
            method: "POST", target: "/api/v1/paper-documents", headers: [("Content-Type", "application/json")],
            body: body.bytes)
    }
}
