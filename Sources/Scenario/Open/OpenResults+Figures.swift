internal import Glibc

extension OpenResults {
    /// Takes over what a run counted; `owed` deliveries, of which `waiting` lay unfetched in their mailboxes at the end.
    mutating func fill(_ figures: OpenFigures, scenario: ScenarioFile, owed: Int, waiting: Int) {
        let delivered = figures.fetched + waiting
        counts = Counts(
            planned: figures.planned, sent: figures.sent, accepted: figures.accepted, refused: figures.refused,
            errors: figures.errors, delivered: delivered, confirmed: figures.confirmed,
            lost: max(0, owed - delivered))
        latencies = figures.latencies
        var begin = 0.0
        for (phase, counted) in zip(scenario.phases, figures.phases) {
            phases.append(
                PhaseResult(
                    name: phase.name, begin: begin, end: begin + phase.seconds, isWarmUp: phase.isWarmUp,
                    planned: counted.planned, sent: counted.sent, accepted: counted.accepted,
                    latencies: counted.latencies))
            begin += phase.seconds
        }
        series = Self.series(figures.timeline)
        for (from, row) in zip(scenario.tiers, figures.pairs) {
            for (to, pair) in zip(scenario.tiers, row) where pair.accepted > 0 {
                pairs.append(PairResult(from: from, to: to, accepted: pair.accepted, latency: pair.latency))
            }
        }
    }

    private static func series(_ timeline: Timeline) -> Series {
        var series = Series()
        series.bucketSeconds = timeline.width
        var backlog = 0
        for part in timeline.used {
            backlog += part.planned - part.settled
            series.planned.append(part.planned)
            series.sent.append(part.sent)
            series.accepted.append(part.accepted)
            series.errors.append(part.errors)
            // A document may be answered in the part in which it was due, never before it.
            series.backlog.append(max(0, backlog))
            series.p50.append(Double(part.latency.percentile(0.5)) / 1e6)
            series.p99.append(Double(part.latency.percentile(0.99)) / 1e6)
        }
        return series
    }

    /// Says in words how the generator fared; `cpu` seconds in `nanoseconds`.
    mutating func remark(_ late: [OpenFigures.Lateness: Int], cpu: Double, nanoseconds: Int64, senders: Int) {
        let cores = Double(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let seconds = max(0.001, Double(nanoseconds) / 1e9)
        let share = Int((cpu / seconds / cores * 100).rounded())
        remarks.append("the generator used \(share) % of this machine's processors")
        let signing = late[.signing, default: 0]
        let waking = late[.waking, default: 0]
        if generator.saturated {
            let why =
                signing >= waking
                ? "documents were not signed in time: more load.signers, or more processes with --part"
                : "its threads got no processor in time: let it run on a machine of its own"
            remarks.append("THE GENERATOR WAS THE BOTTLENECK: \(why).")
        }
        if let waited = late[.senders], waited * 100 > counts.planned {
            remarks.append(
                "All \(senders) senders waited for answers when \(Format.count(waited)) documents were due:"
                    + " they went out late, which the corrected times count.")
        }
    }
}
