public import Exchange
internal import Platform

/// Questions to the read models, answered from the last commit.
public final class Reader {
    let database: Database
    private let payloads: PayloadStore

    init(path: String, payloads: PayloadStore) throws {
        database = try Database(path: path, readOnly: true)
        database.isLedger = true
        try database.run("PRAGMA cache_size = -4096; PRAGMA mmap_size = 268435456")
        self.payloads = payloads
    }

    /// Runs `body` on the state of one commit, and with one lock on it.
    func atOneMoment<Result>(_ body: () throws -> Result) throws -> Result {
        try database.statement(of: "BEGIN").run()
        let result = Swift.Result { try body() }
        // A page that cannot be read ends the transaction by itself.
        if database.isInTransaction { try database.statement(of: "COMMIT").run() }
        return try result.get()
    }

    // MARK: Documents

    private static let documentColumns = """
        serial, id_high, id_low, fact, at, issuer, document_id, digest, size, subject, number, notation, promulgated,
        type, urgency, kind, paper, signature, signer, hub, recipients,
        touched, withdrawal, revision
        """

    /// The document with this public id, or nil.
    public func document(_ id: Identifier) throws -> DocumentRow? {
        guard let row = try document(id.serial), row.id == id else { return nil }
        return row
    }

    /// The document with this number, or nil.
    public func document(_ serial: Serial) throws -> DocumentRow? {
        let statement = try database.statement(of: "SELECT % FROM documents WHERE serial = ?", Self.documentColumns)
        statement.bind(1, serial.value)
        defer { statement.reset() }
        return try statement.step() ? try documentRow(statement) : nil
    }

    /// The documents with this DocumentId, of whichever issuer among `issuers`, spelled by `FieldText.key` alike.
    ///
    /// Of one issuer there is one at most, but for what came before canonically equivalent DocumentIds were the same:
    /// there the one that is spelled just so comes first.
    public func documents(documentID: String, issuers: [AgencyNumber]) throws -> [DocumentRow] {
        let key = FieldText.key(documentID)
        return try issuers.flatMap { issuer in
            let statement = try database.statement(
                """
                SELECT \(Self.documentColumns) FROM documents
                WHERE issuer = ? AND coalesce(document_key, document_id) = ? ORDER BY serial
                """)
            statement.bind(1, Int64(issuer.value))
            statement.bind(2, key)
            let found = try rows(statement, documentRow)
            guard found.count > 1 else { return found }
            let isExact = found.map { $0.documentID.utf8.elementsEqual(documentID.utf8) }
            return zip(found, isExact).filter(\.1).map(\.0) + zip(found, isExact).filter { !$1 }.map(\.0)
        }
    }

    /// The documents of `issuer` under `code`, which is `Number/Notation`, promulgated in the year of `day`: the first
    /// `limit` of them.
    public func documents(issuer: AgencyNumber, code: String, inYearOf day: Day, limit: Int) throws -> [DocumentRow] {
        guard let key = NumberKey.text(code: code, in: day.parts.year) else { return [] }
        let statement = try database.statement(
            "SELECT \(Self.documentColumns) FROM documents WHERE issuer = ? AND number_key = ? ORDER BY serial LIMIT ?")
        statement.bind(1, Int64(issuer.value))
        statement.bind(2, FieldText.key(key))
        statement.bind(3, Int64(limit))
        return try rows(statement, documentRow)
    }

    /// The documents of `issuer` under `code`, which is `Number/Notation`, promulgated from 1990 to 2100.
    public func documents(issuer: AgencyNumber, code: String) throws -> [DocumentRow] {
        // A number is unique within a year, so that the index begins with it: a look for each year costs less than a
        // walk through all that the issuer ever sent.
        let statement = try database.statement(
            "SELECT \(Self.documentColumns) FROM documents WHERE issuer = ? AND number_key = ?")
        let code = FieldText.key(code)
        return try (1990...2100).flatMap { year in
            guard let key = NumberKey.text(code: code, in: year) else { return [DocumentRow]() }
            statement.bind(1, Int64(issuer.value))
            statement.bind(2, key)
            return try rows(statement, documentRow)
        }
    }

    /// Documents newest first, from before `cursor`: all, those of an issuer, those in a mailbox, or those of an
    /// issuer in a mailbox; and where the next page begins, nil at the end.
    ///
    /// Of a mailbox it looks at no more than `reach` documents at once, so that a page may hold few and still have a
    /// next one.
    public func documents(
        from issuer: AgencyNumber?, to recipient: AgencyNumber?, before cursor: Serial?, limit: Int,
        reach: Int = 2_000
    ) throws -> (rows: [DocumentRow], next: Serial?) {
        let before = cursor?.value ?? .max
        let statement: Statement
        switch (issuer, recipient) {
        case (nil, nil):
            statement = try database.statement(
                "SELECT \(Self.documentColumns) FROM documents WHERE serial < ? ORDER BY serial DESC LIMIT ?")
            statement.bind(1, before)
            statement.bind(2, Int64(limit))
        case (let issuer?, nil):
            statement = try database.statement(
                "SELECT \(Self.documentColumns) FROM documents WHERE issuer = ? AND serial < ? ORDER BY serial DESC LIMIT ?"
            )
            statement.bind(1, Int64(issuer.value))
            statement.bind(2, before)
            statement.bind(3, Int64(limit))
        case (let issuer, let recipient?):
            statement = try database.statement(
                """
                SELECT \(Self.documentColumns) FROM (
                    SELECT document FROM deliveries WHERE agency = ? AND kind = 0 AND document < ?
                    ORDER BY document DESC LIMIT ?) JOIN documents ON serial = document
                WHERE (? IS NULL OR issuer = ?) ORDER BY document DESC LIMIT ?
                """)
            statement.bind(1, Int64(recipient.value))
            statement.bind(2, before)
            statement.bind(3, Int64(issuer == nil ? limit : reach))
            statement.bind(4, issuer.map { Int64($0.value) })
            statement.bind(5, issuer.map { Int64($0.value) })
            statement.bind(6, Int64(limit))
        }
        let page = try rows(statement, documentRow)
        if page.count == limit { return (page, page.last?.serial) }
        guard issuer != nil, let recipient else { return (page, nil) }
        return (page, try document(number: reach, in: recipient, before: before))
    }

    /// The document that is the `number`th of those in a mailbox from before `cursor`, or nil where there are fewer.
    private func document(number: Int, in recipient: AgencyNumber, before cursor: Int64) throws -> Serial? {
        let statement = try database.statement(
            """
            SELECT document FROM deliveries WHERE agency = ? AND kind = 0 AND document < ?
            ORDER BY document DESC LIMIT 1 OFFSET ?
            """)
        statement.bind(1, Int64(recipient.value))
        statement.bind(2, cursor)
        statement.bind(3, Int64(number - 1))
        defer { statement.reset() }
        return try statement.step() ? Serial(statement.number(0)) : nil
    }

    private func documentRow(_ row: Statement) throws -> DocumentRow {
        guard let signature = Submission.SignatureStatus(rawValue: UInt8(truncatingIfNeeded: row.number(17))) else {
            throw LedgerError.corrupt("a document's signature")
        }
        return DocumentRow(
            serial: Serial(row.number(0)), id: row.identifier(1), fact: row.number(3),
            acceptedAt: Instant(milliseconds: row.number(4)), issuer: row.agency(5), documentID: row.text(6),
            digest: row.data(7), size: row.number(8), subject: row.text(9), number: row.text(10),
            notation: row.text(11), promulgationDay: Day(number: Int32(truncatingIfNeeded: row.number(12))),
            typeName: row.text(13), urgency: row.number(14), kind: row.number(15), hasPaper: row.number(16) != 0,
            signature: signature, signerKey: row.data(18), hub: Int(row.number(19)), recipients: row.number(20),
            isTouched: row.number(21) != 0, withdrawal: row.optional(22).map(Serial.init),
            revision: row.optional(23).map(Serial.init))
    }

    /// The bytes of a document or a status and of its detached signature, or nil where there is no such message, or it came
    /// without any.
    ///
    /// Throws `LedgerError.damaged` where they are not those that its fact says.
    public func payload(_ serial: Serial) throws -> (content: [UInt8], signature: [UInt8])? {
        for table in ["documents", "statuses"] {
            let message = try database.statement(
                of: """
                    SELECT m.id_high, m.id_low, f.kind, f.version, f.bytes, p.segment, p.offset, p.content, p.signature
                    FROM % m LEFT JOIN facts f ON f.fact = m.fact LEFT JOIN payloads p ON p.document = m.serial
                    WHERE m.serial = ?
                    """, table)
            message.bind(1, serial.value)
            defer { message.reset() }
            if try message.step() { return try payload(serial, message) }
        }
        return nil
    }

    private func payload(
        _ serial: Serial, _ row: Statement
    ) throws(LedgerError) -> (content: [UInt8], signature: [UInt8])? {
        let fact = try? Fact(
            kind: UInt16(truncatingIfNeeded: row.number(2)), version: UInt8(truncatingIfNeeded: row.number(3)),
            bytes: row.data(4))
        let location = row.optional(5).map {
            SegmentFiles.Location(segment: $0, offset: row.number(6), content: row.number(7), signature: row.number(8))
        }
        return try payloads.read(serial, row.identifier(0), at: location, by: fact)
    }

    /// The payload of the message that `fact` took in, whatever the read models say.
    func payload(
        of serial: Serial, _ id: Identifier, by fact: Fact
    ) throws(LedgerError) -> (content: [UInt8], signature: [UInt8])? {
        let statement = try database.statement(
            of: "SELECT segment, offset, content, signature FROM payloads WHERE document = ?")
        statement.bind(1, serial.value)
        defer { statement.reset() }
        let location =
            try statement.step()
            ? SegmentFiles.Location(
                segment: statement.number(0), offset: statement.number(1), content: statement.number(2),
                signature: statement.number(3)) : nil
        return try payloads.read(serial, id, at: location, by: fact)
    }

    // MARK: Deliveries

    private static let deliveryColumns = """
        serial, id_high, id_low, kind, message, document, agency, state, channel, status, delivered, fetched, confirmed,
        taken, late
        """

    /// The deliveries of a document and of what was said about it, in order.
    public func deliveries(of document: Serial) throws -> [DeliveryRow] {
        let statement = try database.statement(
            "SELECT \(Self.deliveryColumns) FROM deliveries WHERE document = ? ORDER BY serial")
        statement.bind(1, document.value)
        return try rows(statement, deliveryRow)
    }

    /// The delivery with this public id, or nil.
    public func delivery(_ id: Identifier) throws -> DeliveryRow? {
        guard let row = try delivery(id.serial), row.id == id else { return nil }
        return row
    }

    /// The delivery with this number, or nil.
    public func delivery(_ serial: Serial) throws -> DeliveryRow? {
        let statement = try database.statement("SELECT \(Self.deliveryColumns) FROM deliveries WHERE serial = ?")
        statement.bind(1, serial.value)
        return try rows(statement, deliveryRow).first
    }

    /// Whether an agency has a delivery of the document.
    public func hasDelivery(of document: Serial, to agency: AgencyNumber) throws -> Bool {
        let statement = try database.statement("SELECT 1 FROM deliveries WHERE document = ? AND agency = ? LIMIT 1")
        statement.bind(1, document.value)
        statement.bind(2, Int64(agency.value))
        defer { statement.reset() }
        return try statement.step()
    }

    /// What lies in a mailbox after `cursor` and is not confirmed, oldest first.
    public func mailbox(_ agency: AgencyNumber, after cursor: Serial, limit: Int) throws -> [DeliveryRow] {
        let statement = try database.statement(
            of: "SELECT % FROM deliveries WHERE agency = ? AND serial > ? AND state < 2 ORDER BY serial LIMIT ?",
            Self.deliveryColumns)
        statement.bind(1, Int64(agency.value))
        statement.bind(2, cursor.value)
        statement.bind(3, Int64(limit))
        return try rows(statement, deliveryRow)
    }

    /// What of one kind lies in a mailbox and is not confirmed, oldest first.
    ///
    /// `isFetched` limits it to what was read already, or was not; `period` to what was delivered within it; `state` to one
    /// of the two states of what is not confirmed.
    public func mailbox(
        _ agency: AgencyNumber, kind: Message.Kind, isFetched: Bool? = nil, in period: Range<Instant>? = nil,
        state: DeliveryState? = nil, limit: Int
    ) throws -> [DeliveryRow] {
        // The kind stands in the text: the index of unread documents is for it alone.
        let fetched = isFetched.map { $0 ? "AND fetched IS NOT NULL" : "AND fetched IS NULL" } ?? ""
        let statement = try database.statement(
            """
            SELECT \(Self.deliveryColumns) FROM deliveries
            WHERE agency = ? AND state < 2 AND kind = \(kind.rawValue) AND delivered >= ? AND delivered < ? \(fetched)
            AND (?5 IS NULL OR state = ?5) ORDER BY serial LIMIT ?4
            """)
        statement.bind(1, Int64(agency.value))
        statement.bind(2, period?.lowerBound.milliseconds ?? .min)
        statement.bind(3, period?.upperBound.milliseconds ?? .max)
        statement.bind(4, Int64(limit))
        statement.bind(5, state.map { Int64($0.rawValue) })
        return try rows(statement, deliveryRow)
    }

    /// The deliveries of one message, a document or a status, to `agencies`, oldest first.
    public func deliveries(of message: Serial, to agencies: [AgencyNumber]) throws -> [DeliveryRow] {
        guard let document = try document(message)?.serial ?? status(message)?.document else { return [] }
        return try agencies.flatMap { agency in
            let statement = try database.statement(
                """
                SELECT \(Self.deliveryColumns) FROM deliveries
                WHERE document = ? AND agency = ? AND message = ? AND kind < 2 ORDER BY serial
                """)
            statement.bind(1, document.value)
            statement.bind(2, Int64(agency.value))
            statement.bind(3, message.value)
            return try rows(statement, deliveryRow)
        }
    }

    /// The documents in a mailbox after `cursor` that are neither confirmed nor known to be late, oldest first.
    public func punctual(
        _ agency: AgencyNumber, after cursor: Serial, limit: Int
    ) throws -> [(delivery: Serial, deliveredAt: Instant, urgency: UInt8)] {
        let statement = try database.statement(
            """
            SELECT d.serial, d.delivered, m.urgency FROM deliveries d JOIN documents m ON m.serial = d.document
            WHERE d.agency = ? AND d.serial > ? AND d.state < 2 AND d.kind = 0 AND d.late IS NULL
            ORDER BY d.serial LIMIT ?
            """)
        statement.bind(1, Int64(agency.value))
        statement.bind(2, cursor.value)
        statement.bind(3, Int64(limit))
        return try rows(statement) { row in
            (
                Serial(row.number(0)), Instant(milliseconds: row.number(1)),
                UInt8(truncatingIfNeeded: row.number(2))
            )
        }
    }

    /// How many open deliveries of one kind a mailbox holds, counted up to `limit`.
    public func mailboxDepth(_ agency: AgencyNumber, kind: Message.Kind, limit: Int) throws -> Int64 {
        let statement = try database.statement(
            "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency = ? AND state < 2 AND kind = ? LIMIT ?)")
        statement.bind(1, Int64(agency.value))
        statement.bind(2, Int64(kind.rawValue))
        statement.bind(3, Int64(limit))
        defer { statement.reset() }
        return try statement.step() ? statement.number(0) : 0
    }

    /// How many open deliveries a mailbox holds, counted up to `limit`.
    public func mailboxDepth(_ agency: AgencyNumber, limit: Int) throws -> Int64 {
        let statement = try database.statement(
            "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency = ? AND state < 2 LIMIT ?)")
        statement.bind(1, Int64(agency.value))
        statement.bind(2, Int64(limit))
        defer { statement.reset() }
        return try statement.step() ? statement.number(0) : 0
    }

    private func deliveryRow(_ row: Statement) throws -> DeliveryRow {
        guard let kind = Message.Kind(rawValue: UInt8(truncatingIfNeeded: row.number(3))),
            let state = DeliveryState(rawValue: UInt8(truncatingIfNeeded: row.number(7))),
            let channel = Channel(rawValue: UInt8(truncatingIfNeeded: row.number(8)))
        else { throw LedgerError.corrupt("a delivery's kind, state or channel") }
        return DeliveryRow(
            serial: Serial(row.number(0)), id: row.identifier(1),
            message: Message(kind: kind, serial: Serial(row.number(4)), document: Serial(row.number(5))),
            recipient: row.agency(6), state: state, channel: channel,
            status: row.optional(9).flatMap { BusinessStatus(rawValue: UInt8(truncatingIfNeeded: $0)) },
            deliveredAt: Instant(milliseconds: row.number(10)),
            fetchedAt: row.optional(11).map(Instant.init(milliseconds:)),
            confirmedAt: row.optional(12).map(Instant.init(milliseconds:)),
            takenAt: row.optional(13).map(Instant.init(milliseconds:)),
            lateAt: row.optional(14).map(Instant.init(milliseconds:)))
    }

    // MARK: What was said about a document

    /// The statuses about a document, in order.
    public func statuses(of document: Serial) throws -> [StatusRow] {
        let statement = try database.statement(
            """
            SELECT serial, id_high, id_low, sender, recipient, code, reason, effect, at, document FROM statuses
            WHERE document = ? ORDER BY at, serial
            """)
        statement.bind(1, document.value)
        return try rows(statement, statusRow)
    }

    /// The statuses that an agency stated, newest first.
    public func statuses(from sender: AgencyNumber, limit: Int) throws -> [StatusRow] {
        let statement = try database.statement(
            """
            SELECT serial, id_high, id_low, sender, recipient, code, reason, effect, at, document FROM statuses
            WHERE sender = ? ORDER BY serial DESC LIMIT ?
            """)
        statement.bind(1, Int64(sender.value))
        statement.bind(2, Int64(limit))
        return try rows(statement, statusRow)
    }

    /// The status with this number.
    public func status(_ serial: Serial) throws -> StatusRow? {
        let statement = try database.statement(
            "SELECT serial, id_high, id_low, sender, recipient, code, reason, effect, at, document FROM statuses WHERE serial = ?"
        )
        statement.bind(1, serial.value)
        return try rows(statement, statusRow).first
    }

    private func statusRow(_ row: Statement) throws -> StatusRow {
        guard let status = BusinessStatus(rawValue: UInt8(truncatingIfNeeded: row.number(5))),
            let effect = BusinessStatus.Effect(rawValue: UInt8(truncatingIfNeeded: row.number(7)))
        else { throw LedgerError.corrupt("a status") }
        return StatusRow(
            serial: Serial(row.number(0)), id: row.identifier(1), sender: row.agency(3), recipient: row.agency(4),
            status: status, reason: row.text(6), effect: effect, at: Instant(milliseconds: row.number(8)),
            document: Serial(row.number(9)))
    }

    /// The notices about a document, in order.
    public func notices(of document: Serial) throws -> [NoticeRow] {
        let statement = try database.statement(
            "SELECT serial, recipient, about, code, reason, at FROM notices WHERE document = ? ORDER BY at, serial")
        statement.bind(1, document.value)
        return try rows(statement, noticeRow)
    }

    /// The notice with this number.
    public func notice(_ serial: Serial) throws -> NoticeRow? {
        let statement = try database.statement(
            "SELECT serial, recipient, about, code, reason, at FROM notices WHERE serial = ?")
        statement.bind(1, serial.value)
        return try rows(statement, noticeRow).first
    }

    private func noticeRow(_ row: Statement) -> NoticeRow {
        NoticeRow(
            serial: Serial(row.number(0)), recipient: row.agency(1), about: row.agency(2), code: row.text(3),
            reason: row.text(4), at: Instant(milliseconds: row.number(5)))
    }

    /// The steps between hubs of a document and of what was said about it, in order.
    public func hops(of document: Serial) throws -> [HopRow] {
        let statement = try database.statement(
            "SELECT kind, message, document, event, hub, other, at FROM hops WHERE document = ? ORDER BY fact")
        statement.bind(1, document.value)
        return try rows(statement) { row in
            guard let kind = Message.Kind(rawValue: UInt8(truncatingIfNeeded: row.number(0))),
                let event = HopRow.Event(rawValue: row.number(3))
            else { throw LedgerError.corrupt("a hop") }
            return HopRow(
                message: Message(kind: kind, serial: Serial(row.number(1)), document: Serial(row.number(2))),
                event: event,
                hub: Int(row.number(4)), other: Int(row.number(5)), at: Instant(milliseconds: row.number(6)))
        }
    }

    func rows<Row>(_ statement: Statement, _ make: (Statement) throws -> Row) throws -> [Row] {
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.step() { rows.append(try make(statement)) }
        return rows
    }
}

extension Statement {
    func agency(_ column: Int32) -> AgencyNumber { AgencyNumber(UInt32(truncatingIfNeeded: number(column))) }
}
