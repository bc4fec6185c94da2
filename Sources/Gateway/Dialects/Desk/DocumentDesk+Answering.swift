internal import Exchange
internal import HTTP
internal import Ledger

/// What the caller says about what it received.
extension DocumentDesk {
    /// Sets the transport state of what `name` names among the caller's deliveries.
    ///
    /// With `onlyFetched` a delivery that was never read keeps its state, and the answer is `delivery_not_fetched`: for
    /// clients known to name the wrong document.
    func set(
        _ name: String, to state: DeliveryState, reason: String, onlyFetched: Bool = false, _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<Void, Problem>) -> HTTPResponse
    ) throws {
        let deliveries = try services.ledger.read { try self.deliveries(named: name, $0) }
        guard !deliveries.isEmpty else { throw Problem("not_found", found: name) }
        try services.ledger.confirm(
            deliveries.map(\.id), by: Array(Set(deliveries.map(\.recipient))), state: state, reason: reason,
            onlyFetched: onlyFetched
        ) { result in
            responder.perform {
                responder.respond(
                    answer(
                        Result { () throws(Problem) in
                            do { try Self.check(result.get()) } catch { throw Router.problem(of: error) }
                        }))
            }
        }
    }

    /// Throws why nothing moved; one of several that did is a success.
    private static func check(_ results: [Receiving.Confirmation]) throws(Refusal) {
        var first: Refusal?
        for result in results {
            guard case .refused(let refusal) = result else { return }
            first = first ?? refusal
        }
        if let first { throw first }
    }

    /// Records a business status about what `name` names among the caller's deliveries.
    func state(
        _ status: BusinessStatus, about name: String, reason: String, _ responder: HTTPResponder,
        answer: @escaping @Sendable (Result<Identifier, Problem>) -> HTTPResponse
    ) throws {
        let found = try services.ledger.read { try self.deliveries(named: name, $0) }
        guard let delivery = found.first(where: { $0.message.kind == .document }) else {
            throw Problem("not_found", found: name)
        }
        try services.ledger.record(
            status, reason: reason, by: delivery.recipient, about: nil, document: delivery.message.document
        ) { result in
            responder.perform {
                responder.respond(answer(result.map(\.id).mapError { Router.problem(of: $0) }))
            }
        }
    }
}
