internal import Glibc

/// What came of an open run: what its results file holds, and what is said of it besides.
public struct OpenOutcome: Sendable {
    /// What was measured.
    public internal(set) var results: ReplayResults
    /// Sentences about the run that stand in its text only.
    var remarks: [String] = []

    init(_ results: ReplayResults) { self.results = results }

    /// The outcome for people.
    public func text() -> String { remarks.map { $0 + "\n" }.joined() + "\n" + results.summary() }

    /// Says in words how the generator fared; `cpu` seconds in `nanoseconds`.
    mutating func remark(_ late: [OpenFigures.Lateness: Int], cpu: Double, nanoseconds: Int64, senders: Int) {
        let cores = Double(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let seconds = max(0.001, Double(nanoseconds) / 1e9)
        let share = Int((cpu / seconds / cores * 100).rounded())
        remarks.append("the generator used \(share) % of this machine's processors")
        let signing = late[.signing, default: 0]
        let waking = late[.waking, default: 0]
        if results.generator.saturated {
            let why =
                signing >= waking
                ? "documents were not signed in time: more load.signers, or more processes with --part"
                : "its threads got no processor in time: let it run on a machine of its own"
            remarks.append("THE GENERATOR WAS THE BOTTLENECK: \(why).")
        }
        if let waited = late[.senders], waited * 100 > results.counts.planned {
            remarks.append(
                "All \(senders) senders waited for answers when \(Format.count(waited)) documents were due:"
                    + " they went out late, which the corrected times count.")
        }
    }
}
