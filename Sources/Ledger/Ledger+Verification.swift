internal import Exchange

/// What a check of the whole ledger found.
public struct LedgerVerification: Sendable {
    /// How many batches were checked.
    public internal(set) var batches: Int64 = 0
    /// How many facts were checked.
    public internal(set) var facts: Int64 = 0
    /// How many documents and statuses with bytes were looked at.
    public internal(set) var messages: Int64 = 0
    /// Of these, how many came before all digests were kept: of documents only the content was compared, of statuses nothing.
    public internal(set) var unproven: Int64 = 0
    /// The last batch that was checked: kept elsewhere, it tells later whether the ledger's end was cut off.
    public internal(set) var head: LedgerHead?
    /// What is wrong, the first hundred faults; empty where all is well.
    public private(set) var faults: [String] = []

    /// The first of them that is not about a document's own bytes, before `heads` of others were asked for.
    private(set) var databaseFault: String?

    private static let limit = 100

    /// Whether there is room for more faults.
    var goesOn: Bool { faults.count < Self.limit }

    mutating func fault(_ words: String, isOfDocument: Bool = false) {
        if !isOfDocument, databaseFault == nil { databaseFault = words }
        if goesOn { faults.append(words) }
    }
}

extension Ledger {
    /// Recomputes every leaf, root and link of the chain, and compares every payload with its fact.
    ///
    /// `heads` are batches that this ledger is known to have had, by receipts or checkpoints kept elsewhere: one that it has
    /// not, or has otherwise, is a fault. `isSignedByBus` checks a checkpoint's signature.
    public func verify(
        against heads: [LedgerHead] = [], isSignedByBus: (_ digest: [UInt8], _ signature: [UInt8]) -> Bool
    ) throws -> LedgerVerification {
        // A view for so long would keep the write-ahead log from being taken into the database; only the look at SQLite's own
        // structure at the end is one.
        try readers.read { reader in
            var found = LedgerVerification()
            try verifyChain(reader, &found, isSignedByBus: isSignedByBus)
            try verifyEnd(reader.database, &found)
            if let fault = found.databaseFault { note(.corrupt(fault)) }
            try verifyHeads(reader.database, &found, heads)
            return found
        }
    }

    private func verifyChain(
        _ reader: Reader, _ found: inout LedgerVerification, isSignedByBus: (_: [UInt8], _: [UInt8]) -> Bool
    ) throws {
        let database = reader.database
        var previous = Checkpoint.genesis
        var nextFact: Int64 = 1
        var number: Int64 = 0
        if let first = try Self.batch(after: .min, database), first < 1 { found.fault("there is a batch \(first)") }
        while found.goesOn, let next = try Self.batch(after: number, database) {
            if next > number + 1 {
                found.fault(
                    next == number + 2
                        ? "batch \(number + 1) is gone" : "the batches \(number + 1) to \(next - 1) are gone")
            }
            number = next
            guard let (checkpoint, digest, signature) = try Self.batch(database, number: number) else { continue }
            found.batches += 1
            func fault(_ words: String) { found.fault("batch \(number): \(words)") }
            if checkpoint.previous != previous { fault("the chain is broken: it does not follow the batch before it") }
            if checkpoint.firstFact != nextFact { fault("its first fact is \(checkpoint.firstFact), not \(nextFact)") }
            if sealer.digest(checkpoint.statement) != digest { fault("its digest is wrong") }
            if !isSignedByBus(digest, signature) { fault("its signature is wrong") }
            guard (1..<1 << 53).contains(checkpoint.firstFact), (0..<1 << 32).contains(checkpoint.count) else {
                fault("its facts have no numbers")
                continue
            }
            try verifyFacts(of: checkpoint, reader, &found)
            nextFact = checkpoint.firstFact + checkpoint.count
            previous = digest
            found.head = LedgerHead(batch: number, digest: digest)
        }
        found.facts = nextFact - 1
    }

    private static func batch(after number: Int64, _ database: Database) throws -> Int64? {
        let next = try database.statement("SELECT min(batch) FROM batches WHERE batch > ?")
        next.bind(1, number)
        defer { next.reset() }
        return try next.step() ? next.optional(0) : nil
    }

    private func verifyFacts(of checkpoint: Checkpoint, _ reader: Reader, _ found: inout LedgerVerification) throws {
        func fault(_ words: String) { found.fault("batch \(checkpoint.batch): \(words)") }
        let facts = try reader.database.statement(
            "SELECT fact, at, kind, version, bytes FROM facts WHERE fact >= ? AND fact < ? ORDER BY fact")
        facts.bind(1, checkpoint.firstFact)
        facts.bind(2, checkpoint.firstFact + checkpoint.count)
        defer { facts.reset() }
        var leaves: [[UInt8]] = []
        while try facts.step() {
            let (number, bytes) = (facts.number(0), facts.data(4))
            // Another number that only looks the same in so many bits is another kind to SQLite.
            guard let kind = UInt16(exactly: facts.bits(2)), let version = UInt8(exactly: facts.bits(3)) else {
                fault("fact \(number) is of no kind")
                continue
            }
            leaves.append(sealer.digest([0] + DigestTree.statement(kind: kind, version: version, bytes: bytes)))
            if facts.number(1) != checkpoint.at { fault("fact \(number) has another time than its batch") }
            guard let fact = try? Fact(kind: kind, version: version, bytes: bytes) else {
                fault("fact \(number) cannot be read")
                continue
            }
            guard let (serial, id) = fact.message else { continue }
            do {
                let payload = try reader.payload(of: serial, id, by: fact)
                if payload != nil { found.messages += 1 }
                if payload != nil, (fact.digests(of: serial) ?? nil)?.signature == nil { found.unproven += 1 }
            } catch {
                guard case .damaged(let damage) = error else { throw error }
                found.messages += 1
                found.fault("\(damage)", isOfDocument: true)
            }
        }
        let root = DigestTree(leaves: leaves, digest: sealer.digest).root
        if Int64(leaves.count) != checkpoint.count || root != checkpoint.root {
            fault("its facts do not give its root")
        }
    }

    private func verifyEnd(_ database: Database, _ found: inout LedgerVerification) throws {
        let others = try database.statement(
            """
            SELECT (SELECT min(fact) FROM facts), (SELECT count(*) FROM batches WHERE key != ?),
                (SELECT count(*) FROM payloads WHERE document NOT IN (SELECT serial FROM documents)
                    AND document NOT IN (SELECT serial FROM statuses))
            """)
        others.bind(1, sealer.key)
        if try others.step() {
            if let first = others.optional(0), first < 1 { found.fault("fact \(first) is in no sealed batch") }
            if others.number(1) > 0 { found.fault("\(others.number(1)) batches name another key than the bus's") }
            if others.number(2) > 0 { found.fault("\(others.number(2)) places of payloads are of no message") }
        }
        others.reset()
        for fault in try LedgerSchema.faults(in: database) { found.fault(fault) }
        // In one statement, which sees one commit: facts come in meanwhile.
        let end = try database.statement(
            """
            SELECT (SELECT coalesce(max(fact), 0) FROM facts),
                (SELECT first_fact + count - 1 FROM batches ORDER BY batch DESC LIMIT 1)
            """)
        if try end.step(), end.number(0) > end.optional(1) ?? 0 {
            found.fault("the facts after \(end.optional(1) ?? 0), up to \(end.number(0)), are in no sealed batch")
        }
        end.reset()
    }

    private func verifyHeads(_ database: Database, _ found: inout LedgerVerification, _ heads: [LedgerHead]) throws {
        for head in heads + [condition.lostEnd].compactMap(\.self) {
            guard let (_, digest, _) = try Self.batch(database, number: head.batch) else {
                found.fault("batch \(head.batch) is gone: the ledger's end was cut off, or it is an older copy")
                continue
            }
            if digest != head.digest { found.fault("batch \(head.batch) is not the one that it was") }
        }
    }
}

extension Fact {
    /// Number and id of the message that it took in with its bytes, where it may have.
    fileprivate var message: (Serial, Identifier)? {
        switch self {
        case .accepted(let accepted): (accepted.serial, accepted.id)
        case .statusRecorded(let status): (status.serial, status.id)
        default: nil
        }
    }
}
