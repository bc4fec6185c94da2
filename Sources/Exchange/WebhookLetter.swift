/// A delivery that a webhook was not told of however often it was tried: it still lies in its mailbox.
public struct WebhookDeadLettered: Hashable, Sendable {
    /// The webhook.
    public let webhook: Identifier
    /// The delivery.
    public let delivery: Serial
    /// How often it was tried.
    public let attempts: UInt32
    /// What came of the last attempt, as a stable code.
    public let code: String

    /// The delivery that `webhook` was not told of.
    public init(webhook: Identifier, delivery: Serial, attempts: UInt32, code: String) {
        self.webhook = webhook
        self.delivery = delivery
        self.attempts = attempts
        self.code = code
    }

    /// The facts of giving up: the dead letter, and for a document a notice to its issuer. None where the receiver has
    /// confirmed it meanwhile by itself.
    public static func decide(
        _ letter: WebhookDeadLettered, state: some ExchangeState, numbering: inout Numbering
    ) throws -> [Fact] {
        guard let delivery = try state.delivery(letter.delivery), delivery.state.isOpen else { return [] }
        guard delivery.message.kind == .document, let document = try state.document(delivery.message.document) else {
            return [.webhookDeadLettered(letter)]
        }
        let directory = state.directory
        let hub = directory.agency(delivery.recipient)?.hub ?? 0
        let (serial, id) = numbering.message(shard: directory.hubs[hub].shard)
        return [
            .webhookDeadLettered(letter),
            .noticeIssued(
                NoticeIssued(
                    serial: serial, id: id, document: document.serial, recipient: document.issuer,
                    about: delivery.recipient, code: "webhook_dead_lettered", reason: letter.code)),
        ]
    }
}

/// Dead letters of a webhook that are to be tried again from the beginning, under the ids they had.
public struct WebhookRestarted: Hashable, Sendable {
    /// The webhook.
    public let webhook: Identifier
    /// The deliveries.
    public let deliveries: [Serial]

    /// `deliveries` of `webhook`, to be tried again.
    public init(webhook: Identifier, deliveries: [Serial]) {
        self.webhook = webhook
        self.deliveries = deliveries
    }
}

extension DeliveryState {
    /// Whether the delivery still shows in the mailbox.
    public var isOpen: Bool { self == .initial || self == .processing }
}
