internal import Platform

extension ReplayResults {
    /// Whether every threshold held; true where there is none.
    public var passed: Bool { thresholds.allSatisfy(\.passed) }

    /// The latencies that are reported, each by what is counted and how.
    private var distributions: [(name: String, json: StaticString, kind: StaticString, counts: LatencyCounts)] {
        [
            ("accepted, corrected", "accepted", "corrected", latencies.accepted.corrected),
            ("accepted, raw", "accepted", "raw", latencies.accepted.raw),
            ("mailbox, corrected", "mailbox", "corrected", latencies.mailbox.corrected),
            ("mailbox, raw", "mailbox", "raw", latencies.mailbox.raw),
        ]
    }

    /// The summary for people, in plain columns.
    public func summary() -> String {
        let language = PageLanguage(isVietnamese: false)
        var head = "\(scenario) · run \(run)"
        for part in [startedAt, server] where !part.isEmpty { head += " · \(part)" }
        if part.of > 1 { head += " · part \(part.number) of \(part.of)" }
        var rows = [
            ["planned", Format.count(counts.planned)], ["sent", Format.count(counts.sent)],
            ["accepted", Format.count(counts.accepted)], ["refused", Format.count(counts.refusedTotal)],
        ]
        rows += counts.refused.sorted { $0.key < $1.key }.map { ["    \($0.key)", Format.count($0.value)] }
        rows.append(["errors", Format.count(counts.errorTotal)])
        rows += counts.errors.sorted { $0.key < $1.key }.map { ["    \($0.key)", Format.count($0.value)] }
        rows += [
            ["delivered", Format.count(counts.delivered)], ["confirmed", Format.count(counts.confirmed)],
            ["lost", Format.count(counts.lost)],
        ]
        var text =
            "\(head)\n\(language.figure(rate)) documents/s accepted of \(language.figure(plannedRate)) planned, the run took \(language.figure(seconds)) s\n\n"
        text += "Documents\n" + Format.table(rows) + "\nTimes\n"
        func cell(_ value: UInt64?) -> String { value.map { language.duration(Double($0)) } ?? "–" }
        text += Format.table(
            [[""] + Comparison.percentiles.map(\.0)]
                + distributions.map { row in
                    [row.name] + Comparison.percentiles.map { cell(row.counts.percentile($0.1)) }
                })
        if !phases.isEmpty { text += "\n" + phaseTable() }
        if let ratio {
            text += "\nratio \(language.percent(ratio.exchanged)) exchanged electronically, "
            text += "\(language.percent(ratio.inPlace)) in place of paper\n"
        }
        text += health(language)
        return text + judgement(language)
    }

    private func health(_ language: PageLanguage) -> String {
        var text = "\nGenerator: \(Format.count(generator.late)) late, \(Format.count(generator.dropped)) dropped, "
        text += "\(language.figure(generator.cpuSeconds)) s of processor time\n"
        if generator.saturated {
            text += "  The generator was the bottleneck: the figures are its own, not the daemon's.\n"
        }
        return text
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
                Format.milliseconds(corrected.percentile(0.5)),
                Format.milliseconds(corrected.percentile(0.99)),
                Format.milliseconds(corrected.percentile(1)),
            ])
        }
        return "Phases, corrected times until accepted\n" + Format.table(rows)
    }

    private func judgement(_ language: PageLanguage) -> String {
        guard !thresholds.isEmpty else { return "" }
        var text = "Thresholds: \(thresholds.filter(\.passed).count) of \(thresholds.count) held\n"
        for threshold in thresholds where !threshold.passed {
            let unit = threshold.unit.isEmpty ? "" : " " + threshold.unit
            text += "  FAILED \(threshold.name): limit \(language.exact(threshold.limit))\(unit), "
            text += threshold.value.map { "measured \(language.exact($0))\(unit)\n" } ?? "no document was measured\n"
        }
        return text
    }

    /// The summary as one object: counts, and percentiles in milliseconds instead of buckets.
    public var summaryJSON: [UInt8] {
        var json = JSONText()
        json.object { json in
            json.member("scenario", scenario)
            json.member("run", run)
            json.member("seconds", seconds)
            json.member("rate", rate)
            json.member("planned", counts.planned)
            json.member("sent", counts.sent)
            json.member("accepted", counts.accepted)
            json.member("refused", counts.refusedTotal)
            json.member("errors", counts.errorTotal)
            json.member("delivered", counts.delivered)
            json.member("confirmed", counts.confirmed)
            json.member("lost", counts.lost)
            json.member("late", generator.late)
            json.member("dropped", generator.dropped)
            json.member("saturated", generator.saturated)
            json.key("latencies_ms")
            json.array { json in
                for row in distributions {
                    json.object { json in
                        json.key("until")
                        json.string("\(row.json)")
                        json.key("kind")
                        json.string("\(row.kind)")
                        json.member("count", row.counts.count)
                        for (name, fraction) in Comparison.percentiles {
                            json.key(dynamic: name)
                            json.number(row.counts.percentile(fraction).map { Double($0) / 1e6 } ?? .nan)
                        }
                    }
                }
            }
            json.member("passed", passed)
        }
        return json.bytes + [0x0A]
    }
}
