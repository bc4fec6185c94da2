/// What came out of a run: the bus's figures, the run's own beside them, and whether the thresholds held.
public struct Report: Sendable {
    let scenario: ScenarioFile
    let run: RunID
    let server: String
    /// Nanoseconds from the first submission until everything was answered.
    let duration: Int64
    let tally: Tally
    /// The bus's counts at the end, all runs together.
    let total: Snapshot
    /// The bus's counts of this run.
    let bus: Snapshot
    let traces: [Trace]
    /// What ended the run before its time, if anything did.
    let failure: ScenarioError?
    let findings: [Finding]

    /// Whether every threshold held, and every count of the run agreed with the bus's.
    public var passed: Bool { findings.allSatisfy(\.passed) }

    /// The exit code that this asks for: 0, or 3 where a threshold failed.
    public var exitCode: Int32 { passed ? 0 : 3 }

    init(
        scenario: ScenarioFile, run: RunID, server: String, duration: Int64, tally: Tally, total: Snapshot,
        bus: Snapshot, traces: [Trace], failure: ScenarioError?
    ) {
        self.scenario = scenario
        self.run = run
        self.server = server
        self.duration = duration
        self.tally = tally
        self.total = total
        self.bus = bus
        self.traces = traces
        self.failure = failure
        findings = Self.judge(scenario, tally: tally, total: total, bus: bus, failure: failure)
    }
}
