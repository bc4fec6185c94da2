/// What was decided about a dead letter: a delivery that its receiver could not take, or that outlived its time.
public struct DeadLetterSettled: Hashable, Sendable {
    /// What becomes of it.
    public enum Outcome: UInt8, CaseIterable, Sendable {
        /// It lies in the mailbox again.
        case retried = 0
        /// It is given up, and its issuer told so.
        case returned = 1

        /// What the issuer is told, as a stable code.
        var notice: String { self == .retried ? "dead_letter_retried" : "dead_letter_returned" }
    }

    /// The delivery.
    public let delivery: Serial
    /// Whose mailbox.
    public let recipient: AgencyNumber
    /// What becomes of it.
    public let outcome: Outcome
    /// Why; may be empty.
    public let reason: String

    /// The facts that settle the dead letter `id`; `mayDo` says whether the caller may act for one of these agencies: its
    /// issuer, its receiver.
    ///
    /// A document that was withdrawn meanwhile is not delivered again.
    public static func decide(
        _ id: Identifier, _ outcome: Outcome, reason: String, mayDo: ([AgencyNumber]) -> Bool,
        state: some ExchangeState, numbering: inout Numbering
    ) throws -> [Fact] {
        guard let delivery = try state.delivery(id.serial), delivery.message.kind == .document,
            let document = try state.document(delivery.message.document),
            mayDo([document.issuer, delivery.recipient])
        else { throw Refusal(.notFound, "There is no such delivery.", found: "\(id)") }
        guard reason.unicodeScalars.count <= Receiving.reasonLimit else {
            throw Refusal(
                .reasonTooLong, "A reason has at most \(Receiving.reasonLimit) characters.",
                found: "\(reason.unicodeScalars.count)")
        }
        guard delivery.state == .fail else {
            throw Refusal(.notDeadLetter, "The delivery is \(delivery.state.name).", found: "\(id)")
        }
        guard outcome == .returned || document.withdrawal == nil else {
            throw Refusal(.alreadyWithdrawn, "The document is withdrawn from all receivers.", found: "\(id)")
        }
        let settled = DeadLetterSettled(
            delivery: delivery.serial, recipient: delivery.recipient, outcome: outcome, reason: reason)
        return [
            .deadLetterSettled(settled),
            Receiving.notice(
                of: document, about: delivery.recipient, code: outcome.notice, reason: reason, state: state, &numbering),
        ]
    }
}
