import Scenario
import Testing

@Suite struct ScenarioFileTests {
    @Test func theShippedScenarioLoads() throws {
        let scenario = try ScenarioFile.load(Sample.directory)
        #expect(scenario.documents >= 10_000)
        #expect(scenario.tiers.count == 4)
        #expect(scenario.pairs.flatMap { $0 }.allSatisfy { $0 > 0 })
        #expect(BadKind.allCases.allSatisfy { scenario.bad[$0, default: 0] > 0 })
        #expect(scenario.channels.first { $0.choice == .paper }?.share == 0.04)
    }

    @Test(arguments: [
        ("\"seed\": 20210615", "\"seeds\": 1", ScenarioCode.unknownKey),
        ("\"seed\": 20210615,", "", .missingKey),
        ("\"documents\": 11000", "\"documents\": 0", .badValue),
        ("\"documents\": 11000", "\"documents\": \"many\"", .badValue),
        ("\"documents\": 11000", "\"documents\": 1.5", .badValue),
        ("\"P\": 0.04", "\"P\": 0.05", .badValue),
        ("\"CV\": 0.42", "\"XX\": 0.42", .badValue),
        ("[0.020, 0.060, 0.010, 0.005]", "[0.020, 0.060, 0.010]", .badValue),
        ("\"tampered\": 40", "\"bent\": 40", .unknownKey),
        ("\"statuses\": [\"01\"]", "\"statuses\": [\"07\"]", .badValue),
        ("\"statuses\": [\"03\", \"05\"]", "\"statuses\": [\"05\", \"03\"]", .badValue),
        ("\"workers\": 4", "\"workers\": 99", .badValue),
        ("\"minimum\": 0.955", "\"minimum\": 95.5", .badValue),
        ("\"batch\": 16,", "\"batch\": 16", .syntax),
    ])
    func refusesWithTheLine(good: String, bad: String, code: ScenarioCode) throws {
        let text = try Sample.text()
        let parts = text.split(separator: good, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let line = parts[0].utf8.count { $0 == 0x0A } + 1
        do {
            _ = try ScenarioFile.decode(Array((parts[0] + bad + parts[1]).utf8), path: "s.json")
            Issue.record("\(bad) was taken")
        } catch {
            #expect(error.code == code)
            #expect(error.path == "s.json")
            #expect(!error.hint.isEmpty)
            let reported = try #require(error.line)
            switch code {
            case .missingKey: #expect(reported == 3)
            case .syntax: #expect(reported == line + 1)
            default: #expect((line - 1...line).contains(reported))
            }
        }
    }

    @Test func aMissingFileIsSaid() {
        #expect(throws: ScenarioError.self) { try ScenarioFile.load("/nowhere/scenario.json") }
    }

    @Test func everyCodeHasItsWords() {
        for code in ScenarioCode.allCases {
            for vietnamese in [false, true] {
                #expect(code.title(vietnamese: vietnamese).hasSuffix("."))
                #expect(code.hint(vietnamese: vietnamese).hasSuffix("."))
            }
        }
        #expect(Set(ScenarioCode.allCases.map { $0.title(vietnamese: false) }).count == ScenarioCode.allCases.count)
    }
}
