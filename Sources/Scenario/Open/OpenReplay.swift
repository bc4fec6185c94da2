internal import Exchange
internal import Glibc
internal import Platform

/// Replays the phases of a scenario: documents go out at their intended times, whatever the daemon does about them.
///
/// An open model: nobody waits for an earlier answer before sending, and latencies count from the intended time, so
/// that a daemon that stalls cannot hide it. Its memory does not depend on the number of documents.
public struct OpenReplay: Sendable {
    /// The scenario, which has phases.
    public let scenario: ScenarioFile
    /// The mark of this run's documents, the same for all its parts.
    public let runID: RunID
    /// Which part of the documents this process sends.
    public let part: ReplayPart
    /// The day of promulgation, `yyyy/MM/dd`, by the daemon's clock.
    public let day: String
    /// The version that stands in the results.
    public let version: String
    /// How the run says how far it is.
    public let progress: Progress

    let serverURL: String
    let surroundings: any Surroundings

    /// A replay against the daemon at `serverURL` with the identities in `certificatesDirectory`.
    public init(
        serverURL: String, certificatesDirectory: String, keys: any KeyRing, scenario: ScenarioFile, runID: RunID,
        part: ReplayPart = .whole, day: String, version: String, door: Door = .native, progress: Progress = .standard
    ) {
        var serverURL = serverURL
        while serverURL.last == "/" { serverURL.removeLast() }
        self.init(
            serverURL: serverURL,
            surroundings: door.surroundings(
                of: Network(serverURL: serverURL, certificates: certificatesDirectory, keys: keys)),
            scenario: scenario, runID: runID, part: part, day: day, version: version, progress: progress)
    }

    init(
        serverURL: String, surroundings: any Surroundings, scenario: ScenarioFile, runID: RunID,
        part: ReplayPart = .whole, day: String, version: String, progress: Progress
    ) {
        self.serverURL = serverURL
        self.surroundings = surroundings
        self.scenario = scenario
        self.runID = runID
        self.part = part
        self.day = day
        self.version = version
        self.progress = progress
    }

    /// Runs the phases and gives the results, whatever the daemon answered.
    ///
    /// Throws where nothing could be run: no daemon, no identities, a directory without the scenario's tiers.
    public func run() throws(ScenarioError) -> OpenOutcome {
        let forever = MonotonicTime.now.advanced(byMilliseconds: Int64((length + 3_600) * 1000))
        let admin = Caller(surroundings, connections: 2, deadline: forever)
        let parties = try Party.all(admin, tiers: scenario.tiers, surroundings: surroundings, orIssued: true)
        let generator = try Generator(scenario: scenario, parties: parties, run: runID, day: day)
        let crew = try Crew(
            scenario.behaviour, parties: generator.parties.count, threads: scenario.load.workers, seed: scenario.seed)
        let acting = generator.acting(OpenPlan(generator, phases: scenario.phases, part: part), crew)
        try Identities(surroundings, progress).complete(acting, admin: admin)
        try surroundings.open(acting.map(\.code), admin: admin)
        let before = try Snapshot.take(admin, tiers: scenario.tiers)
        let run = OpenRun(self, generator: generator, crew: crew)
        let clock = PKIKeyRing.now
        try run.prepare()
        let startedAt = Instant(milliseconds: clock()).text
        let cpu = Self.cpuSeconds()
        let nanoseconds = run.work()
        let spent = Self.cpuSeconds() - cpu
        let waiting = try run.waiting(admin)
        let bus = try Snapshot.take(admin, tiers: scenario.tiers).since(before)
        return run.results(startedAt: startedAt, nanoseconds: nanoseconds, cpu: spent, waiting: waiting, bus: bus)
    }

    /// Seconds of all phases.
    var length: Double { scenario.phases.reduce(0) { $0 + $1.seconds } }

    /// Processor seconds that this process has had.
    private static func cpuSeconds() -> Double {
        var usage = rusage()
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
