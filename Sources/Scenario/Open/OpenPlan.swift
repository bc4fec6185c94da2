/// The documents of one generator process in an open run with their intended times, in order.
///
/// Every process goes through the whole run and keeps each Nth document: together they send what one alone would, and
/// each holds one block of the plan in memory. The mix comes out exactly in every whole block.
struct OpenPlan: Sequence, IteratorProtocol, Sendable {
    /// One document to send.
    struct Item: Sendable {
        /// Its place among this process's documents, from 0.
        let ordinal: Int
        let time: ArrivalTimes.Time
        let document: PlannedDocument
    }

    /// Documents drawn together.
    static let block = 500

    private let generator: Generator
    private let phases: [Phase]
    private let part: ReplayPart
    private var times: ArrivalTimes
    private var index = 0
    private var ordinal = 0
    private var documents: [PlannedDocument] = []

    init(_ generator: Generator, phases: [Phase], part: ReplayPart) {
        self.generator = generator
        self.phases = phases
        self.part = part
        times = ArrivalTimes(phases, seed: generator.scenario.seed)
    }

    mutating func next() -> Item? {
        while let time = times.next() {
            defer { index += 1 }
            guard part.holds(index + 1) else { continue }
            defer { ordinal += 1 }
            return Item(ordinal: ordinal, time: time, document: document(at: time))
        }
        return nil
    }

    private mutating func document(at time: ArrivalTimes.Time) -> PlannedDocument {
        let first = index / Self.block * Self.block
        if documents.first?.index != first + 1 {
            var random = SplitMix64(seed: generator.scenario.seed &+ 3, item: first)
            documents = generator.documents(
                [BadKind?](repeating: nil, count: Self.block), after: first, using: &random)
        }
        let planned = documents[index - first]
        if time.isDirective {
            return generator.directive(from: generator.scenario.directive.from, index: planned.index) ?? planned
        }
        guard let bad = bad(of: planned.index, in: phases[time.phase]) else { return planned }
        return PlannedDocument(
            index: planned.index, sender: planned.sender, receivers: planned.receivers, medium: .electronic, bad: bad,
            type: planned.type, urgency: planned.urgency, size: planned.size, subject: planned.subject)
    }

    private func bad(of index: Int, in phase: Phase) -> BadKind? {
        guard !phase.bad.isEmpty else { return nil }
        var random = SplitMix64(seed: generator.scenario.seed &+ 4, item: index)
        var left = random.unit()
        for kind in BadKind.allCases {
            left -= phase.bad[kind] ?? 0
            if left < 0 { return kind }
        }
        return nil
    }
}

extension Generator {
    /// Whether `document` carries its signature inside.
    func isEnveloped(_ document: PlannedDocument) -> Bool {
        guard scenario.enveloped > 0 else { return false }
        var random = SplitMix64(seed: scenario.seed &+ 7, item: document.index)
        return random.unit() < scenario.enveloped
    }

    /// A directive of `wanted`, a code or its beginning, to every agency of the other tiers; nil where nobody is there to send it.
    func directive(from wanted: String, index: Int) -> PlannedDocument? {
        guard
            let sender = parties.firstIndex(where: { $0.code == wanted })
                ?? parties.firstIndex(where: { $0.code.hasPrefix(wanted) })
        else { return nil }
        let receivers = parties.indices.filter { parties[$0].tier != parties[sender].tier }
        guard !receivers.isEmpty else { return nil }
        return PlannedDocument(
            index: index, sender: sender, receivers: receivers, medium: .electronic, bad: nil, type: "CT", urgency: 1,
            size: 2048, subject: scenario.directive.subject)
    }
}
