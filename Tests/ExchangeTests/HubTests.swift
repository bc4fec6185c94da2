import Exchange
import Testing

@Suite struct HubTests {
    @Test(
        arguments: [
            (false, nil, nil, nil, HubCondition.running), (true, nil, nil, nil, .stopped),
            (true, 0, 0, 90_000, .stopped),
            (false, 900, 0, nil, .running), (false, 1_001, 0, nil, .slow), (false, 5_000, nil, nil, .running),
            (false, 2_999, 1_000, nil, .running), (false, 3_001, 1_000, nil, .slow), (false, 1_499, 500, nil, .running),
            (false, 1_501, 500, nil, .slow), (false, 0, 0, 9_999, .running), (false, nil, nil, 10_000, .slow),
        ] as [(Bool, Int64?, Int64?, Int64?, HubCondition)])
    func aHubIsSlowBesideItsOwnPast(isStopped: Bool, hop: Int64?, usual: Int64?, oldest: Int64?, is state: HubCondition)
    {
        #expect(HubCondition(isStopped: isStopped, hop: hop, usual: usual, oldest: oldest) == state)
    }

    @Test func whatIsUsualIsLearntSlowly() {
        var usual = UsualHop()
        for _ in 0..<4 { usual.learn(hops: 10, time: 1_000) }
        usual.learn(hops: 0, time: 0)
        #expect(usual.milliseconds == nil, "four seconds say nothing yet")
        for _ in 0..<600 { usual.learn(hops: 10, time: 1_000) }
        #expect(usual.milliseconds == 100)
        // Ten bad minutes do not become what is usual; a lasting change of a little does.
        for _ in 0..<600 { usual.learn(hops: 1, time: 20_000) }
        #expect((100..<1_500).contains(usual.milliseconds ?? 0))
        var other = UsualHop()
        for _ in 0..<600 { other.learn(hops: 1, time: 100) }
        for _ in 0..<3_000 { other.learn(hops: 1, time: 200) }
        #expect((195...200).contains(other.milliseconds ?? 0))
    }

    /// national with H10 and H19 below it, H19A below H19; H10.1 closed, and taken over by H19.1.
    private static let directory = {
        let topology = Topology(
            tiers: "tier\trank\tname\tname_en\ncentral\t0\tTrung ương\tCentral\nprovince\t1\tTỉnh\tProvince\n",
            hubs:
                "hub\tparent\tshard\tlatency_ms\tname\nnational\t\t1\t0\tTrục\nH10\tnational\t2\t0\tA\nH19\tnational\t3\t0\tB\n"
                + "H19A\tH19\t4\t0\tC\n",
            agencies: "code\told_code\ttier\tparent\thub\tstatus\tvalid_from\tvalid_until\tinvented\tname\n"
                + [
                    "G22\t\tcentral\t\tnational", "H10\t\tprovince\t\tH10", "H10.1\t\tprovince\tH10\tH10",
                    "H19.1\t\tprovince\t\tH19", "H19.2\t\tprovince\tH19.1\tH19A",
                ].map { "\($0)\tactive\t\t\tno\tx\n" }.joined())
        var directory = Directory()
        for fact in topology.facts { directory.apply(fact) }
        if let facts = try? Succession.close(["H10.1"], successor: "H19.1", in: directory) {
            for fact in facts { directory.apply(fact) }
        }
        return directory
    }()

    @Test(arguments: [
        ("national", ["G22", "H10", "H10.1", "H19.1", "H19.2"]), ("H10", ["H10", "H10.1"]),
        ("H19", ["H10.1", "H19.1", "H19.2"]), ("H19A", ["H19.2"]),
    ])
    func aScopeEndsAtItsHub(hub: String, holds codes: [String]) throws {
        let scope = try #require(HubScope(code: hub, in: Self.directory))
        #expect(scope.agencies.compactMap { Self.directory.agency($0)?.code } == codes)
        func system(_ codes: String...) -> ConnectedSystem {
            ConnectedSystem(id: "x", agencies: codes.compactMap { Self.directory.agency(code: $0)?.number })
        }
        #expect(scope.contains(system("H10", "H19.2")) == (hub == "national"))
        #expect(scope.contains(system("H19.2")) == codes.contains("H19.2"))
        #expect(!scope.contains(system()))
        #expect(!scope.contains(AgencyNumber(99)))
    }

    @Test func ofRulesThoseAreSeenThatMayBeAboutIt() throws {
        let scope = try #require(HubScope(code: "H19A", in: Self.directory))
        func concerns(_ text: String) -> Bool {
            AgencySelector(
                text, agency: { Self.directory.agency(code: $0)?.number }, tier: { Self.directory.tier(code: $0) })?
                .concerns(scope.lines) ?? false
        }
        #expect(["*", "tier:province", "H19.2", "below:H19.1", "below:H19.2"].allSatisfy(concerns))
        #expect(!["H10", "below:H10", "G22"].contains(where: concerns))
        #expect(HubScope(code: "nowhere", in: Self.directory) == nil)
    }
}
