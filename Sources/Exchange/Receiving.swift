/// Decides on what receivers say about their mailboxes and documents.
public enum Receiving {
    /// The longest reason, in Unicode scalars (QCVN 102:2016 has as many characters; one may be of any number of scalars).
    public static let reasonLimit = 1000

    /// The state that a delivery is in after the receiver set it.
    public enum Confirmation: Hashable, Sendable {
        /// It moved, or stood there already.
        case state(DeliveryState)
        /// It could not.
        case refused(Refusal)
    }

    /// Sets the transport state of deliveries in the mailboxes of `agencies`; each is answered on its own.
    ///
    /// With `onlyFetched` one that was never read keeps its state: for callers who may name the wrong delivery.
    public static func confirm(
        _ deliveries: [Identifier], by agencies: [AgencyNumber], state newState: DeliveryState, reason: String,
        onlyFetched: Bool = false, state: some ExchangeState, numbering: inout Numbering
    ) throws -> (facts: [Fact], results: [Confirmation]) {
        guard reason.unicodeScalars.count <= reasonLimit else {
            let refusal = Refusal(
                .reasonTooLong, "A reason has at most \(reasonLimit) characters.",
                found: "\(reason.unicodeScalars.count)")
            return ([], deliveries.map { _ in .refused(refusal) })
        }
        let own = Succession.lines(of: agencies, in: state.directory)
        var moved: [Serial] = []
        var seen: Set<Serial> = []
        var notices: [Fact] = []
        var results: [Confirmation] = []
        results.reserveCapacity(deliveries.count)
        for id in deliveries {
            guard let record = try state.delivery(id.serial), own.contains(record.recipient) else {
                results.append(.refused(Refusal(.deliveryUnknown, "No such delivery in this mailbox.", found: "\(id)")))
                continue
            }
            guard record.state != .withdrawn else {
                results.append(
                    .refused(Refusal(.documentWithdrawn, "The issuer withdrew the document.", found: "\(id)")))
                continue
            }
            guard !onlyFetched || record.fetchedAt != nil else {
                results.append(
                    .refused(Refusal(.deliveryNotFetched, "The delivery was never read.", found: "\(id)")))
                continue
            }
            guard record.state.allows(newState) else {
                results.append(
                    .refused(Refusal(.deliveryStateFinal, "The delivery is \(record.state.name).", found: "\(id)")))
                continue
            }
            results.append(.state(newState))
            guard record.state != newState, seen.insert(record.serial).inserted else { continue }
            moved.append(record.serial)
            if newState == .fail, record.message.kind == .document,
                let document = try state.document(record.message.document)
            {
                notices.append(
                    notice(
                        of: document, about: record.recipient, code: "dead_lettered", reason: reason, state: state,
                        &numbering)
                )
            }
        }
        guard !moved.isEmpty else { return ([], results) }
        return ([.confirmed(Confirmed(deliveries: moved, state: newState, reason: reason))] + notices, results)
    }

    /// Records a business status that `sender` states about a document.
    ///
    /// A receiver states it about its own delivery, or about that of an agency it took over, and the issuer is told; 13 is the issuer's and goes to `about`, one
    /// receiver. The same status twice is one status: it is answered as the first time and told to nobody again. About a
    /// withdrawn document a receiver's status comes late, whatever it is, and the issuer asks for nothing back.
    public static func record(
        _ status: BusinessStatus, reason: String, by sender: AgencyNumber, about receiver: AgencyNumber?,
        document serial: Serial, state: some ExchangeState, numbering: inout Numbering
    ) throws -> StatusRecorded {
        guard let document = try state.document(serial) else {
            throw Refusal(.notFound, "There is no such document.")
        }
        guard !status.needsReason || !reason.isEmpty else {
            throw Refusal(.reasonMissing, "Status \(status.code) needs a reason.", found: status.code)
        }
        guard reason.unicodeScalars.count <= reasonLimit else {
            throw Refusal(
                .reasonTooLong, "A reason has at most \(reasonLimit) characters.",
                found: "\(reason.unicodeScalars.count)")
        }
        let isFromIssuer = status == .recallRequested
        let own = Succession.line(of: sender, in: state.directory)
        let mailboxes =
            isFromIssuer ? receiver.map { Succession.mailboxes(of: $0, in: state.directory) } ?? [] : own
        var copy: DeliveryRecord?
        for mailbox in mailboxes where copy == nil { copy = try state.delivery(of: serial, to: mailbox) }
        guard !isFromIssuer || own.contains(document.issuer) else {
            throw Refusal(.statusNotAllowed, "Status 13 may only come from the document's issuer.", found: status.code)
        }
        guard let delivery = copy else {
            throw Refusal(
                .statusNotAllowed,
                isFromIssuer
                    ? "Status 13 names the receiver it asks: OrganId of ResponseFor is one of the document's receivers."
                    : "Status \(status.code) may not come from this agency: it did not receive the document.",
                found: status.code)
        }
        guard !isFromIssuer || document.withdrawal == nil else {
            throw Refusal(.alreadyWithdrawn, "The document is withdrawn from all receivers.")
        }
        guard var effect = status.effect(on: delivery.status) else {
            throw Refusal(.statusOutOfOrder, "Status \(status.code) answers 13 only.", found: status.code)
        }
        if document.withdrawal != nil, effect == .moves { effect = .late }
        // A repetition may come after others, and then looks late.
        if effect != .moves, let first = try state.statement(of: status, about: delivery) {
            return StatusRecorded(
                serial: first.serial, id: first.id, document: serial, delivery: delivery.serial, sender: sender,
                recipient: isFromIssuer ? delivery.recipient : document.issuer, status: status, reason: reason,
                effect: .repeats)
        }
        let hub = state.directory.agency(sender)?.hub ?? 0
        try Admission.pass(hub, state.directory)
        let (number, id) = numbering.message(shard: state.directory.hubs[hub].shard)
        return StatusRecorded(
            serial: number, id: id, document: serial, delivery: delivery.serial, sender: sender,
            recipient: isFromIssuer ? delivery.recipient : document.issuer, status: status, reason: reason,
            effect: effect)
    }

    /// What tells the issuer of a document what became of it at `agency`.
    static func notice(
        of document: DocumentState, about agency: AgencyNumber, code: String, reason: String,
        state: some ExchangeState, _ numbering: inout Numbering
    ) -> Fact {
        let hub = state.directory.agency(agency)?.hub ?? 0
        let (serial, id) = numbering.message(shard: state.directory.hubs[hub].shard)
        return .noticeIssued(
            NoticeIssued(
                serial: serial, id: id, document: document.serial, recipient: document.issuer, about: agency,
                code: code,
                reason: reason))
    }
}
