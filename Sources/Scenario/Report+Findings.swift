extension Report {
    /// Everything that must hold: the scenario's thresholds, and two counts of one thing being one.
    static func judge(
        _ scenario: ScenarioFile, tally: Tally, total: Snapshot, bus: Snapshot, failure: ScenarioError?
    ) -> [Finding] {
        let limits = scenario.thresholds
        let whole = total.electronic + total.both + total.paper
        let exchanged = whole > 0 ? Double(total.electronic + total.both) / Double(whole) : 0
        let percent = Format.percent(total.electronic + total.both, of: whole)
        let pairs = bus.pairs.flatMap { $0 }.count { $0 > 0 }
        let badRefused = tally.refusedBad.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        let badPlanned = scenario.bad.values.reduce(0, +)
        var findings = [
            Finding(
                name: "the run ended by itself", expected: "yes", found: failure?.description ?? "yes",
                passed: failure == nil),
            Finding(
                name: "exchanged electronically",
                expected: "\(hundredths(limits.ratioMinimum))–\(hundredths(limits.ratioMaximum)) %",
                found: whole > 0 ? "\(percent) %" : "no document",
                passed: whole > 0
                    && (limits.ratioMinimum...max(limits.ratioMinimum, limits.ratioMaximum)).contains(exchanged)),
            atMost("deliveries pending", limits.pending, bus.pending),
            atLeast("documents accepted or on paper", limits.documents, tally.accepted + tally.paper),
            atLeast("tier pairs with documents", limits.pairs, pairs),
            atMost("bad documents accepted", limits.badAccepted, tally.badAccepted),
            atLeast("bad documents refused", badPlanned - limits.badAccepted, badRefused),
            atMost("good documents refused at the door", 0, tally.goodRefused),
            atLeast("refusals by receivers", limits.receiverRefusals, tally.statuses["02", default: 0]),
            atMost("signatures that the receivers found invalid", 0, tally.notVerified),
            atMost("items left in mailboxes", 0, tally.left),
        ]
        findings += [
            same("submissions = accepted + refused", tally.submitted, tally.accepted + refused(tally)),
            same("documents, the run's count and the bus's", tally.accepted, bus.documents),
            same("deliveries owed, the run's count and the bus's", tally.owed, bus.owed),
            same(
                "deliveries owed = in mailbox + returned + dead-lettered + pending", bus.owed,
                bus.inMailbox + bus.returned + bus.deadLettered + bus.pending),
            same("deliveries fetched once each", bus.inMailbox, tally.received),
            same("E, the run's count and the bus's", tally.channels[.electronic, default: 0], bus.electronic),
            same("EP, the run's count and the bus's", tally.channels[.both, default: 0], bus.both),
            same("P, the run's count and the bus's", tally.channels[.paper, default: 0], bus.paper),
            tierPairs(tally, bus),
            refusals(tally, bus),
            same("statuses by code, the run's count and the bus's", listed(tally.statuses), listed(bus.statuses)),
            same(
                "statuses sent by receivers and fetched by issuers", tally.statuses.values.reduce(0, +),
                tally.statusesFetched),
        ]
        return findings
    }

    /// Refusals at the door, all codes together.
    static func refused(_ tally: Tally) -> Int { tally.refused.values.reduce(0, +) }

    /// Counts by name in the order of the names.
    static func listed(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private static func hundredths(_ share: Double) -> String {
        let hundredths = Int((share * 10_000).rounded())
        return "\(hundredths / 100).\(Format.padded(hundredths % 100, 2))"
    }

    private static func atMost(_ name: String, _ limit: Int, _ found: Int) -> Finding {
        Finding(
            name: name, expected: limit == 0 ? "0" : "at most \(Format.count(limit))", found: Format.count(found),
            passed: found <= limit)
    }

    private static func atLeast(_ name: String, _ limit: Int, _ found: Int) -> Finding {
        Finding(
            name: name, expected: "at least \(Format.count(limit))", found: Format.count(found), passed: found >= limit)
    }

    /// The bus's matrix is the run's, with what went on paper or without it: it may count either.
    private static func tierPairs(_ tally: Tally, _ bus: Snapshot) -> Finding {
        let all = Tally.sum(tally.pairs, tally.paperPairs)
        let finding = same("tier pairs, the run's count and the bus's", all, bus.pairs)
        return tally.pairs == bus.pairs ? same(finding.name, tally.pairs, bus.pairs) : finding
    }

    /// The ledger tells of no refusal that the run did not see.
    ///
    /// It may tell of fewer: what does not parse is counted but not journalled, and the rest is rate-limited. It may
    /// tell of more only where an answer was lost and the same document was refused again.
    private static func refusals(_ tally: Tally, _ bus: Snapshot) -> Finding {
        let excess = bus.refusals.reduce(0) { $0 + max(0, $1.value - tally.refused[$1.key, default: 0]) }
        return Finding(
            name: "refusals by code, none in the ledger that the run did not see", expected: listed(tally.refused),
            found: listed(bus.refusals),
            passed: excess <= tally.retries)
    }

    private static func same(_ name: String, _ own: some Equatable, _ other: some Equatable) -> Finding {
        Finding(name: name, expected: "\(own)", found: "\(other)", passed: "\(own)" == "\(other)")
    }
}
