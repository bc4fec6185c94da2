extension Signers {
    /// Writes and signs `document`, or does to it what makes it bad.
    func sign(
        _ document: PlannedDocument, of generator: Generator, inReplyTo: PlannedDocument? = nil
    ) throws(ScenarioError) -> (document: [UInt8], signature: [UInt8]) {
        let bytes = generator.envelope(of: document, inReplyTo: inReplyTo)
        let sender = generator.parties[document.sender].code
        switch document.bad {
        case .unsigned: return (bytes, [])
        case .malformed where surroundings.signsInside: return (bytes, [])
        case .wrongSigner:
            let other = generator.parties[document.receivers.first ?? document.sender].code
            return try sign(bytes, by: signer(of: other))
        case .expired: return try sign(bytes, by: expired(of: sender))
        case .tampered:
            var signed = try sign(bytes, by: signer(of: sender))
            EnvelopeText.tamper(&signed.document)
            return signed
        case .malformed, .unknownReceiver, nil: return try sign(bytes, by: signer(of: sender))
        }
    }

    /// Signs beside the document, or inside it where there is no other place.
    private func sign(
        _ bytes: [UInt8], by signer: any Signing
    ) throws(ScenarioError) -> (document: [UInt8], signature: [UInt8]) {
        surroundings.signsInside ? (try signer.envelop(bytes), []) : (bytes, try signer.sign(bytes))
    }

    /// Writes `document` with its signature inside; nil where it is one whose badness needs another form.
    func envelop(_ document: PlannedDocument, of generator: Generator) throws(ScenarioError) -> [UInt8]? {
        guard document.bad == nil else { return nil }
        return try signer(of: generator.parties[document.sender].code).envelop(generator.envelope(of: document))
    }
}
