public import Exchange

/// A delivery that its receiver could not take, or that outlived its time.
public struct DeadLetterRow: Sendable {
    /// The delivery.
    public let delivery: DeliveryRow
    /// Why, as the receiver said or the bus found.
    public let reason: String
    /// The document.
    public let document: DocumentRow
}

extension Reader {
    /// Dead letters from before `cursor`, the newest first; with an agency those in its mailbox.
    public func deadLetters(of agency: AgencyNumber?, before cursor: Serial?, limit: Int) throws -> [DeadLetterRow] {
        let statement = try database.statement(
            agency == nil
                ? "SELECT serial, reason FROM deliveries WHERE state = 3 AND serial < ? ORDER BY serial DESC LIMIT ?"
                : """
                SELECT serial, reason FROM deliveries WHERE state = 3 AND serial < ? AND agency = ?3
                ORDER BY serial DESC LIMIT ?2
                """)
        if let agency { statement.bind(3, Int64(agency.value)) }
        statement.bind(1, cursor?.value ?? .max)
        statement.bind(2, Int64(limit))
        return try rows(statement) { (Serial($0.number(0)), $0.text(1)) }.compactMap { serial, reason in
            guard let delivery = try delivery(serial), let document = try document(delivery.message.document) else {
                return nil
            }
            return DeadLetterRow(delivery: delivery, reason: reason, document: document)
        }
    }
}
