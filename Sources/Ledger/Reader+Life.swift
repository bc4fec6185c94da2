public import Exchange

/// What documents did to one another.
extension Reader {
    /// What other documents did to this one, in order.
    public func acts(on document: Serial) throws -> [ActRow] {
        try acts(database.statement("\(Self.actSelect) WHERE a.target = ? ORDER BY a.fact"), document)
    }

    /// What this document did to others, in order.
    public func acts(by document: Serial) throws -> [ActRow] {
        try acts(database.statement("\(Self.actSelect) WHERE a.by = ? ORDER BY a.fact"), document)
    }

    private static let actSelect =
        "SELECT a.target, a.by, a.at, f.kind, f.version, f.bytes FROM acts a JOIN facts f ON f.fact = a.fact"

    private func acts(_ statement: Statement, _ document: Serial) throws -> [ActRow] {
        statement.bind(1, document.value)
        return try rows(statement) { row in
            ActRow(
                target: Serial(row.number(0)), by: Serial(row.number(1)), at: Instant(milliseconds: row.number(2)),
                fact: try Fact(
                    kind: UInt16(truncatingIfNeeded: row.number(3)), version: UInt8(truncatingIfNeeded: row.number(4)),
                    bytes: row.data(5)))
        }
    }

    /// Whether one of `agencies` still has the content of a document that came to it.
    public func hasContent(of document: Serial, oneOf agencies: [AgencyNumber]) throws -> Bool {
        try deliveries(of: document).contains {
            $0.message.kind == .document && $0.takenAt == nil && agencies.contains($0.recipient)
        }
    }

    /// The agencies that a document was addressed to and that `recipient` got it for, as their successor.
    public func addressed(_ document: Serial, at recipient: AgencyNumber) throws -> [AgencyNumber] {
        let statement = try database.statement(
            of: "SELECT addressed FROM successions WHERE document = ? AND recipient = ? ORDER BY addressed")
        statement.bind(1, document.value)
        statement.bind(2, Int64(recipient.value))
        return try rows(statement) { AgencyNumber(UInt32(truncatingIfNeeded: $0.number(0))) }
    }
}
