internal import XML

/// Hands the parser's events to a pass; the pass is a value, so that each event touches one object once.
final class EnvelopeConsumer: XMLConsumer {
    let vocabulary = ElementName.vocabulary
    private(set) var pass: EnvelopePass

    init(today: String) { pass = EnvelopePass(today: today) }

    func start(_ element: borrowing XMLElementStart) throws { try pass.start(element) }

    func text(_ bytes: Span<UInt8>) { pass.text(bytes) }

    func end() { pass.end() }

    /// Ends the pass.
    func finish() { pass.finish() }
}
