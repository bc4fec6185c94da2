internal import Exchange
internal import Ledger
internal import Platform

/// How values of the domain look in JSON: one place, so that every page says the same.
extension JSONText {
    mutating func agency(_ name: StaticString, _ number: AgencyNumber, in directory: Directory) {
        guard let agency = directory.agency(number) else { return }
        key(name)
        object { json in
            json.member("code", agency.code)
            json.member("name", agency.name)
            json.member("tier", directory.tiers[agency.tier].code)
        }
    }

    /// For whom a successor got a delivery: the codes of agencies that are closed; nothing where it got it for itself.
    mutating func addressed(_ delivery: DeliveryRow, _ services: Services) {
        let directory = services.ledger.directory
        guard directory.hasSuccessions, delivery.message.kind == .document,
            let addressed = try? services.ledger.read({
                try $0.addressed(delivery.message.document, at: delivery.recipient)
            }), !addressed.isEmpty
        else { return }
        key("for")
        array { json in for agency in addressed { json.string(directory.agency(agency)?.code ?? "") } }
    }

    mutating func receipt(_ receipt: Receipt, _ shared: inout SharedReceiptText) {
        key("receipt")
        object { json in
            json.member("batch", receipt.checkpoint.batch)
            json.member("index", receipt.index)
            json.key("fact")
            json.base64(receipt.fact.span)
            json.member("leaf", hex: receipt.tree.leaf(at: receipt.index))
            json.key("path")
            json.array { json in for digest in receipt.tree.path(to: receipt.index) { json.hex(digest) } }
            json.raw(shared.members(of: receipt))
        }
    }

    mutating func summary(_ row: DocumentRow, in directory: Directory) {
        member("id", row.id.description)
        member("document_id", row.documentID)
        agency("issuer", row.issuer, in: directory)
        member("subject", row.subject)
        member("number", row.number)
        member("notation", row.notation)
        member("promulgation_date", row.promulgationDay.description)
        member("type", row.typeName)
        member("urgency", row.urgency)
        member("kind", row.kind)
        member("paper", row.hasPaper)
        member("size", row.size)
        member("digest", hex: row.digest)
        member("accepted_at", row.acceptedAt.text)
        member("signature", row.signature.name)
        member("recipients", row.recipients)
    }

    mutating func moment(_ name: StaticString, _ instant: Instant?) {
        key(name)
        if let instant { string(instant.text) } else { null() }
    }
}

extension Submission.SignatureStatus {
    var name: String {
        switch self {
        case .valid: "valid"
        case .invalid: "invalid"
        case .absent: "absent"
        }
    }
}
