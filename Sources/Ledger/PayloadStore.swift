internal import Exchange
internal import Platform

/// Reads the payloads of documents and compares them with what their facts say: bytes that differ leave it for nobody.
final class PayloadStore: Sendable {
    let segments: SegmentFiles
    private let digest: @Sendable ([UInt8]) -> [UInt8]
    private let condition: Monitor<LedgerCondition>

    /// The payloads in `segments`; what is found to be damaged is noted in `condition`.
    init(
        segments: SegmentFiles, digest: @escaping @Sendable ([UInt8]) -> [UInt8], condition: Monitor<LedgerCondition>
    ) {
        self.segments = segments
        self.digest = digest
        self.condition = condition
    }

    /// Content and signature of the document `id`, which `fact` accepted and which lies at `location`.
    ///
    /// Throws `damaged`, and has it told once, where they are not those.
    func read(
        _ document: Serial, _ id: Identifier, at location: SegmentFiles.Location?, acceptedBy fact: Fact?
    ) throws(LedgerError) -> (content: [UInt8], signature: [UInt8]) {
        do {
            return try check(document, at: location, acceptedBy: fact)
        } catch {
            let damage = PayloadDamage(document: document, id: id, kind: error.kind)
            if condition.withLock({ $0.note(damage) }) { StandardError.write("lgsp: ledger_damaged: \(damage)") }
            throw .damaged(damage)
        }
    }

    /// Why bytes are not given out.
    struct Objection: Error {
        let kind: PayloadDamage.Kind
    }

    private func check(
        _ document: Serial, at location: SegmentFiles.Location?, acceptedBy fact: Fact?
    ) throws(Objection) -> (content: [UInt8], signature: [UInt8]) {
        guard case .accepted(let accepted)? = fact, accepted.serial == document else { throw Objection(kind: .fact) }
        guard let location else { throw Objection(kind: .unplaced) }
        let submission = accepted.submission
        guard location.content == Int64(clamping: submission.size) else { throw Objection(kind: .content) }
        let payload = try segments.read(location)
        guard digest(payload.content) == submission.digest else { throw Objection(kind: .content) }
        if let expected = submission.signatureDigest {
            let found = payload.signature.isEmpty ? [] : digest(payload.signature)
            guard found == expected else { throw Objection(kind: .signature) }
        }
        return payload
    }
}
