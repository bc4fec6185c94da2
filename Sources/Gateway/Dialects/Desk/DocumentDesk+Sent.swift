internal import Exchange
internal import Ledger

/// What the caller's agencies sent.
extension DocumentDesk {
    /// What the caller's agencies sent, the newest first, until 8 MiB of fields are full; with a name only that message.
    func sent(_ kind: Message.Kind, named name: String? = nil, limit: Int = 200) throws -> [Sent] {
        try services.ledger.read { reader in
            var wanted: Serial?
            if let name {
                guard let serial = try message(named: name, reader) else { return [] }
                wanted = serial
            }
            var room = ListRoom(name == nil ? 8 << 20 : 32 << 20)
            return try caller.agencies.flatMap { agency in
                kind == .status
                    ? try statuses(of: agency, wanted, limit, reader, &room)
                    : try documents(of: agency, wanted, limit, reader, &room)
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
        of agency: AgencyNumber, _ wanted: Serial?, _ limit: Int, _ reader: Reader, _ room: inout ListRoom
    ) throws -> [Sent] {
        let rows =
            if let wanted {
                try reader.document(wanted).map { $0.issuer == agency ? [$0] : [] } ?? []
            } else {
                try reader.page(from: agency, to: nil, before: nil, limit: limit, &room).rows
            }
        var sent: [Sent] = []
        for row in rows {
            let deliveries = try reader.deliveries(of: row.serial).filter { $0.message.kind == .document }
            for delivery in deliveries.isEmpty ? [nil] : deliveries.map(Optional.some) {
                // The fields stand in the list once for each receiver.
                guard room.take(row.textSize) else { return sent }
                sent.append(Sent(id: row.id, sender: agency, document: row, at: row.acceptedAt, delivery: delivery))
            }
        }
        return sent
    }

    private func statuses(
        of agency: AgencyNumber, _ wanted: Serial?, _ limit: Int, _ reader: Reader, _ room: inout ListRoom
    ) throws -> [Sent] {
        let statuses =
            if let wanted {
                try reader.status(wanted).map { $0.sender == agency ? [$0] : [] } ?? []
            } else { try reader.statuses(from: agency, limit: limit) }
        var sent: [Sent] = []
        for status in statuses {
            guard let row = try reader.document(status.document) else { continue }
            guard room.take(row.textSize) else { break }
            let delivery = try reader.deliveries(of: row.serial).first {
                $0.message.kind == .status && $0.message.serial == status.serial
            }
            sent.append(Sent(id: status.id, sender: agency, document: row, at: status.at, delivery: delivery))
        }
        return sent
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
