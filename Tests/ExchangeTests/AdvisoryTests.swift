import Exchange
import Testing

/// What signatures a document needs, by the sender's policy and the receivers' wishes.
@Suite struct AdvisoryTests {
    private enum Outcome: Equatable {
        case accepted
        case refused(Refusal.Code)
    }

    private static func decide(
        _ signature: Submission.SignatureStatus, key: [UInt8], _ policy: ConnectedSystem.SignaturePolicy,
        verifiedOnly: Bool = false
    ) throws -> Outcome {
        let state = MemoryState.sample()
        if verifiedOnly {
            var system = ConnectedSystem(id: "careful.example", agencies: [AgencyNumber(0)])
            system.wantsVerifiedOnly = true
            state.apply(.systemDefined(system))
        }
        var (submission, numbering) = (Submission.sample(), Numbering.sample)
        (submission.signature, submission.signerKey) = (signature, key)
        do {
            _ = try Admission.decide(submission, policy: policy, state: state, numbering: &numbering)
            return .accepted
        } catch let refusal as Refusal { return .refused(refusal.code) }
    }

    @Test func required() throws {
        #expect(try Self.decide(.valid, key: [2], .required) == .accepted)
        #expect(try Self.decide(.valid, key: [1], .required) == .refused(.signerNotBound))
        #expect(try Self.decide(.invalid, key: [1], .required) == .refused(.signerNotBound))
        #expect(try Self.decide(.invalid, key: [2], .required) == .refused(.signatureMissing))
        #expect(try Self.decide(.absent, key: [], .required) == .refused(.signatureMissing))
    }

    @Test func advisory() throws {
        #expect(try Self.decide(.valid, key: [2], .advisory) == .accepted)
        #expect(try Self.decide(.valid, key: [1], .advisory) == .refused(.signerNotBound))
        #expect(try Self.decide(.invalid, key: [], .advisory) == .accepted)
        #expect(try Self.decide(.absent, key: [], .advisory) == .accepted)
        #expect(try Self.decide(.absent, key: [], .advisory, verifiedOnly: true) == .refused(.receiverWantsSignature))
        #expect(try Self.decide(.invalid, key: [], .advisory, verifiedOnly: true) == .refused(.receiverWantsSignature))
        #expect(try Self.decide(.valid, key: [2], .advisory, verifiedOnly: true) == .accepted)
    }
}
