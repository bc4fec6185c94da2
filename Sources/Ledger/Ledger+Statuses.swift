public import Exchange

extension Ledger {
    /// A business status to be recorded.
    public struct StatusEntry: Sendable {
        /// The status.
        public let status: BusinessStatus
        /// Its reason; may be empty.
        public let reason: String
        /// Who states it.
        public let sender: AgencyNumber
        /// Whose delivery it is about; needed for 13 only, which the issuer states.
        public let receiver: AgencyNumber?
        /// The document.
        public let document: Serial
        /// The message it came in, as it came; empty where it came in none.
        public let content: [UInt8]
        /// The detached signature of the message, DER; may be empty.
        public let signature: [UInt8]

        /// The status `status` of `sender` about `document`.
        public init(
            _ status: BusinessStatus, reason: String, by sender: AgencyNumber, about receiver: AgencyNumber?,
            document: Serial, content: [UInt8] = [], signature: [UInt8] = []
        ) {
            self.status = status
            self.reason = reason
            self.sender = sender
            self.receiver = receiver
            self.document = document
            self.content = content
            self.signature = signature
        }
    }

    /// Records business statuses; each is answered on its own, in order, once the batch is on disk.
    public func record(
        _ entries: [StatusEntry],
        completion: @escaping @Sendable (Swift.Result<[Swift.Result<StatusRecorded, Refusal>], LedgerError>) -> Void
    ) throws(LedgerError) {
        // Made out here, on the caller's thread.
        let digests = entries.map { entry in
            entry.content.isEmpty
                ? nil
                : StoredDigests(
                    content: sealer.digest(entry.content), size: UInt64(entry.content.count),
                    signature: entry.signature.isEmpty ? [] : sealer.digest(entry.signature))
        }
        try enqueue(
            Job(
                weight: entries.count,
                perform: { batch in
                    var results: [Swift.Result<StatusRecorded, Refusal>] = []
                    results.reserveCapacity(entries.count)
                    for (entry, message) in zip(entries, digests) {
                        do {
                            var recorded = try Receiving.record(
                                entry.status, reason: entry.reason, by: entry.sender, about: entry.receiver,
                                document: entry.document, state: batch.state, numbering: &batch.numbering)
                            // The same status twice is one status: it is answered, but neither kept nor told again.
                            if recorded.effect != .repeats {
                                recorded.message = message
                                if !entry.content.isEmpty {
                                    try batch.store(
                                        recorded.serial, content: entry.content, signature: entry.signature)
                                }
                                try batch.follow([.statusRecorded(recorded)])
                            }
                            results.append(.success(recorded))
                        } catch let refusal as Refusal {
                            results.append(.failure(refusal))
                        }
                    }
                    let all = results
                    return { _ in completion(.success(all)) }
                }, fail: { completion(.failure($0)) }))
    }
}
