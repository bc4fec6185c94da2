import Exchange
import Testing

/// What a system may send on one day.
@Suite struct SystemQuotaTests {
    /// A document of 10 bytes; `used` stands on its day.
    @Test(
        arguments: [
            (nil, nil, 1_000, 1_000_000, true), (2, nil, 1, 0, true), (2, nil, 2, 0, false), (1, nil, 7, 0, false),
            (nil, 100, 50, 90, true), (nil, 100, 0, 91, false), (nil, 100, 0, 100, false), (nil, 100, 0, 200, false),
            (nil, 9, 0, 0, false), (3, 100, 2, 90, true), (3, 100, 3, 0, false), (3, 100, 0, 95, false),
        ] as [(UInt64?, UInt64?, UInt64, UInt64, Bool)])
    func admits(documents: UInt64?, bytes: UInt64?, used: UInt64, usedBytes: UInt64, isIn: Bool) throws {
        let state = MemoryState.sample()
        var system = ConnectedSystem(id: "qlvb", agencies: [AgencyNumber(2)])
        system.quota = SystemQuota(documents: documents, bytes: bytes)
        state.apply(.systemDefined(system))
        state.usage[0] = SystemUsage(documents: used, bytes: usedBytes)
        var numbering = Numbering.sample
        do {
            guard
                case .accepted(let accepted) = try Admission.decide(
                    .sample(), system: 0, state: state, numbering: &numbering)
            else { return }
            #expect(isIn)
            #expect((QuotaUsed(0, accepted, in: state.directory) == nil) == (documents == nil && bytes == nil))
            #expect(QuotaUsed(nil, accepted, in: state.directory) == nil)
        } catch let refusal as Refusal {
            #expect(!isIn)
            #expect(refusal.code == .quotaExceeded)
            // 2021-06-24 09:00 in Vietnam: fifteen hours are left.
            #expect(refusal.retryAfter == 54_000)
        }
        // Whoever comes by no system, or by another, has no part in it.
        _ = try Admission.decide(.sample(), state: state, numbering: &numbering)
        _ = try Admission.decide(.sample(), system: 1, state: state, numbering: &numbering)
    }

    @Test func theSameBytesAgainUseNothing() throws {
        let state = MemoryState.sample()
        var system = ConnectedSystem(id: "qlvb", agencies: [AgencyNumber(2)])
        system.quota.documents = 1
        state.apply(.systemDefined(system))
        var numbering = Numbering.sample
        guard
            case .accepted(let first) = try Admission.decide(
                .sample(), system: 0, state: state, numbering: &numbering)
        else { return }
        state.apply(.accepted(first))
        state.usage[0] = SystemUsage(documents: 1, bytes: 10)
        guard case .duplicate = try Admission.decide(.sample(), system: 0, state: state, numbering: &numbering) else {
            Issue.record("not a duplicate")
            return
        }
    }
}
