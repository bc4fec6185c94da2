import Exchange
import Testing

@Suite struct AlertTests {
    private static let now = Instant(milliseconds: 1_624_500_000_000)

    private static func report(_ findings: [AlertFinding], before: AlertReport? = nil, at: Instant = now) -> AlertReport
    {
        AlertReport(findings, limits: AlertLimits(), before: before, at: at)
    }

    static let limits: [(Alert.Kind, Double, Alert.Severity)] = [
        (.certificateExpiry, 5_192_640, .ok), (.certificateExpiry, 5_184_000, .warning),
        (.certificateExpiry, 613_440, .warning), (.certificateExpiry, 604_800, .critical),
        (.certificateExpiry, -1, .critical), (.deadLetters, 0, .ok), (.deadLetters, 1, .warning),
        (.deadLetters, 100, .critical), (.unfetched, 86_399, .ok), (.unfetched, 86_400, .warning),
        (.unconfirmed, 259_200, .critical), (.backlog, 999, .ok), (.backlog, 1_000, .warning),
        (.backlog, 10_000, .critical), (.late, 1, .warning), (.stoppedHub, 0, .warning),
        (.stoppedHub, 3_600, .critical), (.diskSpace, 0.11, .ok), (.diskSpace, 0.1, .warning),
        (.diskSpace, 0.05, .critical), (.clockSkew, 1.9, .ok), (.clockSkew, 2, .warning),
        (.clockSkew, 60, .critical), (.failingWebhook, 1, .warning),
    ]

    @Test(arguments: limits)
    func limitsDecideHowBadItIs(kind: Alert.Kind, value: Double, severity: Alert.Severity) throws {
        let report = Self.report([AlertFinding(kind, "x", value)])
        let alert = try #require(report.alerts.first { $0.kind == kind })
        #expect(alert.severity == severity)
        #expect(alert.value == value)
        #expect(report.severity == severity)
        #expect(severity == .ok ? alert.action().isEmpty && alert.since == nil : alert.what().contains("."))
    }

    @Test func everyKindIsSaidEvenWhereNothingWasFound() {
        let report = Self.report([])
        #expect(report.alerts.map(\.kind) == Alert.Kind.allCases)
        #expect(report.severity == .ok)
        #expect(report.summaries.filter { $0.worst == nil }.map(\.kind) == [.certificateExpiry, .diskSpace])
    }

    @Test func theWorstComesFirstAndTheRestIsCounted() throws {
        let findings = (1...50).map { AlertFinding(.backlog, "H\($0)", Double($0) * 500) }
        let report = Self.report(findings.shuffled())
        let alerts = report.alerts.filter { $0.kind == .backlog }
        #expect(alerts.map(\.subject) == (31...50).reversed().map { "H\($0)" })
        let summary = try #require(report.summaries.first { $0.kind == .backlog })
        #expect((summary.warnings, summary.criticals) == (18, 31))
        #expect(summary.worst == 25_000)
        let certificates = Self.report([
            AlertFinding(.certificateExpiry, "late", 9 * 86_400), AlertFinding(.certificateExpiry, "soon", 86_400),
        ])
        #expect(certificates.alerts.prefix(2).map(\.subject) == ["soon", "late"])
    }

    @Test func aConditionLastsSinceItBegan() {
        let later = Instant(milliseconds: Self.now.milliseconds + 60_000)
        let disk = [AlertFinding(.diskSpace, "data", 0.01)]
        func since(_ report: AlertReport) -> Instant? { report.alerts.first { $0.kind == .diskSpace }?.since }
        let first = Self.report(disk)
        #expect(since(first) == Self.now)
        #expect(since(Self.report(disk, before: first, at: later)) == Self.now)
        let well = Self.report([], before: first, at: later)
        #expect(since(Self.report(disk, before: well, at: later)) == later)
    }

    static let samples: [([(Int64, Int64)], Int64)] = [
        ([(0, 0), (1_000, 1_000), (2_000, 2_000)], 0), ([(0, 0), (61_000, 60_000)], 1_000),
        ([(0, 0), (-5_000, 1_000)], 6_000), ([(0, 0), (60_000, 59_900)], 0),
        ([(0, 0), (9_000, 1_000), (10_000, 2_000)], 8_000), ([(0, 0), (9_000, 1_000), (3_700_000, 3_692_000)], 0),
    ]

    @Test(arguments: samples)
    func jumpsOfTheClockAreSeenForAnHour(samples: [(Int64, Int64)], step: Int64) {
        var watch = ClockWatch()
        var seen: Int64 = 0
        for (wall, steady) in samples { seen = watch.look(wall: wall, steady: steady) }
        #expect(seen == step)
    }
}
