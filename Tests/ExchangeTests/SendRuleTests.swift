@testable import Exchange
import Testing

/// The first rule that fits decides; no rule stops what becomes of a document that is there.
@Suite struct SendRuleTests {
    private static func rules(_ lines: [(String, String, SendRule.Effect)], in directory: Directory) throws -> SendRules
    {
        try lines.enumerated().reduce(SendRules()) { rules, line in
            let selectors = [line.element.0, line.element.1].compactMap {
                AgencySelector($0, agency: { directory.agency(code: $0)?.number }, tier: { directory.tier(code: $0) })
            }
            #expect(selectors.map { $0.text(in: directory) } == [line.element.0, line.element.1])
            return try rules.placing(
                SendRule(
                    name: "r\(line.offset)", from: selectors[0], to: selectors[1], effect: line.element.2, reason: "x"))
        }
    }

    /// H10.13 sends to G22.
    @Test(
        arguments: [
            ([], nil), ([("*", "*", .deny)], "r0"), ([("*", "*", .allow), ("*", "*", .deny)], nil),
            ([("H10.13", "G22", .deny)], "r0"), ([("H10", "G22", .deny)], nil), ([("below:H10", "G22", .deny)], "r0"),
            ([("below:G22", "G22", .deny)], nil), ([("below:H10.13", "*", .deny)], "r0"),
            ([("tier:province", "tier:central", .deny)], "r0"), ([("tier:central", "*", .deny)], nil),
            ([("*", "tier:province", .deny), ("H10.13", "*", .deny)], "r1"),
            ([("H10.13", "G22", .allow), ("below:H10", "*", .deny)], nil), ([("*", "below:H10", .deny)], nil),
        ] as [([(String, String, SendRule.Effect)], String?)])
    func theFirstThatFitsDecides(lines: [(String, String, SendRule.Effect)], denies: String?) throws {
        let state = MemoryState.sample()
        state.apply(.sendRulesDefined(try Self.rules(lines, in: state.directory)))
        var numbering = Numbering.sample
        do {
            _ = try Admission.decide(.sample(), state: state, numbering: &numbering)
            #expect(denies == nil)
        } catch let refusal as Refusal {
            #expect(refusal.code == .sendRuleDenies)
            #expect(refusal.found == "G22")
            #expect(refusal.detail == denies.map { "Rule \($0): x" })
        }
    }

    @Test(arguments: ["", "X", "below:", "below:X", "tier:", "tier:X", "below:*", "tier:*", "**"])
    func namesNothing(text: String) {
        let directory = MemoryState.sample().directory
        #expect(
            AgencySelector(text, agency: { directory.agency(code: $0)?.number }, tier: { directory.tier(code: $0) })
                == nil)
    }

    private static func rule(_ name: String, reason: String = "x") -> SendRule {
        SendRule(name: name, from: .all, to: .all, effect: .allow, reason: reason)
    }

    @Test(
        arguments: [
            (("d", nil), "abcd"), (("d", 1), "dabc"), (("d", 4), "abcd"), (("b", nil), "abc"), (("a", 3), "bca"),
            (("d", 5), nil), (("d", 0), nil), (("a", 4), nil), (("", nil), nil), (("a b", nil), nil),
            (("đ", nil), nil),
        ] as [((String, Int?), String?)])
    func rulesHaveTheirPlaces(placed: (String, Int?), order: String?) throws {
        let rules = try ["a", "b", "c"].reduce(SendRules()) { try $0.placing(Self.rule($1)) }
        let changed = try? rules.placing(Self.rule(placed.0), at: placed.1)
        #expect(changed?.list.map(\.name).joined() == order)
    }

    @Test func theyAreBounded() throws {
        let full = try (0..<SendRules.limit).reduce(SendRules()) { try $0.placing(Self.rule("r\($1)")) }
        #expect(throws: Refusal.self) { try full.placing(Self.rule("one-more")) }
        #expect(try full.placing(Self.rule("r7")).list.count == SendRules.limit)
        #expect(try full.removing("r7").list.count == SendRules.limit - 1)
        #expect(throws: Refusal.self) { try full.removing("X") }
        #expect(throws: Refusal.self) { try SendRules().placing(Self.rule("a", reason: "")) }
    }

    /// A document lies at G22; then a rule comes. What acts on it still goes to G22, and to nobody else.
    @Test(
        arguments: [
            (.withdraw, ["G22"], nil), (.update, ["G22"], nil), (.replace, ["G22"], nil), (.withdraw, ["H10"], nil),
            (.replace, ["H10"], .sendRuleDenies), (.update, ["G22", "H10"], .sendRuleDenies),
            (.new, ["G22"], .sendRuleDenies),
        ] as [(Submission.Kind, [String], Refusal.Code?)])
    func noRulePartsADocumentFromWhatBecomesOfIt(kind: Submission.Kind, to: [String], code: Refusal.Code?) throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard case .accepted(let first) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            return
        }
        state.apply(.accepted(first))
        let message = Message(kind: .document, serial: first.serial, document: first.serial)
        try Routing.decide(message, at: 0, for: first.recipients, state: state, numbering: &numbering).forEach(
            state.apply)
        state.apply(.sendRulesDefined(try Self.rules([("H10.13", "*", .deny)], in: state.directory)))
        var submission = Submission.sample(to: to, id: "H10.13,2021,2", digest: 2)
        submission.kind = kind
        let act = DocumentAct(
            targets: [DocumentAct.Target(documentID: "H10.13,2021,1")], reason: "Gửi nhầm", change: DocumentAct.Change()
        )
        do {
            guard case .accepted(let second) = try Admission.decide(submission, state: state, numbering: &numbering)
            else { return }
            _ = try DocumentLife.decide(act, by: second, state: state, numbering: &numbering)
            #expect(code == nil)
        } catch let refusal as Refusal { #expect(refusal.code == code) }
    }

    @Test(arguments: [
        ("a\tbelow:H10\ttier:t\tdeny\tx\n", 0), ("a\tX\t*\tdeny\tx\n", 1), ("a\t*\ttier:X\tdeny\tx\n", 1),
        ("a\t*\t*\tno\tx\n", 1), ("a\t*\t*\tdeny\t\n", 1), ("a\t*\t*\tdeny\tx\na\t*\t*\tallow\tx\n", 1),
        ("a\t*\t*\tdeny\n", 1),
    ])
    func aTopologySeedsThem(rows: String, faults: Int) {
        let topology = Topology(
            tiers: "tier\trank\tname\tname_en\nt\t0\tT\tT\n",
            hubs: "hub\tparent\tshard\tlatency_ms\tname\nh\t\t1\t0\th\n",
            agencies: "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\n"
                + "H10\t\tt\t\th\tactive\t\t\tno\tH\n", rules: "name\tfrom\tto\teffect\treason\n" + rows)
        #expect(topology.faults.map(\.file) == Array(repeating: "rules.tsv", count: faults))
        #expect(faults > 0 || topology.facts.last?.name == "send_rules_defined")
    }
}
