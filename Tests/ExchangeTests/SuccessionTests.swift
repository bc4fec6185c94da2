@testable import Exchange
import Testing

/// Who acts for whom: by number, 0 G22, 1 H10, 2 H10.13, 3 H10.99 (closed), 4 H10.W00.
@Suite struct SuccessionTests {
    private static func state(closed: [UInt32], _ links: [(UInt32, UInt32)]) -> MemoryState {
        let state = MemoryState.sample()
        for number in closed {
            if let agency = state.directory.agency(AgencyNumber(number)) { state.apply(.agencyDefined(agency.closed)) }
        }
        for (old, new) in links {
            state.apply(.successorNamed(Succession(of: AgencyNumber(old), by: AgencyNumber(new))))
        }
        return state
    }

    @Test(
        arguments: [
            ([], [], 3, nil, [1]), ([], [(3, 1)], 3, 1, [1, 3]), ([2], [(3, 2), (2, 1)], 3, 1, [1, 2, 3]),
            ([], [(3, 2), (2, 1)], 3, 2, [1]), ([2], [(3, 1), (2, 1)], 2, 1, [1, 3, 2]),
            ([], [(2, 1)], 2, nil, [1]), ([2], [(3, 2), (2, 3)], 3, nil, [1]),
            ([1, 2], [(1, 2), (2, 3), (3, 1)], 3, nil, [1, 3, 2]), ([], [(3, 3)], 3, nil, [1]),
            ([], [(3, 2), (3, 1)], 3, 1, [1, 3]),
        ] as [([UInt32], [(UInt32, UInt32)], UInt32, UInt32?, [UInt32])])
    func actsFor(
        closed: [UInt32], links: [(UInt32, UInt32)], agency: UInt32, heir: UInt32?, line: [UInt32]
    ) throws {
        let directory = Self.state(closed: closed, links).directory
        let agency = try #require(directory.agency(AgencyNumber(agency)))
        #expect(Succession.heir(of: agency, in: directory)?.number.value == heir)
        #expect(Succession.line(of: AgencyNumber(1), in: directory).map(\.value) == line)
    }

    @Test(
        arguments: [
            (["H10.13"], nil, ["agency_defined"]), (["H10.13"], "H10", ["agency_defined", "successor_named"]),
            (["H10.99"], "H10", ["successor_named"]), (["H10.99"], nil, []),
            (["H10.13", "H10.99"], "G22", ["agency_defined", "successor_named", "successor_named"]),
            (["H10"], "H10", nil), (["X"], "H10", nil), (["H10"], "X", nil), (["H10"], "H10.99", nil),
            (["H10"], "H10.W00", nil), (["H10.W00"], nil, nil), (["H10.13", "X"], "H10", nil),
        ] as [([String], String?, [String]?)])
    func closes(codes: [String], successor: String?, names: [String]?) {
        let facts = try? Succession.close(codes, successor: successor, in: MemoryState.sample().directory)
        #expect(facts?.map(\.name) == names)
    }

    /// H10.13 sends; H10.99 is closed, H10 took it over.
    @Test(
        arguments: [
            (["H10.99"], [1], [(3, 1)]), (["H10", "H10.99", "G22"], [1, 0], [(3, 1)]),
            (["H10.99", "H10"], [1], [(3, 1)]),
            (["G22"], [0], []),
        ] as [([String], [UInt32], [(UInt32, UInt32)])])
    func aDocumentGoesToTheSuccessor(to: [String], recipients: [UInt32], handed: [(UInt32, UInt32)]) throws {
        let state = Self.state(closed: [], [(3, 1)])
        var numbering = Numbering.sample
        guard
            case .accepted(let accepted) = try Admission.decide(.sample(to: to), state: state, numbering: &numbering)
        else { return }
        #expect(accepted.recipients.map(\.value) == recipients)
        #expect(accepted.submission.to == to)
        let entries = Succeeded(accepted, in: state.directory)?.entries ?? []
        #expect(entries.map(\.addressed.value) == handed.map(\.0))
        #expect(entries.map(\.recipient.value) == handed.map(\.1))
    }

    /// On its way to H10 when that closed: it waits in the mailbox for the successor, or comes back.
    @Test(arguments: [([], ["returned", "notice"]), ([(1, 2)], ["delivered"])] as [([(UInt32, UInt32)], [String])])
    func whatIsOnItsWayIsNotLost(links: [(UInt32, UInt32)], names: [String]) throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        var submission = Submission.sample(to: ["H10"])
        (submission.from, submission.signerKey) = ("G22", [0])
        guard case .accepted(let accepted) = try Admission.decide(submission, state: state, numbering: &numbering)
        else { return }
        state.apply(.accepted(accepted))
        for fact in Self.facts(closing: 1, links, state) { state.apply(fact) }
        let message = Message(kind: .document, serial: accepted.serial, document: accepted.serial)
        let facts = try Routing.decide(message, at: 1, for: accepted.recipients, state: state, numbering: &numbering)
        #expect(facts.map(\.name) == names)
    }

    private static func facts(closing agency: UInt32, _ links: [(UInt32, UInt32)], _ state: MemoryState) -> [Fact] {
        let closed = state.directory.agency(AgencyNumber(agency)).map { [Fact.agencyDefined($0.closed)] } ?? []
        return closed + links.map { .successorNamed(Succession(of: AgencyNumber($0.0), by: AgencyNumber($0.1))) }
    }

    /// H10.13 sent a document to G22 and closed; whoever took it over withdraws it, states 13, and nobody else does.
    @Test(arguments: [([(2, 1)], true), ([], false), ([(2, 0)], false)] as [([(UInt32, UInt32)], Bool)])
    func theSuccessorActsForItsPredecessor(links: [(UInt32, UInt32)], isAllowed: Bool) throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard case .accepted(let first) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            return
        }
        state.apply(.accepted(first))
        let message = Message(kind: .document, serial: first.serial, document: first.serial)
        try Routing.decide(message, at: 0, for: first.recipients, state: state, numbering: &numbering).forEach(
            state.apply)
        for fact in Self.facts(closing: 2, links, state) { state.apply(fact) }
        func isDone(_ body: () throws -> Void) throws -> Bool {
            do {
                try body()
                return true
            } catch is Refusal { return false }
        }
        let hasAsked = try isDone {
            let recorded = try Receiving.record(
                .recallRequested, reason: "x", by: AgencyNumber(1), about: AgencyNumber(0), document: first.serial,
                state: state, numbering: &numbering)
            #expect(recorded.sender.value == 1)
        }
        #expect(hasAsked == isAllowed)
        var submission = Submission.sample(to: ["G22"], id: "H10,2021,2", digest: 2)
        (submission.from, submission.signerKey, submission.kind) = ("H10", [1], .withdraw)
        let act = DocumentAct(
            targets: [DocumentAct.Target(documentID: "H10.13,2021,1")], reason: "Gửi nhầm", change: DocumentAct.Change()
        )
        let hasWithdrawn = try isDone {
            guard case .accepted(let second) = try Admission.decide(submission, state: state, numbering: &numbering)
            else { return }
            let facts = try DocumentLife.decide(act, by: second, state: state, numbering: &numbering)
            #expect(facts.first?.name == "withdrawn")
        }
        #expect(hasWithdrawn == isAllowed)
    }

    /// A document lies at G22, which closes: its successor confirms it and answers, and nobody else.
    @Test(arguments: [(1, true), (2, false)] as [(UInt32, Bool)])
    func theSuccessorAnswersForItsPredecessor(agency: UInt32, isAllowed: Bool) throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard case .accepted(let first) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            return
        }
        state.apply(.accepted(first))
        let message = Message(kind: .document, serial: first.serial, document: first.serial)
        try Routing.decide(message, at: 0, for: first.recipients, state: state, numbering: &numbering).forEach(
            state.apply)
        for fact in Self.facts(closing: 0, [(0, 1)], state) { state.apply(fact) }
        let recorded = try? Receiving.record(
            .accepted, reason: "", by: AgencyNumber(agency), about: nil, document: first.serial, state: state,
            numbering: &numbering)
        #expect(recorded.map(\.sender.value) == (isAllowed ? agency : nil))
        guard
            case .delivered(let delivered)? = try Routing.decide(
                message, at: 0, for: first.recipients, state: state, numbering: &numbering
            ).first
        else { return }
        state.apply(.delivered(delivered))
        let (facts, _) = try Receiving.confirm(
            delivered.entries.map(\.id), by: [AgencyNumber(agency)], state: .done, reason: "", state: state,
            numbering: &numbering)
        #expect(facts.isEmpty == !isAllowed)
    }
}
