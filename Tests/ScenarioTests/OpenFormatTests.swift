import Testing

@testable import Scenario

/// The sections of an open run, by what is taken and what is refused where.
@Suite struct OpenFormatTests {
    /// The shipped closed scenario with phases put in behind its seed, and `receivers`, `load` and `thresholds` begun.
    private func text(
        phases: String? = nil, receivers: String = "", load: String = "", thresholds: String = "", top: String = ""
    ) throws -> String {
        var text = try Sample.text()
        for (mark, more) in [
            ("\"seed\": 20210615,", (phases.map { "\"phases\": \($0)," } ?? "") + top),
            ("\"receivers\": {", receivers), ("\"load\": {", load), ("\"thresholds\": {", thresholds),
        ] {
            let parts = text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2)
            text = parts[0] + mark + more + parts[1]
        }
        return text
    }

    private func decode(_ text: String) throws -> ScenarioFile {
        try ScenarioFile.decode(Array(text.utf8), path: "s.json")
    }

    private static let phase = #"{"name":"a","seconds":10,"arrival":{"process":"constant","rate":5}}"#

    @Test(arguments: [
        (#""process":"constant","rate":5"#, Arrival.constant(rate: 5), 50),
        (#""process":"poisson","rate":0.5"#, .poisson(rate: 0.5), 5),
        (#""process":"ramp","rate":5,"to":15"#, .ramp(from: 5, to: 15), 100),
        (#""process":"burst","rate":1,"every":4,"size":20"#, .burst(rate: 1, every: 4, size: 20), 70),
        (#""process":"office_hours","rate":10,"profile":[1,0,0.5]"#, .officeHours(rate: 10, profile: [1, 0, 0.5]), 50),
        (#""process":"office_hours","rate":10"#, .officeHours(rate: 10, profile: Arrival.officeDay), 67),
    ])
    func takesEveryArrival(member: String, arrival: Arrival, expected: Int) throws {
        let phases = #"[{"name":"a","seconds":10,"arrival":{\#(member)},"bad":{"tampered":0.25}}]"#
        let scenario = try decode(try text(phases: phases))
        #expect(scenario.phases == [Phase(name: "a", seconds: 10, arrival: arrival, bad: [.tampered: 0.25])])
        #expect(Int(scenario.phases[0].expected.rounded()) == expected)
    }

    @Test func takesBehaviourLoadAndLimits() throws {
        let scenario = try decode(
            try text(
                phases: "[\(Self.phase)]",
                receivers: #"""
                    "fetch":{"how":"long_poll","every":20},"confirm_after":0.5,"answer_after":2,"check":false,"away":0.1,
                    "slow":{"share":0.2,"factor":5},
                    """#,
                load: #""senders":64,"signers":2,"ahead":100,"drop_after":3,"late_after_ms":5,"drain":7,"#,
                thresholds: #"""
                    "accepted":{"p99_ms":200,"max_ms":900},"mailbox":{"p50_ms":20},"lost":1,"dropped":0.01,"late":0.02,
                    "errors":0.03,"refused":0.04,
                    """#,
                top: #""signatures":{"cms":0.75,"xmldsig":0.25},"#))
        var behaviour = Behaviour()
        behaviour.look = .longPoll
        (behaviour.every, behaviour.confirmAfter, behaviour.answerAfter) = (20, 0.5, 2)
        (behaviour.checks, behaviour.away, behaviour.slow, behaviour.slowFactor) = (false, 0.1, 0.2, 5)
        #expect(scenario.behaviour == behaviour)
        var open = OpenLoad()
        (open.senders, open.signers, open.ahead) = (64, 2, 100)
        (open.dropAfter, open.lateAfter, open.drain) = (3, 5, 7)
        #expect(scenario.open == open)
        var limits = OpenLimits()
        limits.latencies = [
            .init(.accepted, .p99, milliseconds: 200), .init(.accepted, .max, milliseconds: 900),
            .init(.mailbox, .p50, milliseconds: 20),
        ]
        (limits.lost, limits.dropped, limits.late, limits.errors, limits.refused) = (1, 0.01, 0.02, 0.03, 0.04)
        limits.judgesRatio = true
        #expect(scenario.limits == limits)
        #expect(scenario.enveloped == 0.25)
    }

    @Test func aClosedScenarioHasNoPhases() throws {
        let scenario = try Sample.scenario()
        #expect(scenario.phases.isEmpty)
        #expect(scenario.limits.latencies.isEmpty && scenario.limits.judgesRatio)
    }

    /// What is put in, where (the name of a parameter of `text`), the code, and a word of the hint.
    @Test(arguments: [
        ("phases", "[]", ScenarioCode.badValue, "not empty"),
        ("phases", "{}", .badValue, "list"),
        ("phases", #"[{"seconds":1,"arrival":{"process":"constant","rate":5}}]"#, .missingKey, "reference"),
        ("phases", #"[{"name":"a","seconds":0,"arrival":{"process":"constant","rate":5}}]"#, .badValue, "from 0.1 to"),
        ("phases", #"[{"name":"a","seconds":1}]"#, .missingKey, "reference"),
        ("phases", #"[{"name":"a","seconds":1,"arrival":{"process":"steady","rate":5}}]"#, .badValue, "office_hours"),
        ("phases", #"[{"name":"a","seconds":1,"arrival":{"rate":5}}]"#, .badValue, "constant"),
        ("phases", #"[{"name":"a","seconds":1,"arrival":{"process":"constant","rate":-5}}]"#, .badValue, "from 0 to"),
        (
            "phases", #"[{"name":"a","seconds":1,"arrival":{"process":"constant","rate":5,"to":9}}]"#, .unknownKey,
            "rate"
        ),
        ("phases", #"[{"name":"a","seconds":1,"arrival":{"process":"ramp","rate":5}}]"#, .missingKey, "reference"),
        (
            "phases", #"[{"name":"a","seconds":1,"arrival":{"process":"burst","rate":5,"every":1,"size":0}}]"#,
            .badValue, "whole number from 1"
        ),
        (
            "phases", #"[{"name":"a","seconds":1,"arrival":{"process":"office_hours","rate":5,"profile":[]}}]"#,
            .badValue, "not empty"
        ),
        (
            "phases", #"[{"name":"a","seconds":1,"warm_up":1,"arrival":{"process":"poisson","rate":5}}]"#, .badValue,
            "true"
        ),
        (
            "phases", #"[{"name":"a","seconds":1,"warm_up":true,"arrival":{"process":"poisson","rate":5}}]"#, .badValue,
            "warming"
        ),
        (
            "phases", #"[{"name":"a","seconds":1,"pause":1,"arrival":{"process":"poisson","rate":5}}]"#, .unknownKey,
            "warm_up"
        ),
        ("phases", "[\(phase),\(phase)]", .badValue, "different name"),
        (
            "phases", #"[{"name":"a","seconds":9999,"arrival":{"process":"constant","rate":99999}}]"#, .badValue,
            "10,000,000"
        ),
        ("phases", #"[{"name":"a","seconds":9,"arrival":{"process":"constant","rate":0}}]"#, .badValue, "10,000,000"),
        (
            "phases", #"[{"name":"a","seconds":9,"bad":{"bent":0.1},"arrival":{"process":"constant","rate":1}}]"#,
            .unknownKey, "tampered"
        ),
        (
            "phases",
            #"[{"name":"a","seconds":9,"bad":{"tampered":0.6,"unsigned":0.6},"arrival":{"process":"constant","rate":1}}]"#,
            .badValue, "whole"
        ),
        ("receivers", #""fetch":{"how":"push"},"#, .badValue, "long_poll"),
        ("receivers", #""fetch":{"how":"long_poll","every":0.5},"#, .badValue, "from 1 to 60"),
        ("receivers", #""fetch":{"every":1},"#, .missingKey, "reference"),
        ("receivers", #""away":1.5,"#, .badValue, "from 0 to 1"),
        ("receivers", #""slow":{"share":0.5},"#, .missingKey, "reference"),
        ("receivers", #""slow":{"share":0.5,"factor":0.5},"#, .badValue, "from 1 to"),
        ("receivers", #""check":"no","#, .badValue, "true or false"),
        ("load", #""senders":0,"#, .badValue, "from 1 to 1024"),
        ("load", #""drop_after":0,"#, .badValue, "from 0.01"),
        ("load", #""threads":4,"#, .unknownKey, "senders"),
        ("thresholds", #""accepted":{"p98_ms":4},"#, .unknownKey, "p99_ms"),
        ("thresholds", #""accepted":{"p99_ms":0},"#, .badValue, "from 0.001"),
        ("thresholds", #""lost":0.5,"#, .badValue, "whole number"),
        ("thresholds", #""late":2,"#, .badValue, "from 0 to 1"),
        ("top", #""signatures":{"cms":0.5,"xmldsig":0.4},"#, .badValue, "make 1"),
        ("top", #""signatures":{"cms":1},"#, .missingKey, "reference"),
    ])
    func refusesWithTheLine(place: String, bad: String, code: ScenarioCode, hint: String) throws {
        let text: String =
            switch place {
            case "phases": try self.text(phases: "\n\(bad)")
            case "receivers": try self.text(phases: "\n[\(Self.phase)]", receivers: bad)
            case "load": try self.text(phases: "\n[\(Self.phase)]", load: bad)
            case "thresholds": try self.text(phases: "\n[\(Self.phase)]", thresholds: bad)
            default: try self.text(phases: "\n[\(Self.phase)]", top: bad)
            }
        let before = text.split(separator: bad, maxSplits: 1, omittingEmptySubsequences: false)[0]
        let line = before.utf8.count { $0 == 0x0A } + 1
        do {
            _ = try decode(text)
            Issue.record("\(bad) was taken")
        } catch let error as ScenarioError {
            #expect(error.code == code)
            #expect(error.path == "s.json")
            #expect(error.line == line)
            #expect(error.hint.contains(hint), "\(error.hint)")
        }
    }

    @Test func whatClosedRunsNeedMayBeLeftOutOfAnOpenOne() throws {
        var text = try text(phases: "[\(Self.phase)]")
        for line in [
            #""documents": 11000,"#, #""batch": 16,"#, #""seconds": 600"#, #""pending": 0,"#, #""documents": 10000,"#,
            #""pairs": 16,"#, #""bad_accepted": 0,"#,
        ] {
            let parts = text.split(separator: line, maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2, "\(line)")
            text = parts.joined()
        }
        text = text.split(separator: #""connections": 192,"#).joined(separator: #""connections": 192"#)
        #expect(try decode(text).documents == 50)
    }
}
