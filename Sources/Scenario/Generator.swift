internal import Platform

/// Makes a scenario's documents: the same seed and agencies give the same ones, but for the run in their numbers.
///
/// Pure: no clock and no other randomness. `plan` is light; an envelope is written when it is needed.
public struct Generator: Sendable {
    /// The scenario.
    public let scenario: ScenarioFile
    /// The agencies that send and receive.
    public let parties: [Party]
    /// The run.
    public let run: RunID
    /// The day of promulgation, `yyyy/MM/dd`.
    public let day: String

    /// The agencies of each tier.
    let byTier: [[Int]]

    /// A generator for `scenario` over `parties`, in an order of their codes that does not depend on theirs.
    public init(
        scenario: ScenarioFile, parties: [Party], run: RunID, day: String
    ) throws(ScenarioError) {
        self.scenario = scenario
        self.parties = parties.sorted { $0.code < $1.code }
        self.run = run
        self.day = day
        byTier = scenario.tiers.indices.map { [parties = self.parties] tier in
            parties.indices.filter { parties[$0].tier == tier }
        }
        for (row, shares) in scenario.pairs.enumerated() {
            for (column, share) in shares.enumerated() where share > 0 {
                guard byTier[row].count >= 1, byTier[column].count >= (row == column ? 2 : 1) else {
                    throw ScenarioError(
                        .directoryTooSmall,
                        "no two agencies for documents from \(scenario.tiers[row]) to \(scenario.tiers[column])")
                }
            }
        }
    }

    /// All documents of the run, the good ones first by serial number mixed with the bad.
    public func plan() -> [PlannedDocument] {
        let bad = BadKind.allCases.flatMap { kind in repeatElement(kind, count: scenario.bad[kind] ?? 0) }
        var random = SplitMix64(seed: scenario.seed)
        var kinds: [BadKind?] = bad + repeatElement(nil, count: scenario.documents)
        random.shuffle(&kinds)
        return documents(kinds, after: 0, using: &random)
    }

    /// The documents that follow the first `count`: what is wrong with each stands in `kinds`, the rest is drawn.
    func documents(
        _ kinds: [BadKind?], after count: Int, using random: inout SplitMix64
    ) -> [PlannedDocument] {
        let total = kinds.count
        let good = kinds.count { $0 == nil }
        let media = Quota.draw(good, of: scenario.channels.map { ($0.choice, $0.share) }, using: &random)
        let cells = scenario.pairs.enumerated().flatMap { row, shares in
            shares.enumerated().map { ((row, $0.offset), $0.element) }
        }
        let pairs = Quota.draw(total, of: cells, using: &random)
        let types = Quota.draw(total, of: scenario.types.map { ($0.choice, $0.share) }, using: &random)
        let urgencies = Quota.draw(
            total, of: scenario.urgency.enumerated().map { ($0.offset, $0.element) }, using: &random)
        let sizes = Quota.draw(total, of: scenario.sizes.map { ($0.choice, $0.share) }, using: &random)
        let counts = Quota.draw(total, of: scenario.recipients.map { ($0.choice, $0.share) }, using: &random)
        var nextMedium = media.makeIterator()
        return (0..<total).map { index in
            let (from, to) = pairs[index]
            let sender = byTier[from][random.below(byTier[from].count)]
            let type = types[index]
            return PlannedDocument(
                index: count + index + 1, sender: sender,
                receivers: receivers(counts[index], in: to, but: sender, using: &random),
                medium: kinds[index] == nil ? nextMedium.next() ?? .electronic : .electronic,
                bad: kinds[index], type: type, urgency: urgencies[index], size: sizes[index],
                subject: Vocabulary.subject(of: DocumentType.named(type)?.name ?? type, using: &random))
        }
    }

    /// Up to `count` different agencies of `tier` that are not `sender`.
    private func receivers(
        _ count: Int, in tier: Int, but sender: Int, using random: inout SplitMix64
    ) -> [Int] {
        let choices = byTier[tier]
        let available = choices.count - (parties[sender].tier == tier ? 1 : 0)
        var receivers: [Int] = []
        while receivers.count < min(count, available) {
            let choice = choices[random.below(choices.count)]
            if choice != sender, !receivers.contains(choice) { receivers.append(choice) }
        }
        return receivers
    }

    /// What a receiver answers about a document: 02 with a reason, or statuses one after another.
    public func answer(to document: Int, by receiver: Int) -> Answer {
        var random = SplitMix64(seed: scenario.seed ^ UInt64(bitPattern: Int64(receiver)) << 32, item: document)
        if random.unit() < scenario.refuse {
            return .refuse(reason: random.pick(scenario.reasons) ?? "")
        }
        var left = random.unit()
        for answer in scenario.answers {
            left -= answer.share
            if left < 0 { return .statuses(answer.choice) }
        }
        return .statuses(scenario.answers.last?.choice ?? [])
    }
}
