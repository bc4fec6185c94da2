internal import Exchange
internal import Platform

/// What decisions ask of the ledger, answered from the writer's own open transaction.
struct WriterState: ExchangeState {
    let database: Database
    let fold: Fold

    var directory: Directory { fold.directory }

    private static let documentColumns =
        """
        serial, id_high, id_low, digest, issuer, number_key, kind, paper, signature, promulgated, withdrawal, urgency,
        document_id
        """

    func document(issuer: AgencyNumber, documentID: String) throws -> DocumentState? {
        let statement = try database.statement(
            of: "SELECT % FROM documents WHERE issuer = ? AND coalesce(document_key, document_id) = ? ORDER BY serial",
            Self.documentColumns)
        statement.bind(1, Int64(issuer.value))
        statement.bind(2, FieldText.key(documentID))
        defer { statement.reset() }
        // There is one at most, but for what came before canonically equivalent DocumentIds were the same.
        var found: DocumentState?
        while try statement.step() {
            let isExact = statement.text(12).utf8.elementsEqual(documentID.utf8)
            if found == nil || isExact { found = try state(statement) }
            if isExact { break }
        }
        return found
    }

    func documents(issuer: AgencyNumber, numberKey: String) throws -> [Serial] {
        if let latest = fold.latest, latest.state.issuer == issuer, latest.state.numberKey == numberKey,
            !latest.accepted.repeatsNumber
        {
            return [latest.state.serial]
        }
        let statement = try database.statement(
            of: "SELECT serial FROM documents WHERE issuer = ? AND number_key = ? ORDER BY serial")
        statement.bind(1, Int64(issuer.value))
        statement.bind(2, FieldText.key(numberKey))
        var serials: [Serial] = []
        while try statement.step() { serials.append(Serial(statement.number(0))) }
        return serials
    }

    func document(_ serial: Serial) throws -> DocumentState? {
        if let latest = fold.latest?.state, latest.serial == serial { return latest }
        let statement = try database.statement(of: "SELECT % FROM documents WHERE serial = ?", Self.documentColumns)
        statement.bind(1, serial.value)
        return try document(statement)
    }

    private func document(_ statement: Statement) throws -> DocumentState? {
        defer { statement.reset() }
        return try statement.step() ? try state(statement) : nil
    }

    private func state(_ statement: Statement) throws -> DocumentState {
        guard let kind = Submission.Kind(rawValue: UInt8(truncatingIfNeeded: statement.number(6))),
            let signature = Submission.SignatureStatus(rawValue: UInt8(truncatingIfNeeded: statement.number(8)))
        else { throw LedgerError.corrupt("a document's kind or signature") }
        var state = DocumentState(
            serial: Serial(statement.number(0)), id: statement.identifier(1), digest: statement.data(3),
            issuer: AgencyNumber(UInt32(truncatingIfNeeded: statement.number(4))), numberKey: statement.text(5),
            kind: kind, hasPaper: statement.number(7) != 0, signature: signature,
            promulgationDay: Day(number: Int32(truncatingIfNeeded: statement.number(9))),
            withdrawal: statement.optional(10).map(Serial.init))
        state.urgency = UInt8(truncatingIfNeeded: statement.number(11))
        state.isTest = try fold.isTest(state.serial)
        return state
    }

    private static let deliveryColumns =
        "serial, kind, message, document, agency, state, status, channel, fetched, confirmed, taken, late"

    func delivery(_ serial: Serial) throws -> DeliveryRecord? {
        let statement = try database.statement(of: "SELECT % FROM deliveries WHERE serial = ?", Self.deliveryColumns)
        statement.bind(1, serial.value)
        return try delivery(statement)
    }

    func delivery(of document: Serial, to agency: AgencyNumber) throws -> DeliveryRecord? {
        let statement = try database.statement(
            of: "SELECT % FROM deliveries WHERE document = ? AND agency = ? AND kind = 0", Self.deliveryColumns)
        statement.bind(1, document.value)
        statement.bind(2, Int64(agency.value))
        return try delivery(statement)
    }

    func deliveries(of document: Serial) throws -> [DeliveryRecord] {
        let statement = try database.statement(
            "SELECT \(Self.deliveryColumns) FROM deliveries WHERE document = ? AND kind = 0 ORDER BY serial")
        statement.bind(1, document.value)
        defer { statement.reset() }
        var records: [DeliveryRecord] = []
        while try statement.step() { records.append(try record(statement)) }
        return records
    }

    func statement(
        of status: BusinessStatus, about delivery: DeliveryRecord
    ) throws -> (serial: Serial, id: Identifier)? {
        let statement = try database.statement(
            of: """
                SELECT serial, id_high, id_low FROM statuses WHERE document = ? AND delivery = ? AND code = ?
                ORDER BY serial DESC LIMIT 1
                """)
        statement.bind(1, delivery.message.document.value)
        statement.bind(2, delivery.serial.value)
        statement.bind(3, Int64(status.rawValue))
        defer { statement.reset() }
        return try statement.step() ? (Serial(statement.number(0)), statement.identifier(1)) : nil
    }

    private func delivery(_ statement: Statement) throws -> DeliveryRecord? {
        defer { statement.reset() }
        return try statement.step() ? try record(statement) : nil
    }

    private func record(_ statement: Statement) throws -> DeliveryRecord {
        guard let kind = Message.Kind(rawValue: UInt8(truncatingIfNeeded: statement.number(1))),
            let state = DeliveryState(rawValue: UInt8(truncatingIfNeeded: statement.number(5))),
            let channel = Channel(rawValue: UInt8(truncatingIfNeeded: statement.number(7)))
        else { throw LedgerError.corrupt("a delivery's kind, state or channel") }
        var record = DeliveryRecord(
            serial: Serial(statement.number(0)),
            message: Message(kind: kind, serial: Serial(statement.number(2)), document: Serial(statement.number(3))),
            recipient: AgencyNumber(UInt32(truncatingIfNeeded: statement.number(4))), state: state,
            status: statement.optional(6).flatMap { BusinessStatus(rawValue: UInt8(truncatingIfNeeded: $0)) },
            channel: channel, fetchedAt: statement.optional(8).map(Instant.init(milliseconds:)),
            confirmedAt: statement.optional(9).map(Instant.init(milliseconds:)), isTaken: statement.optional(10) != nil)
        record.isLate = statement.optional(11) != nil
        return record
    }

    func hasOpenDeliveries(_ agency: AgencyNumber) throws -> Bool {
        let statement = try database.statement(of: "SELECT 1 FROM deliveries WHERE agency = ? AND state < 2 LIMIT 1")
        statement.bind(1, Int64(agency.value))
        defer { statement.reset() }
        return try statement.step()
    }

    func hasArrived(_ message: Message, at hub: Int) throws -> Bool {
        let statement = try database.statement(of: "SELECT 1 FROM visits WHERE message = ? AND hub = ? AND kind = ?")
        statement.bind(1, message.serial.value)
        statement.bind(2, Int64(hub))
        statement.bind(3, Int64(message.kind.rawValue))
        defer { statement.reset() }
        return try statement.step()
    }

    func usage(ofSystem index: Int, on day: Day) throws -> SystemUsage {
        try database.usage(ofSystem: index, on: day)
    }

    func hasPaper(issuer: AgencyNumber, numberKey: String, recipient: AgencyNumber) throws -> Bool {
        let statement = try database.statement(
            of: """
                SELECT 1 FROM papers p JOIN paper_recipients r ON r.paper = p.serial
                WHERE p.issuer = ? AND p.number_key = ? AND p.reversed IS NULL AND r.recipient = ?
                """)
        statement.bind(1, Int64(issuer.value))
        statement.bind(2, FieldText.key(numberKey))
        statement.bind(3, Int64(recipient.value))
        defer { statement.reset() }
        return try statement.step()
    }
}
