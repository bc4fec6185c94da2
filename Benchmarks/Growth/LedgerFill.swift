internal import Exchange
internal import Ledger
internal import Platform
internal import Synchronization
internal import Trust

/// Fills a new ledger with two years of an ordinary traffic, up to a number of facts.
///
/// Every document goes through the ledger's own jobs: submitted, routed, delivered, read, confirmed, one in four
/// with a business status. What a signature's check would give is stated, and the bodies are small.
struct LedgerFill {
    let place: Place
    let target: Int64
    private static let documentsOfChunk = 2_048
    private static let years: Int64 = 730 * 86_400_000

    /// The progress, from which the clock goes.
    private final class Progress: Sendable {
        let facts = Atomic<Int64>(0)
    }

    /// The number of the last fact then.
    func run() throws -> Int64 {
        let progress = Progress()
        let (target, first) = (target, Place.now - Self.years)
        let ledger = try place.ledger(
            clock: {
                first
                    + Int64(
                        Double(Self.years) * min(1, Double(progress.facts.load(ordering: .relaxed)) / Double(target)))
            },
            onCommit: { progress.facts.store($0.lastFact, ordering: .relaxed) })
        defer { ledger.close() }
        guard try ledger.read({ try $0.lastFact() }) == 0 else {
            throw GrowthError(description: "\(place.data) holds a ledger already")
        }
        try Place.append(try place.topology().facts, to: ledger)
        let agencies = ledger.directory.agencies.filter { $0.status == .active }
        let bindings = try place.bindings(agencies)
        try Place.append(bindings.map(Fact.certificateBound), to: ledger)
        let keys = bindings.map(\.key)
        var random = SplitMix(state: 20_210_624)
        var number = 0
        var chunks: [Pending] = []
        var told: [[Serial]] = []
        // The next chunk is decided while the one before is read and confirmed.
        while case let missing = target - progress.facts.load(ordering: .relaxed), missing > 0 {
            // A document makes some four facts, and the last ones come one by one.
            let count = min(Self.documentsOfChunk, max(1, Int(missing / 8)))
            chunks.append(try submit(count, from: number, agencies, keys, &random, to: ledger, first: first, progress))
            number += count
            let isLast = count < Self.documentsOfChunk
            while chunks.count > (isLast ? 0 : 1) {
                // What the chunk before the last one told is on disk once this one is answered.
                let answers = try chunks.removeFirst().result().get()
                told.append(try settle(answers, told: told.count > 1 ? told.removeFirst() : [], of: ledger))
            }
            // Comes behind all that was asked for, so that it is counted.
            if isLast { try Place.append([], to: ledger) }
        }
        for documents in told { _ = try settle([], told: documents, of: ledger) }
        try Place.append([], to: ledger)
        return progress.facts.load(ordering: .relaxed)
    }

    /// The answer to a chunk, once it is there.
    private final class Pending: Sendable {
        private let answer = Monitor<Result<[Ledger.SubmissionAnswer], LedgerError>?>(nil)

        func give(_ result: Result<[Ledger.SubmissionAnswer], LedgerError>) { answer.notify { $0 = result } }

        func result() -> Result<[Ledger.SubmissionAnswer], LedgerError> { answer.wait { $0 } ?? .failure(.closed) }
    }

    private func submit(
        _ count: Int, from first: Int, _ agencies: [Agency], _ keys: [[UInt8]], _ random: inout SplitMix,
        to ledger: Ledger,
        first start: Int64, _ progress: Progress
    ) throws -> Pending {
        let share = Double(progress.facts.load(ordering: .relaxed)) / Double(target)
        let day = Instant(milliseconds: start + Int64(Double(Self.years) * share)).day
        let (year, month, dayOfMonth) = day.parts
        let types = ["Công văn", "Quyết định", "Thông báo", "Báo cáo", "Giấy mời"]
        let entries = (first..<first + count).map { number in
            let index = Int(random.next() % UInt64(agencies.count))
            let sender = agencies[index]
            let several = random.next() % 10 == 0
            let to = Set(
                (0..<(several ? 3 : 1)).map { _ in agencies[Int(random.next() % UInt64(agencies.count))].code })
            let content = Array("văn bản \(number) của \(sender.code), để đầy sổ\n".utf8)
            return Ledger.Entry(
                submission: Submission(
                    from: sender.code, to: to.sorted(),
                    documentID: "\(sender.code),\(year)/\(month)/\(dayOfMonth),\(number)/CV-\(sender.code)",
                    digest: SHA256.digest(content), size: UInt64(content.count),
                    subject: "V/v triển khai công việc số \(number)", number: "\(number)",
                    notation: "CV-\(sender.code)", promulgationDay: day, typeName: types[number % types.count],
                    urgency: UInt8(number % 16 == 0 ? 1 : 0), kind: .new, hasPaper: number % 10 == 0,
                    signature: .valid, signerKey: keys[index]),
                content: content, signature: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 64))
        }
        let answer = Pending()
        try ledger.submit(entries, refuse: { (Identifier(high: 0, low: 0), false) }) { answer.give($0) }
        return answer
    }

    /// Reads and confirms what a chunk brought into the mailboxes, and what was `told` of documents before; states a
    /// status about one document in four, and gives those documents.
    private func settle(
        _ answers: [Ledger.SubmissionAnswer], told: [Serial], of ledger: Ledger
    ) throws -> [Serial] {
        var byAgency: [UInt32: [DeliveryRow]] = [:]
        var statuses: [Ledger.StatusEntry] = []
        try ledger.read { reader in
            for document in told {
                for delivery in try reader.deliveries(of: document) where delivery.message.kind != .document {
                    byAgency[delivery.recipient.value, default: []].append(delivery)
                }
            }
            for (place, answer) in answers.enumerated() {
                guard case .accepted(let accepted, _, _) = answer else {
                    throw GrowthError(description: "a document was not accepted: \(answer)")
                }
                for delivery in try reader.deliveries(of: accepted.serial) {
                    byAgency[delivery.recipient.value, default: []].append(delivery)
                    if place % 4 == 0 {
                        statuses.append(
                            Ledger.StatusEntry(
                                .accepted, reason: "", by: delivery.recipient, about: nil, document: accepted.serial))
                    }
                }
            }
        }
        for (agency, deliveries) in byAgency.sorted(by: { $0.key < $1.key }) {
            try ledger.noteFetched(deliveries.map(\.serial))
            try ledger.confirm(deliveries.map(\.id), by: [AgencyNumber(agency)], state: .done, reason: "") { _ in }
        }
        if !statuses.isEmpty { try ledger.record(statuses) { _ in } }
        return Array(Set(statuses.map(\.document))).sorted()
    }
}

/// Random numbers that are the same every time.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
