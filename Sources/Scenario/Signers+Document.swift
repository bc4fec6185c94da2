extension Signers {
    /// Writes and signs `document`, or does to it what makes it bad.
    func sign(
        _ document: PlannedDocument, of generator: Generator, inReplyTo: PlannedDocument? = nil
    ) throws(ScenarioError) -> (document: [UInt8], signature: [UInt8]) {
        var bytes = generator.envelope(of: document, inReplyTo: inReplyTo)
        let sender = generator.parties[document.sender].code
        switch document.bad {
        case .unsigned: return (bytes, [])
        case .wrongSigner:
            let other = generator.parties[document.receivers.first ?? document.sender].code
            return (bytes, try signer(of: other).sign(bytes))
        case .expired: return (bytes, try expired(of: sender).sign(bytes))
        case .tampered:
            let signature = try signer(of: sender).sign(bytes)
            EnvelopeText.tamper(&bytes)
            return (bytes, signature)
        case .malformed, .unknownReceiver, nil: return (bytes, try signer(of: sender).sign(bytes))
        }
    }

    /// Writes `document` with its signature inside; nil where it is one whose badness needs another form.
    func envelop(_ document: PlannedDocument, of generator: Generator) throws(ScenarioError) -> [UInt8]? {
        guard document.bad == nil else { return nil }
        return try signer(of: generator.parties[document.sender].code).envelop(generator.envelope(of: document))
    }
}
