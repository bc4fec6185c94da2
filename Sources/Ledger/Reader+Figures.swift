public import Exchange

extension Reader {
    /// Refusals newest first, from before the fact `cursor`.
    public func refusals(before cursor: Int64?, limit: Int) throws -> [RefusalRow] {
        let statement = try database.statement("\(Self.refusalSelect) WHERE fact < ? ORDER BY fact DESC LIMIT ?")
        statement.bind(1, cursor ?? .max)
        statement.bind(2, Int64(limit))
        return try rows(statement, refusalRow)
    }

    /// The refusal with this public id, or nil.
    public func refusal(_ id: Identifier) throws -> RefusalRow? {
        let statement = try database.statement("\(Self.refusalSelect) WHERE id_low = ? AND id_high = ?")
        statement.bind(1, Int64(bitPattern: id.low))
        statement.bind(2, Int64(bitPattern: id.high))
        return try rows(statement, refusalRow).first
    }

    private static let refusalSelect = "SELECT at, agency, code, detail, digest, fact, id_high, id_low FROM refusals"

    private func refusalRow(_ row: Statement) -> RefusalRow {
        RefusalRow(
            at: Instant(milliseconds: row.number(0)),
            agency: row.optional(1).map { AgencyNumber(UInt32(truncatingIfNeeded: $0)) }, code: row.text(2),
            detail: row.text(3), digest: row.data(4), fact: row.number(5),
            id: row.optional(7) == nil ? nil : row.identifier(6))
    }

    /// The counts under a name by key, in order of the key; kept by the fold, so that no table is counted.
    func counts(_ name: Counters.Name) throws -> [(key: String, count: Int64)] {
        let statement = try database.statement("SELECT key, count FROM counters WHERE name = ? ORDER BY key")
        statement.bind(1, name.rawValue)
        return try rows(statement) { ($0.text(0), $0.number(1)) }
    }

    /// How many refusals there were by code, in order of the code.
    public func refusalCounts() throws -> [(code: String, count: Int64)] {
        try counts(.refusals).map { ($0.key, $0.count) }
    }

    /// What the system at `index` of the directory sent on a day, where it has a quota.
    public func usage(ofSystem index: Int, on day: Day) throws -> SystemUsage {
        try database.usage(ofSystem: index, on: day)
    }

    /// How many document deliveries stand in each state.
    public func deliveryCounts() throws -> [(state: DeliveryState, count: Int64)] {
        try counts(.deliveries).compactMap { key, count in
            UInt8(key).flatMap(DeliveryState.init(rawValue:)).map { ($0, count) }
        }
    }

    /// What the test lane counted, by name and key: `documents.`, `addressed.`, `deliveries.STATE`, `returned.`,
    /// `refusals.CODE`, `statuses.CODE`, states and statuses by their numbers.
    public func testCounts() throws -> [String: Int64] {
        Dictionary(try counts(.test).map { ($0.key, $0.count) }) { $0 + $1 }
    }

    /// How many deliveries of documents were not confirmed in time.
    public func lateDeliveries() throws -> Int64 { try counts(.late).reduce(0) { $0 + $1.count } }

    /// How many statuses were stated, by code.
    public func statusCounts() throws -> [(code: String, count: Int64)] {
        try counts(.statuses).compactMap { key, count in
            UInt8(key).flatMap(BusinessStatus.init(rawValue:)).map { ($0.code, count) }
        }.sorted { $0.code < $1.code }
    }

    /// Deliveries that hubs still owe, deliveries that came back, documents, facts, batches.
    public func totals() throws -> (owed: Int64, returned: Int64, documents: Int64, facts: Int64, batches: Int64) {
        func sum(_ name: Counters.Name) throws -> Int64 { try counts(name).reduce(0) { $0 + $1.count } }
        let returned = try sum(.returned)
        return (
            try sum(.addressed) - sum(.deliveries) - returned, returned, try sum(.documents), try lastFact(),
            try last("batch", in: "batches")
        )
    }

    /// The number of the last fact, 0 for an empty ledger.
    public func lastFact() throws -> Int64 { try last("fact", in: "facts") }

    private func last(_ column: String, in table: String) throws -> Int64 {
        let statement = try database.statement("SELECT coalesce(max(\(column)), 0) FROM \(table)")
        defer { statement.reset() }
        return try statement.step() ? statement.number(0) : 0
    }

    /// Paper registrations newest first, from before `cursor`.
    public func papers(of issuer: AgencyNumber?, before cursor: Serial?, limit: Int) throws -> [PaperRow] {
        let statement: Statement
        if let issuer {
            statement = try database.statement(
                "\(Self.paperSelect) WHERE issuer = ?3 AND serial < ?1 ORDER BY serial DESC LIMIT ?2")
            statement.bind(3, Int64(issuer.value))
        } else {
            statement = try database.statement("\(Self.paperSelect) WHERE serial < ?1 ORDER BY serial DESC LIMIT ?2")
        }
        statement.bind(1, cursor?.value ?? .max)
        statement.bind(2, Int64(limit))
        return try rows(statement, paperRow)
    }

    /// The paper registration with this public id, or nil.
    public func paper(_ id: Identifier) throws -> PaperRow? {
        let statement = try database.statement("\(Self.paperSelect) WHERE serial = ?")
        statement.bind(1, id.serial.value)
        return try rows(statement, paperRow).first { $0.id == id }
    }

    private static let paperSelect =
        "SELECT serial, id_high, id_low, at, issuer, number, notation, type, secret, reversed FROM papers"

    private func paperRow(_ row: Statement) throws -> PaperRow {
        let recipients = try database.statement("SELECT recipient, effect FROM paper_recipients WHERE paper = ?")
        recipients.bind(1, row.number(0))
        return PaperRow(
            serial: Serial(row.number(0)), id: row.identifier(1), at: Instant(milliseconds: row.number(3)),
            issuer: row.agency(4), number: row.text(5), notation: row.text(6), typeName: row.text(7),
            isSecret: row.number(8) != 0, isReversed: row.optional(9) != nil,
            recipients: try rows(recipients) {
                ($0.agency(0), PaperRegistered.Effect(rawValue: UInt8(truncatingIfNeeded: $0.number(1))) ?? .already)
            })
    }

    /// Facts after `number`, in order: what the event stream tells.
    public func facts(after number: Int64, limit: Int) throws -> [(number: Int64, at: Instant, fact: Fact)] {
        let statement = try database.statement(
            "SELECT fact, at, kind, version, bytes FROM facts WHERE fact > ? ORDER BY fact LIMIT ?")
        statement.bind(1, number)
        statement.bind(2, Int64(limit))
        return try rows(statement) { row in
            (
                row.number(0), Instant(milliseconds: row.number(1)),
                try Fact(
                    kind: UInt16(truncatingIfNeeded: row.number(2)), version: UInt8(truncatingIfNeeded: row.number(3)),
                    bytes: row.data(4))
            )
        }
    }
}

extension Reader {
    /// Calls `body` with each certificate, DER, that was bound to an agency by a fact after `fact`, in order.
    public func boundCertificates(
        after fact: Int64, _ body: (_ fact: Int64, _ agency: AgencyNumber, _ der: [UInt8]) -> Void
    ) throws {
        let statement = try database.statement(
            "SELECT fact, kind, version, bytes FROM facts WHERE (kind < 10 OR kind >= 40) AND kind = 4 AND fact > ? ORDER BY fact"
        )
        statement.bind(1, fact)
        defer { statement.reset() }
        while try statement.step() {
            if let binding = try Self.binding(statement) {
                body(statement.number(0), binding.agency, binding.certificate)
            }
        }
    }

    /// The certificate, DER, that this fact bound to an agency.
    public func boundCertificate(fact: Int64) throws -> [UInt8]? {
        let statement = try database.statement("SELECT fact, kind, version, bytes FROM facts WHERE fact = ?")
        statement.bind(1, fact)
        defer { statement.reset() }
        return try statement.step() ? Self.binding(statement)?.certificate : nil
    }

    private static func binding(_ row: Statement) throws -> CertificateBinding? {
        let fact = try Fact(
            kind: UInt16(truncatingIfNeeded: row.number(1)), version: UInt8(truncatingIfNeeded: row.number(2)),
            bytes: row.data(3))
        guard case .certificateBound(let binding) = fact else { return nil }
        return binding
    }
}
