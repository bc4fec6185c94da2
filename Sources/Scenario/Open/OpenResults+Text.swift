extension OpenResults {
    /// The results for people.
    public func text() -> String {
        var text = "\(scenario) · run \(run) · \(server)"
        if part.of > 1 { text += " · part \(part.number) of \(part.of)" }
        text += "\n" + remarks.map { $0 + "\n" }.joined() + "\n"
        return text + documents() + "\n" + times() + "\n" + phaseTable() + "\n" + judgement()
    }

    private func documents() -> String {
        var rows = [
            ["planned", Format.count(counts.planned)], ["= sent", Format.count(counts.sent)],
            ["    accepted, or registered on paper", Format.count(counts.accepted)],
        ]
        for (code, number) in counts.refused.sorted(by: { $0.key < $1.key }) {
            rows.append(["    refused: \(code)", Format.count(number)])
        }
        for (code, number) in counts.errors.sorted(by: { $0.key < $1.key }) {
            rows.append(["    error: \(code)", Format.count(number)])
        }
        rows += [
            ["+ dropped", Format.count(generator.dropped)], ["sent late", Format.count(generator.late)],
            ["deliveries in their mailboxes", Format.count(counts.delivered)],
            ["    confirmed items", Format.count(counts.confirmed)], ["    lost", Format.count(counts.lost)],
        ]
        return "Documents\n" + Format.table(rows)
    }

    private func times() -> String {
        var rows = [["", "count"] + OpenLimits.Point.allCases.map(\.rawValue)]
        for measure in OpenLimits.Measure.allCases {
            for (name, histogram) in [
                ("corrected", latencies[measure].corrected), ("raw", latencies[measure].raw),
            ] {
                rows.append(
                    ["\(measure.rawValue), \(name)", Format.count(histogram.count)]
                        + OpenLimits.Point.allCases.map { Format.milliseconds(histogram.percentile($0.fraction)) })
            }
        }
        return "Times in ms; corrected from the intended time, raw from the actual one; without warm-up\n"
            + Format.table(rows)
    }

    private func phaseTable() -> String {
        var rows = [["phase", "seconds", "planned/s", "planned", "accepted", "p50 ms", "p99 ms", "max ms"]]
        for phase in phases {
            let nanoseconds = Int64((phase.end - phase.begin) * 1e9)
            let corrected = phase.latencies.accepted.corrected
            rows.append([
                phase.name + (phase.isWarmUp ? " (warm-up)" : ""), Format.seconds(nanoseconds),
                Format.count(Format.rate(phase.planned, in: nanoseconds)),
                Format.count(phase.planned), Format.count(phase.accepted),
                Format.milliseconds(corrected.percentile(0.5)), Format.milliseconds(corrected.percentile(0.99)),
                Format.milliseconds(corrected.maximum),
            ])
        }
        return "Phases, corrected times until accepted\n" + Format.table(rows)
    }

    private func judgement() -> String {
        let failed = thresholds.filter { !$0.passed }
        var text = "Thresholds: \(thresholds.count - failed.count) of \(thresholds.count) held\n"
        for verdict in failed {
            text += "  FAILED \(verdict.name): limit \(Format.short(verdict.limit)), found"
            text += " \(Format.short((verdict.value * 10_000).rounded() / 10_000)) \(verdict.unit)\n"
        }
        return text
    }
}
