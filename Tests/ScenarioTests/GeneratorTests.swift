import Testing

@testable import Scenario

@Suite struct GeneratorTests {
    @Test func theSameSeedGivesTheSameDocuments() throws {
        let first = try Sample.generator()
        let again = try Sample.generator()
        let plan = first.plan()
        #expect(plan == again.plan())
        for document in plan.prefix(50) { #expect(first.envelope(of: document) == again.envelope(of: document)) }
        #expect(try Sample.generator(seed: 8).plan() != plan)
    }

    @Test func aNewRunChangesOnlyTheNumbers() throws {
        let first = try Sample.generator("aaaaa")
        let second = try Sample.generator("bbbbb")
        #expect(first.plan() == second.plan())
        for document in first.plan().prefix(50) {
            #expect(first.documentID(of: document) != second.documentID(of: document))
            let text = String(decoding: second.envelope(of: document), as: UTF8.self)
            let back = text.replacing(".bbbbb", with: ".aaaaa")
            #expect(Array(back.utf8) == first.envelope(of: document))
        }
    }

    @Test func theOrderOfTheDirectoryDoesNotMatter() throws {
        let scenario = try Sample.scenario()
        let run = try #require(RunID("a7k2f"))
        let turned = try Generator(
            scenario: scenario, parties: Sample.parties.reversed(), run: run, day: "2021/06/15")
        #expect(try Sample.generator().plan() == turned.plan())
    }

    @Test func theMixComesOutAsWritten() throws {
        let generator = try Sample.generator()
        let scenario = generator.scenario
        let plan = generator.plan()
        let good = plan.filter { $0.bad == nil }
        #expect(good.count == scenario.documents)
        for kind in BadKind.allCases {
            #expect(plan.count { $0.bad == kind } == scenario.bad[kind])
        }
        for channel in scenario.channels {
            let share = Double(good.count { $0.medium == channel.choice }) / Double(good.count)
            #expect(abs(share - channel.share) < 0.0005)
        }
        for type in scenario.types {
            #expect(abs(Double(plan.count { $0.type == type.choice }) / Double(plan.count) - type.share) < 0.001)
        }
        for (row, shares) in scenario.pairs.enumerated() {
            for (column, share) in shares.enumerated() {
                let number = plan.count {
                    generator.parties[$0.sender].tier == row && generator.parties[$0.receivers[0]].tier == column
                }
                #expect(abs(Double(number) / Double(plan.count) - share) < 0.001)
            }
        }
        for document in plan {
            #expect(Set(document.receivers).count == document.receivers.count)
            #expect(!document.receivers.isEmpty && !document.receivers.contains(document.sender))
        }
    }

    @Test func theRatioOfTheDefaultMixIsNinetySixPercent() throws {
        let good = try Sample.generator().plan().filter { $0.bad == nil }
        let all = good.reduce(0) { $0 + $1.receivers.count }
        let paper = good.filter { $0.medium == .paper }.reduce(0) { $0 + $1.receivers.count }
        let ratio = Double(all - paper) / Double(all)
        #expect((0.957...0.963).contains(ratio))
    }

    @Test func receiversRefuseAsOftenAsWritten() throws {
        let generator = try Sample.generator()
        var refused = 0
        var silent = 0
        for document in 0..<20_000 {
            switch generator.answer(to: document, by: document % 7) {
            case .refuse(let reason):
                #expect(!reason.isEmpty)
                refused += 1
            case .statuses(let codes): silent += codes.isEmpty ? 1 : 0
            }
        }
        #expect((300...500).contains(refused))
        #expect((6400...7300).contains(silent))
        #expect(generator.answer(to: 5, by: 3) == generator.answer(to: 5, by: 3))
    }

    @Test(arguments: [
        ("H10.13,2021/06/15,1234.a7k2f/QĐ-H10.13", 1234), ("a,b,c,2021/06/15,1.a7k2f/x", 1), ("H10,2021,00012", nil),
        ("", nil), ("H10,2021/06/15,7816/VPCP", nil), ("H10,2021/06/15,x.a7k2f/V", nil),
        ("H10,2021/06/15,1.A7K2F/V", nil),
        ("H10,2021/06/15,1.a7k2f", nil),
    ])
    func knowsItsOwnNumbers(documentID: String, serial: Int?) {
        #expect(DocumentNumber(documentID: documentID)?.serial == serial)
    }

    @Test func numbersStayWithinTheStandard() throws {
        let generator = try Sample.generator()
        for document in generator.plan() {
            #expect(generator.number(of: document).utf8.count <= 11)
            #expect(generator.notation(of: document).count <= 30)
            #expect(document.subject.count <= 500)
            #expect(DocumentNumber(documentID: generator.documentID(of: document))?.serial == document.index)
        }
    }

    @Test func aDirectoryWithoutATierIsRefused() throws {
        let scenario = try Sample.scenario()
        let run = try #require(RunID("a7k2f"))
        #expect(throws: ScenarioError.self) {
            try Generator(
                scenario: scenario, parties: Sample.parties.filter { $0.tier != 2 }, run: run, day: "2021/06/15")
        }
    }

    @Test(arguments: [
        (10, [0.5, 0.5], [5, 5]), (10, [1, 2], [3, 7]), (3, [0.25, 0.25, 0.25, 0.25], [1, 1, 1, 0]), (0, [1.0], [0]),
        (7, [0, 1], [0, 7]), (5, [0, 0], [0, 0]),
    ])
    func quotasMakeTheWhole(total: Int, shares: [Double], counts: [Int]) {
        #expect(Quota.split(total, by: shares) == counts)
    }
}
