import Exchange
import Testing

@Suite struct DecisionTests {
    @Test func aDocumentClimbsToTheAxisAndIsDeliveredOnce() throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard case .accepted(let accepted) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            Issue.record("not accepted")
            return
        }
        state.apply(.accepted(accepted))
        let message = Message(kind: .document, serial: accepted.serial, document: accepted.serial)
        let facts = try Routing.decide(
            message, at: accepted.hub, for: accepted.recipients, state: state, numbering: &numbering)
        #expect(facts.map(\.name) == ["relayed"])
        guard case .relayed(let relayed) = facts.first else { return }
        #expect(state.directory.hubs[relayed.to].code == "national")
        let arrival = try Routing.decide(arrival: relayed, state: state, numbering: &numbering)
        #expect(arrival.map(\.name) == ["arrived", "delivered"])
        arrival.forEach(state.apply)
        #expect(state.deliveries.map(\.channel) == [.electronic])
        #expect(try Routing.decide(arrival: relayed, state: state, numbering: &numbering).isEmpty)
    }

    @Test func theSameBytesAreADuplicateAndOtherBytesAConflict() throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard case .accepted(let first) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            Issue.record("not accepted")
            return
        }
        state.apply(.accepted(first))
        guard case .duplicate(let known) = try Admission.decide(.sample(), state: state, numbering: &numbering) else {
            Issue.record("not a duplicate")
            return
        }
        #expect(known.id == first.id)
        #expect(throws: Refusal.self) {
            try Admission.decide(.sample(digest: 2), state: state, numbering: &numbering)
        }
        guard
            case .accepted(let second) = try Admission.decide(.sample(id: "other"), state: state, numbering: &numbering)
        else { return }
        #expect(second.warnings == ["number_repeated"])
    }

    /// N/A is no number that could be used twice.
    @Test func unknownNumbersAreNotTheSame() throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        var warnings: [[String]] = []
        for (id, number) in [("a", "N/A"), ("b", "N/A"), ("c", "7"), ("d", "7")] {
            var submission = Submission.sample(id: id)
            submission.number = number
            guard
                case .accepted(let accepted) = try Admission.decide(submission, state: state, numbering: &numbering)
            else {
                Issue.record("not accepted")
                return
            }
            state.apply(.accepted(accepted))
            warnings.append(accepted.warnings)
        }
        #expect(warnings == [[], [], [], ["number_repeated"]])
    }

    @Test(arguments: [
        (["X"], Refusal.Code.unknownReceiver), (["H10.99"], .receiverClosed), (["H10.W00"], .receiverClosed),
        ([], .receiverMissing), (["G22", "G22"], .receiverRepeated), (["G22", "X"], .unknownReceiver),
    ])
    func aReceiverThatCannotReceiveRefusesTheWhole(to: [String], code: Refusal.Code) throws {
        var numbering = Numbering.sample
        let refusal = #expect(throws: Refusal.self) {
            try Admission.decide(.sample(to: to), state: MemoryState.sample(), numbering: &numbering)
        }
        #expect(refusal?.code == code)
    }

    /// Both forms of one code stand in To of real messages: one copy, and a word to the sender.
    @Test func twoCodesOfOneAgencyAreOneReceiver() throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        for to in [["G22", "000.00.00.G22"], ["000.00.00.G22", "G22"]] {
            guard
                case .accepted(let accepted) = try Admission.decide(
                    .sample(to: to), state: state, numbering: &numbering)
            else {
                Issue.record("not accepted")
                return
            }
            #expect(accepted.recipients == [state.directory.agency(code: "G22")?.number].compactMap(\.self))
            #expect(accepted.warnings == ["receiver_same_agency"] && accepted.submission.to == to)
        }
    }

    @Test func aDocumentIDWithAnotherAgencysCodeIsAcceptedWithAWarning() throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        var submission = Submission.sample()
        let own = submission.from
        for (code, warnings) in [(own, []), ("G22", ["document_id_of_another_agency"]), ("X99", [])] {
            submission.documentID = "\(code),2021/06/24,1/TT"
            guard case .accepted(let accepted) = try Admission.decide(submission, state: state, numbering: &numbering)
            else {
                Issue.record("not accepted")
                return
            }
            #expect(accepted.warnings == warnings, "\(code)")
        }
    }

    @Test func onlyTheSendersKeyAndAValidSignaturePass() throws {
        var numbering = Numbering.sample
        var submission = Submission.sample()
        submission.signerKey = [1]
        var refusal = #expect(throws: Refusal.self) {
            try Admission.decide(submission, state: MemoryState.sample(), numbering: &numbering)
        }
        #expect(refusal?.code == .signerNotBound)
        submission.signature = .absent
        refusal = #expect(throws: Refusal.self) {
            try Admission.decide(submission, state: MemoryState.sample(), numbering: &numbering)
        }
        #expect(refusal?.code == .signatureMissing)
    }

    @Test(
        arguments: [
            (nil, BusinessStatus.arrived, BusinessStatus.Effect.moves), (.arrived, .accepted, .moves),
            (.arrived, .done, .moves), (.accepted, .arrived, .late), (.refused, .accepted, .late),
            (.done, .refused, .late),
            (.accepted, .accepted, .repeats), (.done, .recallRequested, .moves),
            (.recallRequested, .recallAgreed, .moves),
            (.recallAgreed, .recallAgreed, .repeats), (nil, .recallAgreed, nil), (.processing, .recallRefused, nil),
        ] as [(BusinessStatus?, BusinessStatus, BusinessStatus.Effect?)])
    func statusesFollowEachOther(current: BusinessStatus?, next: BusinessStatus, effect: BusinessStatus.Effect?) {
        #expect(next.effect(on: current) == effect)
    }

    @Test(arguments: ["00", "07", "12", "14", "17", "1", "001", "-1", "+1", ""])
    func undefinedStatusCodesNameNothing(code: String) {
        #expect(BusinessStatus(code: code) == nil)
    }

    /// A text has a limit in Unicode scalars: one character may be of any number of them.
    @Test(arguments: [("a", 499, true), ("a", 500, false), ("\u{301}", 499, true), ("\u{301}", 500, false)])
    func textsOfPaperHaveALimit(part: String, count: Int, isTaken: Bool) {
        var numbering = Numbering.sample
        let paper = PaperDocument(
            issuer: "H10.13", recipients: ["G22"], number: "1", notation: "SM-VP", promulgationDay: Day(number: 18_800),
            typeName: "a" + String(repeating: part, count: count), isSecret: false)
        let registered = try? PaperRegister.decide(paper, state: MemoryState.sample(), numbering: &numbering)
        #expect((registered != nil) == isTaken)
    }

    /// A receiver gets a document by e-mail and on paper: which of the four the ratio counts.
    @Test func paperAndElectronicCountOnce() throws {
        let state = MemoryState.sample()
        var numbering = Numbering.sample
        guard
            case .accepted(let accepted) = try Admission.decide(
                .sample(to: ["H10"]), state: state, numbering: &numbering)
        else { return }
        state.apply(.accepted(accepted))
        try Routing.decide(
            Message(kind: .document, serial: accepted.serial, document: accepted.serial), at: accepted.hub,
            for: accepted.recipients, state: state, numbering: &numbering
        ).forEach(state.apply)
        let paper = PaperDocument(
            issuer: "H10.13", recipients: ["H10", "G22"], number: "1", notation: "SM-VP",
            promulgationDay: Day(number: 18_800), typeName: "Công văn", isSecret: false)
        let registered = try PaperRegister.decide(paper, state: state, numbering: &numbering)
        #expect(registered.entries.map(\.effect) == [.both, .paper])
        state.apply(.paperRegistered(registered))
        let again = try PaperRegister.decide(paper, state: state, numbering: &numbering)
        #expect(again.entries.map(\.effect) == [.already, .already])
    }

    @Test(arguments: [
        ("MẬT", true), ("TUYỆT MẬT", true), ("[MẬT] Báo cáo", true), ("MẬT: kế hoạch", true), ("MẬT ONG", false),
        ("Báo cáo", false), ("", false), ("Mật", false), ("Thông báo", false), ("Mật ong", false), ("TỐI", false),
        // Apart, in whichever order; with what is not shown inside; with other white space.
        ("MA\u{323}\u{302}T", true), ("MA\u{302}\u{323}T", true), ("TUYE\u{302}\u{323}T MA\u{323}\u{302}T", true),
        ("M\u{AD}ẬT", true), ("\u{200B}M\u{200D}Ậ\u{2060}T\u{FEFF}", true), ("[M\u{34F}ẬT] Báo cáo", true),
        ("TỐI\u{A0}MẬT", true), ("TỐI \u{2003}\n MẬT: kế hoạch", true), (" \u{3000}(TỐI\u{200B} MẬT)", true),
        ("MẬT\u{AD}: kế hoạch", true), ("MẬT\u{200B} ONG", false), ("T\u{AD}hông báo", false),
        // Cyrillic, Greek, of full width, mathematical.
        ("\u{41C}\u{410}\u{323}\u{302}\u{422}", true), ("\u{39C}\u{391}\u{302}\u{323}\u{3A4}: x", true),
        ("\u{422}\u{41E}\u{302}\u{301}\u{406} MẬT", true), ("\u{FF2D}\u{FF21}\u{302}\u{323}\u{FF34}", true),
        ("\u{1D40C}\u{1D400}\u{302}\u{323}\u{1D413}", true), ("\u{41C}\u{430}\u{442}", false),
        ("\u{41C}ẬT ONG", false),
    ])
    func secrecyMarks(text: String, isSecret: Bool) {
        #expect(SecrecyMarks().isSecret(fields: ["Công văn", text]) == isSecret)
    }
}
