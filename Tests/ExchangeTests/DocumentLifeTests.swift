@testable import Exchange
import Testing

/// What withdrawals, updates and replacements do, and in which order what wins.
@Suite struct DocumentLifeTests {
    /// A state in which H10.13 sent a document to G22 and H10, all mailboxes filled.
    private final class World {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        var accepted: [Accepted] = []

        init(deliver: Bool = true) throws {
            let first = try admit(.sample(to: ["G22", "H10"]))
            if deliver { try deliverAll(first) }
        }

        func admit(_ submission: Submission, key: UInt8 = 2) throws -> Accepted {
            var submission = submission
            submission.signerKey = [key]
            guard case .accepted(let accepted) = try Admission.decide(submission, state: state, numbering: &numbering)
            else { throw Refusal(.documentIDConflict, "A duplicate.") }
            state.apply(.accepted(accepted))
            self.accepted.append(accepted)
            return accepted
        }

        @discardableResult
        func deliverAll(_ accepted: Accepted) throws -> [Fact] {
            var facts = try Routing.decide(
                Message(kind: .document, serial: accepted.serial, document: accepted.serial), at: accepted.hub,
                for: accepted.recipients, state: state, numbering: &numbering)
            facts.forEach(state.apply)
            for case .relayed(let relayed) in facts {
                let more = try Routing.decide(arrival: relayed, state: state, numbering: &numbering)
                more.forEach(state.apply)
                facts += more
            }
            return facts
        }

        /// Sends a document of this kind and applies what follows.
        func act(
            _ kind: Submission.Kind, _ act: DocumentAct, id: String = "act", from: String = "H10.13", key: UInt8 = 2,
            signature: Submission.SignatureStatus = .valid
        ) throws -> [Fact] {
            var submission = Submission.sample(to: ["G22"], id: id, digest: UInt8(accepted.count + 10))
            (submission.kind, submission.from) = (kind, from)
            submission.signerKey = [key]
            submission.signature = signature
            guard
                case .accepted(let accepted) = try Admission.decide(
                    submission, policy: .advisory, state: state, numbering: &numbering)
            else { throw Refusal(.documentIDConflict, "A duplicate.") }
            let facts = try DocumentLife.decide(act, by: accepted, state: state, numbering: &numbering)
            ([.accepted(accepted)] + facts).forEach(state.apply)
            self.accepted.append(accepted)
            return facts
        }

        func record(_ status: BusinessStatus, by agency: UInt32, about receiver: UInt32? = nil) throws -> StatusRecorded
        {
            let recorded = try Receiving.record(
                status, reason: "vì", by: AgencyNumber(agency), about: receiver.map(AgencyNumber.init),
                document: accepted[0].serial, state: state, numbering: &numbering)
            if recorded.effect != .repeats {
                state.apply(.statusRecorded(recorded))
                try DocumentLife.decide(agreement: recorded, state: state).forEach(state.apply)
            }
            return recorded
        }

        func effect(
            _ status: BusinessStatus, by agency: UInt32, about receiver: UInt32? = nil
        ) throws -> BusinessStatus.Effect {
            try record(status, by: agency, about: receiver).effect
        }
    }

    private static let target = DocumentAct.Target(documentID: "H10.13,2021,1")
    private static func act(_ target: DocumentAct.Target = target, reason: String = "Gửi nhầm") -> DocumentAct {
        DocumentAct(targets: [target], reason: reason)
    }

    @Test func aWithdrawalTakesEveryCopyAndSaysWhoHadIt() throws {
        let world = try World()
        let mine = world.state.deliveries.first { $0.recipient == AgencyNumber(1) }
        world.state.apply(
            .confirmed(Confirmed(deliveries: mine.map { [$0.serial] } ?? [], state: .done, reason: "")))
        let facts = try world.act(.withdraw, Self.act())
        #expect(facts.map(\.name) == ["withdrawn", "notice", "notice"])
        let codes = facts.compactMap { if case .noticeIssued(let notice) = $0 { notice.code } else { nil } }
        #expect(codes == ["withdrawn_confirmed", "withdrawn_unread"])
        #expect(world.state.deliveries.map(\.state) == [.done, .withdrawn])
        #expect(world.state.deliveries.allSatisfy { $0.isTaken })
    }

    @Test(arguments: [
        (DocumentAct.Target(documentID: "H10.13,2021,9"), Refusal.Code.targetUnknown),
        (DocumentAct.Target(documentID: "G22,2021,1"), .targetUnknown),
        (DocumentAct.Target(documentID: ""), .targetUnknown),
        (
            DocumentAct.Target(issuer: "H10.13", documentID: "", code: "1/SM-VP", day: Day(number: 18_801)),
            .targetUnknown
        ),
        (DocumentAct.Target(issuer: "H10.13", documentID: "", code: "1-SM", day: Day(number: 18_800)), .targetUnknown),
    ])
    func whatIsNotThereIsAnErrorThatTheSenderSees(target: DocumentAct.Target, code: Refusal.Code) throws {
        for kind in [Submission.Kind.withdraw, .update, .replace] {
            let refusal = #expect(throws: Refusal.self) { try World().act(kind, Self.act(target)) }
            #expect(refusal?.code == code)
        }
    }

    @Test func itIsFoundByNumberAndDayToo() throws {
        let target = DocumentAct.Target(issuer: "H10.13", documentID: "", code: "1/SM-VP", day: Day(number: 18_800))
        let facts = try World().act(.withdraw, Self.act(target))
        #expect(facts.first?.name == "withdrawn")
    }

    /// G22 got the document and learns whose it is; the closed rest of the world learns nothing.
    @Test func anotherIssuersDocumentIsNotTouched() throws {
        var refusal = #expect(throws: Refusal.self) {
            try World().act(.withdraw, Self.act(), from: "H10", key: 1)
        }
        #expect(refusal?.code == .targetNotOwn)
        refusal = #expect(throws: Refusal.self) {
            try World(deliver: false).act(.withdraw, Self.act(), from: "H10", key: 1)
        }
        #expect(refusal?.code == .targetUnknown)
    }

    @Test func aWithdrawalNeedsAReason() throws {
        let refusal = #expect(throws: Refusal.self) { try World().act(.withdraw, Self.act(reason: "")) }
        #expect(refusal?.code == .reasonMissing)
        let facts = try World().act(.replace, Self.act(reason: ""))
        #expect(facts.count == 1)
    }

    @Test(arguments: [Submission.SignatureStatus.absent, .invalid])
    func aWithdrawalIsSignedWhateverThePolicy(signature: Submission.SignatureStatus) throws {
        let refusal = #expect(throws: Refusal.self) {
            try World().act(.withdraw, Self.act(), signature: signature)
        }
        #expect(refusal?.code == .withdrawalUnsigned)
        #expect(try World().act(.update, Self.act(), signature: signature).count == 1)
    }

    @Test(arguments: [Submission.Kind.withdraw, .update, .replace])
    func nothingFollowsAWithdrawal(kind: Submission.Kind) throws {
        let world = try World()
        _ = try world.act(.withdraw, Self.act())
        var refusal = #expect(throws: Refusal.self) { try world.act(kind, Self.act(), id: "second") }
        #expect(refusal?.code == .alreadyWithdrawn)
        refusal = #expect(throws: Refusal.self) {
            try world.act(kind, Self.act(DocumentAct.Target(documentID: "act")), id: "third")
        }
        #expect(refusal?.code == .targetNotAllowed)
    }

    @Test func oneThatCannotBeDoneRefusesAll() throws {
        let world = try World()
        _ = try world.admit(.sample(id: "other", digest: 5))
        let targets = [DocumentAct.Target(documentID: "other"), DocumentAct.Target(documentID: "none")]
        #expect(throws: Refusal.self) { try world.act(.withdraw, DocumentAct(targets: targets, reason: "vì")) }
        let twice = DocumentAct(targets: [Self.target, Self.target], reason: "vì")
        let facts = try world.act(.withdraw, twice)
        #expect(facts.count { $0.name == "withdrawn" } == 1)
    }

    @Test func aCopyOnItsWayIsStopped() throws {
        let world = try World(deliver: false)
        _ = try world.act(.withdraw, Self.act())
        let facts = try world.deliverAll(world.accepted[0])
        let returned = facts.compactMap { if case .returned(let returned) = $0 { returned.code } else { nil } }
        #expect(returned == ["withdrawn", "withdrawn"])
        #expect(facts.count { $0.name == "notice" } == 2)
        #expect(world.state.deliveries.isEmpty)
    }

    @Test func statusesAfterAWithdrawalAreLateAndNothingIsAskedBack() throws {
        let world = try World()
        #expect(try world.effect(.arrived, by: 1) == .moves)
        _ = try world.act(.withdraw, Self.act())
        let first = try world.record(.accepted, by: 1)
        #expect(first.effect == .late)
        let second = try world.record(.accepted, by: 1)
        #expect(second.effect == .repeats)
        #expect(second.id == first.id)
        let refusal = #expect(throws: Refusal.self) { try world.record(.recallRequested, by: 2, about: 1) }
        #expect(refusal?.code == .alreadyWithdrawn)
    }

    /// An agreement takes one copy, a refusal none; whichever of refusal of receipt and recall comes first stands.
    @Test func recallAgainstRefusal() throws {
        var world = try World()
        _ = try world.record(.recallRequested, by: 2, about: 1)
        #expect(try world.effect(.refused, by: 1) == .late)
        #expect(try world.effect(.recallRefused, by: 1) == .moves)
        #expect(world.state.deliveries.allSatisfy { !$0.isTaken })

        world = try World()
        #expect(try world.effect(.refused, by: 1) == .moves)
        #expect(try world.effect(.recallRequested, by: 2, about: 1) == .moves)
        #expect(try world.effect(.recallAgreed, by: 1) == .moves)
        #expect(world.state.deliveries.filter { $0.isTaken }.map(\.recipient) == [AgencyNumber(1)])
        // What was given back is neither taken nor reported again.
        let facts = try world.act(.withdraw, Self.act())
        #expect(facts.count { $0.name == "notice" } == 1)
    }

    @Test func theSameStatusLaterIsStillTheSame() throws {
        let world = try World()
        let first = try world.record(.arrived, by: 1)
        _ = try world.record(.accepted, by: 1)
        let again = try world.record(.arrived, by: 1)
        #expect(again.effect == .repeats)
        #expect(again.id == first.id)
    }

    /// For callers who may name the wrong delivery: only what was read is confirmed.
    @Test func whatWasNeverReadIsNotConfirmed() throws {
        let world = try World()
        let ids = world.state.deliveries.map { Identifier(serial: $0.serial, at: world.numbering.now, entropy: 0) }
        let read = try #require(world.state.deliveries.first)
        world.state.apply(.fetched([read.serial]))
        let (facts, results) = try Receiving.confirm(
            ids, by: [AgencyNumber(0), AgencyNumber(1)], state: .done, reason: "", onlyFetched: true,
            state: world.state, numbering: &world.numbering)
        #expect(facts == [.confirmed(Confirmed(deliveries: [read.serial], state: .done, reason: ""))])
        #expect(results.first == .state(.done))
        for result in results.dropFirst() {
            guard case .refused(let refusal) = result else { Issue.record("\(result)"); continue }
            #expect(refusal.code == .deliveryNotFetched)
        }
    }

    @Test func whatWasWithdrawnIsNotConfirmed() throws {
        let world = try World()
        _ = try world.act(.withdraw, Self.act())
        let ids = world.state.deliveries.map { Identifier(serial: $0.serial, at: world.numbering.now, entropy: 0) }
        let results = try Receiving.confirm(
            ids, by: [AgencyNumber(1)], state: .done, reason: "", state: world.state, numbering: &world.numbering
        ).results
        #expect(
            results.contains {
                if case .refused(let refusal) = $0 { refusal.code == .documentWithdrawn } else { false }
            })
    }

    /// An update says the number of what it updates: that is no repetition.
    @Test func anUpdateMayRepeatTheNumber() throws {
        let world = try World()
        let change = DocumentAct.Change(isOfDocument: true)
        let facts = try world.act(.update, DocumentAct(targets: [Self.target], reason: "", change: change))
        #expect(facts.map(\.name) == ["updated"])
        #expect(world.accepted[1].warnings.isEmpty)
        let more = try world.act(.replace, Self.act(), id: "new")
        #expect(more.map(\.name) == ["replaced"])
        #expect(world.accepted[2].warnings == ["number_repeated"])
    }
}
