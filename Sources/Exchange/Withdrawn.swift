/// A document that was taken back: from all receivers by a withdrawal, or from one that agreed to give it back.
public struct Withdrawn: Hashable, Sendable {
    /// What took it back.
    public enum Cause: UInt8, Sendable {
        /// A document of kind withdraw: the document is frozen.
        case withdrawal = 0
        /// Status 15 after 13: only this receiver gave it back.
        case recall = 1
    }

    /// One receiver's copy, as it stood.
    public struct Entry: Hashable, Sendable {
        /// The delivery.
        public let delivery: Serial
        /// Whose it was.
        public let recipient: AgencyNumber
        /// Its transport state until then.
        public let state: DeliveryState
        /// When it had been read first.
        public let fetchedAt: Instant?
        /// When it had been confirmed.
        public let confirmedAt: Instant?
    }

    /// The document taken back.
    public let document: Serial
    /// The withdrawal, or the status that agreed.
    public let by: Serial
    /// What took it back.
    public let cause: Cause
    /// The reason given.
    public let reason: String
    /// Whose copies are taken: those who had it. A copy on its way is stopped where it arrives.
    public let entries: [Entry]
}

extension Withdrawn {
    func write(to writer: inout FactWriter) {
        writer.number(document.value)
        writer.number(by.value)
        writer.number(cause.rawValue)
        writer.text(reason)
        writer.number(entries.count)
        for entry in entries {
            writer.number(entry.delivery.value)
            writer.number(entry.recipient.value)
            writer.number(entry.state.rawValue)
            writer.optional(entry.fetchedAt?.milliseconds)
            writer.optional(entry.confirmedAt?.milliseconds)
        }
    }

    init(from reader: inout FactReader) throws(FactError) {
        self.init(
            document: try reader.serial(), by: try reader.serial(), cause: try reader.raw(),
            reason: try reader.text(),
            entries: try reader.list { reader throws(FactError) in
                Entry(
                    delivery: try reader.serial(), recipient: try reader.agency(), state: try reader.raw(),
                    fetchedAt: try reader.optional(Int64.self).map(Instant.init(milliseconds:)),
                    confirmedAt: try reader.optional(Int64.self).map(Instant.init(milliseconds:)))
            })
    }
}
