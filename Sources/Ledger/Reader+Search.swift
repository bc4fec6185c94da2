public import Exchange

/// A document's delivery to one agency, as searches look at it.
struct DeliveryCopy {
    let agency: AgencyNumber
    let marks: SearchMarks
}

/// What searches and their index ask of the ledger.
extension Reader {
    /// The facts after `fact`, at most `limit`, as far as the index of documents is about them.
    func searchFacts(after fact: Int64, limit: Int) throws -> SearchBatch {
        let statement = try database.statement(
            "SELECT fact, at, kind, version, bytes FROM facts WHERE fact > ? ORDER BY fact LIMIT ?")
        statement.bind(1, fact)
        statement.bind(2, Int64(limit))
        var batch = SearchBatch(last: fact)
        var touched: [Serial] = []
        var deliveries: [Serial] = []
        _ = try rows(statement) { row in
            batch.last = row.number(0)
            batch.proof = SearchBatch.Proof(at: row.number(1), bytes: row.data(4))
            batch.count += 1
            guard SearchBatch.kinds.contains(row.number(2)) else { return }
            let fact = try Fact(
                kind: UInt16(truncatingIfNeeded: row.number(2)), version: UInt8(truncatingIfNeeded: row.number(3)),
                bytes: row.data(4))
            switch fact {
            case .accepted(let accepted): batch.documents.append((row.number(0), accepted))
            case .delivered(let delivered) where delivered.message.kind == .document:
                touched.append(delivered.message.document)
            case .confirmed(let confirmed): deliveries += confirmed.deliveries
            case .expired(let expired): deliveries += expired
            case .deadLetterSettled(let settled): deliveries.append(settled.delivery)
            case .statusRecorded(let status): touched.append(status.document)
            case .paperRegistered(let paper): deliveries += paper.entries.compactMap(\.delivery)
            case .paperReversed(let paper): deliveries += try electronicDeliveries(besides: paper)
            case .withdrawn(let withdrawn): touched.append(withdrawn.document)
            default: break
            }
        }
        for delivery in deliveries {
            let document = try database.statement("SELECT document FROM deliveries WHERE serial = ? AND kind = 0")
            document.bind(1, delivery.value)
            touched += try rows(document) { Serial($0.number(0)) }
        }
        for document in Set(touched).sorted() {
            if let (fact, marks) = try searchMarks(of: document) { batch.marks.append((fact, marks)) }
        }
        return batch
    }

    /// The deliveries that a document on paper changed the count of.
    private func electronicDeliveries(besides paper: Serial) throws -> [Serial] {
        let statement = try database.statement(
            "SELECT delivery FROM paper_recipients WHERE paper = ? AND delivery IS NOT NULL")
        statement.bind(1, paper.value)
        return try rows(statement) { Serial($0.number(0)) }
    }

    /// The fact that accepted a document, and the states, statuses and channels of its deliveries now.
    private func searchMarks(of document: Serial) throws -> (fact: Int64, marks: SearchMarks)? {
        let statement = try database.statement(
            """
            SELECT m.fact, d.state, d.status, d.channel FROM documents m JOIN deliveries d ON d.document = m.serial
            WHERE m.serial = ? AND d.kind = 0
            """)
        statement.bind(1, document.value)
        var fact: Int64?
        var marks: SearchMarks = []
        _ = try rows(statement) { row in
            fact = row.number(0)
            marks.formUnion(try Self.marks(row.number(1), row.optional(2), row.number(3)))
        }
        return fact.map { ($0, marks) }
    }

    private static func marks(_ state: Int64, _ status: Int64?, _ channel: Int64) throws -> SearchMarks {
        guard let state = DeliveryState(rawValue: UInt8(truncatingIfNeeded: state)),
            let channel = Channel(rawValue: UInt8(truncatingIfNeeded: channel))
        else { throw LedgerError.corrupt("a delivery's state or channel") }
        var marks: SearchMarks = [SearchMarks(state), SearchMarks(channel)]
        let status = status.flatMap { BusinessStatus(rawValue: UInt8(truncatingIfNeeded: $0)) }
        if let status { marks.insert(SearchMarks(status)) }
        return marks
    }

    /// The document's deliveries to some agencies.
    func copies(of document: DocumentRow, to agencies: [AgencyNumber]) throws -> [DeliveryCopy] {
        func copy(_ row: Statement) throws -> DeliveryCopy {
            DeliveryCopy(agency: row.agency(0), marks: try Self.marks(row.number(1), row.optional(2), row.number(3)))
        }
        // One look at all, or one look each: whichever are fewer.
        if document.recipients <= Int64(agencies.count) {
            let statement = try database.statement(
                "SELECT agency, state, status, channel FROM deliveries WHERE document = ? AND kind = 0")
            statement.bind(1, document.serial.value)
            return try rows(statement, copy).filter { agencies.contains($0.agency) }
        }
        return try agencies.flatMap { agency in
            let statement = try database.statement(
                """
                SELECT agency, state, status, channel FROM deliveries
                WHERE document = ? AND agency = ? AND kind = 0
                """)
            statement.bind(1, document.serial.value)
            statement.bind(2, Int64(agency.value))
            return try rows(statement, copy)
        }
    }

    /// The recipients as addressed of the document that `fact` accepted.
    public func recipients(acceptedBy fact: Int64) throws -> [AgencyNumber] {
        guard case .accepted(let accepted) = try facts(after: fact - 1, limit: 1).first?.fact else { return [] }
        return accepted.recipients
    }

    /// The document that an id of its own or of one of its deliveries names.
    func documentNumber(_ id: Identifier) throws -> Serial? {
        if let row = try document(id) { return row.serial }
        return try delivery(id)?.message.document
    }

    /// The first fact of a day or later; one behind the last where there is none.
    func firstFact(on day: Day) throws -> Int64 {
        // The times of facts never run back.
        var (low, high) = (Int64(1), try lastFact() + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let statement = try database.statement("SELECT at FROM facts WHERE fact = ?")
            statement.bind(1, middle)
            let isEarlier = try rows(statement) { $0.number(0) < day.start.milliseconds }.first ?? false
            if isEarlier { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether the fact `number` is the one that `proof` was taken of.
    func holds(_ proof: SearchBatch.Proof, at number: Int64) throws -> Bool {
        let statement = try database.statement("SELECT at, bytes FROM facts WHERE fact = ?")
        statement.bind(1, number)
        return try rows(statement) { SearchBatch.Proof(at: $0.number(0), bytes: $0.data(1)) }.first == proof
    }
}
