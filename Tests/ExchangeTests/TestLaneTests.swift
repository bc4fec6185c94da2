import Exchange
import Testing

/// Test reaches test, real reaches real, and no test is counted.
@Suite struct TestLaneTests {
    /// H10.13 sends to G22.
    private static func decide(_ facts: [Fact]) -> Refusal.Code? {
        let state = MemoryState.sample()
        for fact in facts { state.apply(fact) }
        var numbering = Numbering.sample
        do {
            _ = try Admission.decide(.sample(), state: state, numbering: &numbering)
            return nil
        } catch { return (error as? Refusal)?.code }
    }

    private static func mark(_ agency: UInt32, _ isTest: Bool = true) -> Fact {
        .testMarked(TestMark(agency: AgencyNumber(agency), isTest: isTest))
    }

    private static func system(_ id: String, _ agencies: [UInt32], closed: Bool = false) -> Fact {
        var system = ConnectedSystem(id: id, agencies: agencies.map(AgencyNumber.init))
        (system.isTest, system.isClosed) = (true, closed)
        return .systemDefined(system)
    }

    @Test(
        arguments: [
            ([], nil), ([mark(2)], .receiverNotTest), ([mark(0)], .receiverIsTest), ([mark(0), mark(2)], nil),
            ([mark(2), mark(2, false)], nil), ([system("a", [2])], .receiverNotTest), ([system("a", [0, 2])], nil),
            ([system("a", [0]), system("b", [2])], nil), ([system("a", [2]), system("a", [2], closed: true)], nil),
            ([mark(0), system("a", [2], closed: true)], .receiverIsTest),
            ([system("a", [2]), mark(2, false)], .receiverNotTest),
        ] as [([Fact], Refusal.Code?)])
    func reaches(facts: [Fact], expected: Refusal.Code?) { #expect(Self.decide(facts) == expected) }

    @Test func countsNothing() throws {
        let state = MemoryState.sample()
        for fact in [Self.mark(0), Self.mark(2)] { state.apply(fact) }
        var numbering = Numbering.sample
        guard case .accepted(let accepted) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            Issue.record("refused")
            return
        }
        state.apply(.accepted(accepted))
        // The lane is the document's for ever, wherever its agencies go before it is delivered.
        for fact in [Self.mark(0, false), Self.mark(2, false)] { state.apply(fact) }
        let facts = try Routing.decide(
            Message(kind: .document, serial: accepted.serial, document: accepted.serial), at: 0,
            for: accepted.recipients, state: state, numbering: &numbering)
        guard case .delivered(let delivered)? = facts.first else {
            Issue.record("not delivered")
            return
        }
        #expect(delivered.entries.map(\.channel) == [.test])
    }

    @Test func registersNoPaper() {
        let state = MemoryState.sample()
        state.apply(Self.mark(1))
        var numbering = Numbering.sample
        let paper = PaperDocument(
            issuer: "H10", recipients: ["G22"], number: "2", notation: "CT", promulgationDay: Day(number: 1),
            typeName: "Chỉ thị", isSecret: false)
        #expect {
            try PaperRegister.decide(paper, state: state, numbering: &numbering)
        } throws: {
            ($0 as? Refusal)?.code == .paperOfTest
        }
    }
}
