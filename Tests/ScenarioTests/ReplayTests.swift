import Platform
import Testing

@testable import Scenario

@Suite struct ReplayTests {
    private func replay(_ bus: FakeBus, seconds: Int = 60) throws -> Report {
        var scenario = try Sample.scenario()
        scenario.documents = 240
        scenario.sizes = [ScenarioFile.Share(choice: 256, share: 1)]
        scenario.bad = scenario.bad.mapValues { _ in 3 }
        scenario.load.seconds = seconds
        scenario.thresholds.documents = 240
        scenario.thresholds.receiverRefusals = 1
        // One document more or less weighs a quarter of a percent here.
        scenario.thresholds.ratioMinimum = 0.93
        scenario.thresholds.ratioMaximum = 0.99
        let run = try #require(RunID("a7k2f"))
        return try Replay(
            serverURL: "https://bus", surroundings: bus, scenario: scenario, runID: run, day: "2021/06/15",
            progress: .none
        ).run()
    }

    @Test func everythingIsSentFetchedAnsweredAndCounted() throws {
        let bus = FakeBus(parties: Sample.parties)
        let report = try replay(bus)
        #expect(report.findings.filter { !$0.passed } == [])
        #expect(report.exitCode == 0)
        #expect(report.tally.submitted == report.tally.accepted + 18)
        #expect(report.tally.refusedBad.count == BadKind.allCases.count)
        #expect(bus.state.withLock { $0.items.allSatisfy(\.confirmed) })
        #expect(report.traces.count == 2)
        #expect(report.tally.toAccepted.count == UInt64(report.tally.accepted))
        #expect(report.tally.toMailbox.count == UInt64(report.tally.owed))
    }

    @Test func lostAnswersAndFullQueuesLoseNothing() throws {
        let report = try replay(FakeBus(parties: Sample.parties, fault: .flaky))
        #expect(report.findings.filter { !$0.passed } == [])
        #expect(report.tally.retries > 20)
    }

    @Test func noticesAreTakenButStandForNothing() throws {
        let report = try replay(FakeBus(parties: Sample.parties, fault: .notifies))
        #expect(report.findings.filter { !$0.passed } == [])
        #expect(report.tally.notices > 0)
    }

    @Test func aDeliveryListedTwiceIsTakenOnce() throws {
        let report = try replay(FakeBus(parties: Sample.parties, fault: .repeatsOne))
        #expect(report.tally.repeated > 0)
        #expect(report.tally.received == report.tally.owed)
    }

    @Test(arguments: [
        (FakeBus.Fault.miscounts, "E"), (.letsTamperedIn, "bad documents accepted"), (.losesOne, "deliveries pending"),
    ])
    func aBusThatErrsFailsItsThreshold(fault: FakeBus.Fault, name: String) throws {
        let report = try replay(FakeBus(parties: Sample.parties, fault: fault), seconds: fault == .losesOne ? 2 : 60)
        #expect(report.exitCode == 3)
        #expect(report.findings.contains { !$0.passed && $0.name.hasPrefix(name) })
        #expect(report.text().contains("FAILED \(name)"))
    }

    @Test func aSecondRunOnTheSameBusIsNoDuplicate() throws {
        let bus = FakeBus(parties: Sample.parties)
        let first = try replay(bus)
        let other = try #require(RunID("bbbbb"))
        let again = try Replay(
            serverURL: "https://bus", surroundings: bus, scenario: first.scenario, runID: other, day: "2021/06/15",
            progress: .none
        ).run()
        #expect(again.findings.filter { !$0.passed } == [])
        #expect(again.bus.documents == first.bus.documents)
        #expect(again.total.documents == 2 * first.bus.documents)
    }

    @Test func theFirstLineThatSaysRatioIsTheRatio() throws {
        let report = try replay(FakeBus(parties: Sample.parties))
        let line = report.text().split(separator: "\n").first { $0.contains("ratio") }
        let total = report.total
        let whole = total.electronic + total.both + total.paper
        let percent = Format.percent(total.electronic + total.both, of: whole)
        #expect(line.map(String.init) == "ratio (E+EP)/(E+EP+P) = \(percent) %")
        let json = try JSONReader.read(report.json)
        #expect(json["ratio"]?["E"]?.int == total.electronic)
        #expect(json["passed"]?.bool == true)
        #expect(json["pairs"]?["pairs"]?.elements.count == 4)
    }

    @Test func aDirectoryWithoutIdentitiesStopsTheRun() throws {
        #expect(throws: ScenarioError.self) { try replay(FakeBus(parties: [])) }
    }
}
