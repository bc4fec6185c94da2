/// Decides what follows when deadlines come.
///
/// Deadlines that are a span after the delivery are watched; what is due at the end of the day is looked for then.
public enum Punctuality {
    /// The reason of what went back because its time to live was over, as a stable code.
    public static let expired = "time_to_live_passed"

    /// What is to be watched of `delivered`.
    public static func watches(over delivered: Delivered, state: some ExchangeState) throws -> [Watch] {
        guard delivered.message.kind == .document, let first = delivered.entries.first,
            state.directory.watchesDeadlines,
            let document = try state.document(delivered.message.serial)
        else { return [] }
        let deadline = state.directory.deadline(urgency: document.urgency)
        var due: [(Watch.Kind, Instant)] = []
        if case .within = deadline.receipt,
            let instant = deadline.receiptDue(first.id.instant, calendar: state.directory.calendar)
        {
            due.append((.receipt, instant))
        }
        if let instant = deadline.expiry(document.id.instant) { due.append((.expiry, instant)) }
        return due.map { kind, instant in
            Watch(
                kind: kind, document: document.serial, first: first.serial, count: delivered.entries.count, due: instant
            )
        }
    }

    /// The facts of a watch whose moment has come.
    public static func decide(_ watch: Watch, state: some ExchangeState, numbering: inout Numbering) throws -> [Fact] {
        let deliveries = (0..<Int64(watch.count)).map { Serial(watch.first.value + $0) }
        switch watch.kind {
        case .receipt: return try missed(deliveries, state: state)
        case .expiry:
            let open = try deliveries.compactMap(state.delivery).filter(\.isOpenDocument)
            guard !open.isEmpty, let document = try state.document(watch.document) else { return [] }
            return [.expired(open.map(\.serial))]
                + open.map {
                    Receiving.notice(
                        of: document, about: $0.recipient, code: expired, reason: "", state: state, &numbering)
                }
        }
    }

    /// The fact that those of `deliveries` that are not confirmed were to be by now; none where all are.
    public static func missed(_ deliveries: [Serial], state: some ExchangeState) throws -> [Fact] {
        let late = try deliveries.compactMap(state.delivery).filter { $0.isOpenDocument && !$0.isLate }.map(\.serial)
        return late.isEmpty ? [] : [.deadlineMissed(late)]
    }
}

extension DeliveryRecord {
    fileprivate var isOpenDocument: Bool {
        message.kind == .document && (state == .initial || state == .processing)
    }
}
