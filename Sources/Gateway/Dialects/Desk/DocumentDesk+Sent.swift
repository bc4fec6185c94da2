internal import Exchange
internal import Ledger

/// What the caller's agencies sent.
extension DocumentDesk {
    /// What the caller's agencies sent, the newest first; with a name only that message.
    func sent(_ kind: Message.Kind, named name: String? = nil, limit: Int = 200) throws -> [Sent] {
        try services.ledger.read { reader in
            var wanted: Serial?
            if let name {
                guard let serial = try message(named: name, reader) else { return [] }
                wanted = serial
            }
            return try caller.agencies.flatMap { agency in
                kind == .status
                    ? try statuses(of: agency, wanted, limit, reader) : try documents(of: agency, wanted, limit, reader)
            }
        }
    }

    /// The message with this number or UUID, or of the delivery with this UUID; nil for none. Fails for text of no form.
    private func message(named name: String, _ reader: Reader) throws -> Serial? {
        guard let id = Identifier(name) else {
            guard let serial = Serial(number: name) else { throw Problem("not_found", found: name) }
            return serial
        }
        // Messages and deliveries are numbered apart: the whole id tells which it is.
        if let row = try reader.document(id) { return row.serial }
        if let row = try reader.status(id.serial), row.id == id { return row.serial }
        return try reader.delivery(id)?.message.serial
    }

    private func documents(
        of agency: AgencyNumber, _ wanted: Serial?, _ limit: Int, _ reader: Reader
    ) throws -> [Sent] {
        let rows =
            if let wanted {
                try reader.document(wanted).map { $0.issuer == agency ? [$0] : [] } ?? []
            } else { try reader.documents(from: agency, to: nil, before: nil, limit: limit).rows }
        return try rows.flatMap { row in
            let deliveries = try reader.deliveries(of: row.serial).filter { $0.message.kind == .document }
            return (deliveries.isEmpty ? [nil] : deliveries.map(Optional.some)).map {
                Sent(id: row.id, sender: agency, document: row, at: row.acceptedAt, delivery: $0)
            }
        }
    }

    private func statuses(
        of agency: AgencyNumber, _ wanted: Serial?, _ limit: Int, _ reader: Reader
    ) throws -> [Sent] {
        let statuses =
            if let wanted {
                try reader.status(wanted).map { $0.sender == agency ? [$0] : [] } ?? []
            } else { try reader.statuses(from: agency, limit: limit) }
        return try statuses.compactMap { status in
            guard let row = try reader.document(status.document) else { return nil }
            let delivery = try reader.deliveries(of: row.serial).first {
                $0.message.kind == .status && $0.message.serial == status.serial
            }
            return Sent(id: status.id, sender: agency, document: row, at: status.at, delivery: delivery)
        }
    }

    /// Whether a document under `code`, which is `Number/Notation`, went from one agency to another, as far as the
    /// caller may know: one of the two is the caller's.
    func isKnown(from issuer: AgencyNumber, to recipient: AgencyNumber, code: String) throws -> Bool {
        guard caller.agencies.contains(issuer) || caller.agencies.contains(recipient) else { return false }
        return try services.ledger.read { reader in
            let issuers = Succession.line(of: issuer, in: services.ledger.directory)
            return try issuers.contains { issuer in
                try reader.documents(issuer: issuer, code: code).contains {
                    try $0.kind == 0 && !reader.deliveries(of: $0.serial, to: [recipient]).isEmpty
                }
            }
        }
    }
}
