import Testing

@testable import Scenario

/// Which documents an open run sends when.
@Suite struct OpenPlanTests {
    private static let phases = [
        Phase(name: "warm", seconds: 2, isWarmUp: true, arrival: .constant(rate: 50)),
        Phase(name: "a", seconds: 10, arrival: .poisson(rate: 200), bad: [.tampered: 0.2, .unsigned: 0.1]),
    ]

    private func plan(_ part: String = "1/1", run: String = "a7k2f") throws -> [OpenPlan.Item] {
        Array(
            OpenPlan(
                try Sample.generator(run), phases: Self.phases, part: try #require(ReplayPart(part))))
    }

    @Test func theSameSeedGivesTheSameDocumentsAtTheSameTimes() throws {
        let (first, second) = (try plan(run: "aaaaa"), try plan(run: "bbbbb"))
        #expect(first.map(\.document) == second.map(\.document))
        #expect(first.map(\.time) == second.map(\.time))
        #expect(first.map(\.document.index) == Array(1...first.count))
    }

    @Test func thePartsMakeTheWhole() throws {
        let whole = try plan()
        let parts = try (1...3).map { try plan("\($0)/3") }
        #expect(parts.allSatisfy { $0.map(\.ordinal) == Array(0..<$0.count) })
        let joined = parts.flatMap { $0 }.sorted { $0.document.index < $1.document.index }
        #expect(joined.map(\.document) == whole.map(\.document))
        #expect(joined.map(\.time) == whole.map(\.time))
        #expect(parts[1].first?.document.index == 2)
    }

    @Test func theMixIsExactInEveryBlock() throws {
        let phases = [Phase(name: "a", seconds: 10, arrival: .constant(rate: 100))]
        let documents = OpenPlan(try Sample.generator(), phases: phases, part: .whole).map(\.document)
        #expect(documents.count == 1_000)
        // 4 % on paper and 8 % with paper in parallel, in each 500.
        for block in [documents[..<500], documents[500...]] {
            #expect(block.count { $0.medium == .paper } == 20)
            #expect(block.count { $0.medium == .both } == 40)
            #expect(block.count { $0.urgency == 3 } == 10)
        }
        #expect(documents[..<500].map(\.sender) != documents[500...].map(\.sender))
    }

    @Test func badOnesAreThePhasesShare() throws {
        let items = try plan()
        #expect(items.filter { $0.time.phase == 0 }.allSatisfy { $0.document.bad == nil })
        let rest = items.filter { $0.time.phase == 1 }
        let tampered = Double(rest.count { $0.document.bad == .tampered })
        let unsigned = Double(rest.count { $0.document.bad == .unsigned })
        #expect(abs(tampered / Double(rest.count) - 0.2) < 0.05)
        #expect(abs(unsigned / Double(rest.count) - 0.1) < 0.04)
        #expect(rest.allSatisfy { $0.document.bad == nil || $0.document.medium == .electronic })
    }

    @Test func aDirectiveGoesToEveryAgencyOfTheOtherTiers() throws {
        let phases = [Phase(name: "a", seconds: 1, arrival: .constant(rate: 0), hasDirective: true)]
        let generator = try Sample.generator()
        let items = Array(OpenPlan(generator, phases: phases, part: .whole))
        let document = try #require(items.first?.document)
        #expect(items.count == 1)
        let tier = generator.parties[document.sender].tier
        #expect(document.receivers == generator.parties.indices.filter { generator.parties[$0].tier != tier })
    }

    @Test(arguments: ["0/2", "3/2", "1", "a/b", "1/2/3", "/2", "1/1001"])
    func noPart(text: String) {
        #expect(ReplayPart(text) == nil)
    }
}
