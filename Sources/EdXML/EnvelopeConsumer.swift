internal import XML

/// Hands the parser's events to a pass; the pass is a value, so that each event touches one object once.
@safe final class EnvelopeConsumer: XMLConsumer {
    let vocabulary = ElementName.vocabulary
    /// Unchecked is sound: the parser tells one event after the other, on one thread, and none from within another.
    @exclusivity(unchecked) private var state: EnvelopePass

    init(today: String) { unsafe state = EnvelopePass(today: today) }

    /// The pass as it stands.
    var pass: EnvelopePass { unsafe state }

    func start(_ element: borrowing XMLElementStart) throws { unsafe try state.start(element) }

    func text(_ bytes: Span<UInt8>) { unsafe state.text(bytes) }

    func end() { unsafe state.end() }

    /// Ends the pass.
    func finish() { unsafe state.finish() }
}
