internal import Exchange
internal import Glibc
internal import Platform

/// Reads the payloads of messages and compares them with what their facts say: bytes that differ leave it for nobody.
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

    /// Content and signature of the message `serial` with the id `id`, which `fact` took in and which lies at `location`.
    ///
    /// Nil where it came without any. Throws `damaged`, and has it told once, where they are not those.
    func read(
        _ serial: Serial, _ id: Identifier, at location: SegmentFiles.Location?, by fact: Fact?
    ) throws(LedgerError) -> (content: [UInt8], signature: [UInt8])? {
        do {
            return try check(serial, at: location, by: fact)
        } catch {
            // A file that cannot be read now, such as for want of descriptors, is not damaged.
            guard let kind = error.kind else { throw .file(error.reason) }
            let damage = PayloadDamage(document: serial, id: id, kind: kind)
            if condition.withLock({ $0.note(damage) }) { StandardError.write("lgsp: ledger_damaged: \(damage)") }
            throw .damaged(damage)
        }
    }

    /// Why bytes are not given out.
    struct Objection: Error {
        /// How they are damaged; nil where they could not be read.
        let kind: PayloadDamage.Kind?
        /// Why they could not.
        var reason = ""

        init(kind: PayloadDamage.Kind) { self.kind = kind }

        init(_ error: SystemError) {
            kind = error.number == ENOENT || error.number == ENOTDIR ? .gone : nil
            reason = error.description
        }
    }

    private func check(
        _ serial: Serial, at location: SegmentFiles.Location?, by fact: Fact?
    ) throws(Objection) -> (content: [UInt8], signature: [UInt8])? {
        guard let digests = fact?.digests(of: serial) else { throw Objection(kind: .fact) }
        guard let location else {
            if digests == nil { return nil }
            throw Objection(kind: .unplaced)
        }
        if let digests, location.content != Int64(clamping: digests.size) { throw Objection(kind: .content) }
        let payload = try segments.read(location)
        guard let digests else { return payload }
        guard digest(payload.content) == digests.content else { throw Objection(kind: .content) }
        if let expected = digests.signature {
            let found = payload.signature.isEmpty ? [] : digest(payload.signature)
            guard found == expected else { throw Objection(kind: .signature) }
        }
        return payload
    }
}
