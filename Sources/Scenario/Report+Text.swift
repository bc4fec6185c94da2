extension Report {
    /// The report for people, in plain columns; the first line that says `ratio` is the electronic ratio.
    public func text() -> String {
        var text = "\(scenario.name) · run \(run) · \(server)\n"
        let rate = Format.count(Format.rate(tally.accepted, in: duration))
        text += "\(Format.count(tally.accepted)) documents accepted, delivered, checked, confirmed and answered"
        text += " in \(Format.seconds(duration)) s: \(rate) documents/s\n\n"
        text += submissions() + "\n" + deliveries() + "\n" + ratio() + "\n" + matrix() + "\n" + times() + "\n"
        for trace in traces { text += way(trace) + "\n" }
        return text + judgement()
    }

    private func submissions() -> String {
        var rows = [
            ["submissions", Format.count(tally.submitted)], ["= accepted", Format.count(tally.accepted)],
            ["+ refused at the door", Format.count(Self.refused(tally))],
        ]
        for (code, number) in tally.refused.sorted(by: { $0.key < $1.key }) {
            let kinds = BadKind.allCases.filter { tally.refusedBad[$0]?[code] != nil }.map(\.rawValue)
            rows.append([
                "    \(code)" + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"), Format.count(number),
            ])
        }
        rows.append(["entered on paper only", Format.count(tally.paper)])
        return "Submissions\n" + Format.table(rows)
    }

    private func deliveries() -> String {
        "Deliveries\n"
            + Format.table([
                ["owed", Format.count(bus.owed)], ["= in mailbox", Format.count(bus.inMailbox)],
                ["    of these confirmed", Format.count(bus.deliveries["done", default: 0])],
                ["+ returned", Format.count(bus.returned)], ["+ dead-lettered", Format.count(bus.deadLettered)],
                ["+ pending", Format.count(bus.pending)],
                ["refused by receivers (02)", Format.count(tally.statuses["02", default: 0])],
                ["signatures checked by receivers", Format.count(tally.verified)],
                ["statuses sent and climbed back", Format.count(tally.statusesFetched)],
            ])
    }

    private func ratio() -> String {
        let whole = total.electronic + total.both + total.paper
        let exchanged = Format.percent(total.electronic + total.both, of: whole)
        let replaced = Format.percent(total.electronic, of: whole)
        var rows = [["tier", "E", "EP", "P", "unsigned", "(E+EP)/(E+EP+P)", "E/(E+EP+P)"]]
        let all = Snapshot.RatioRow(
            key: "all", electronic: total.electronic, both: total.both, paper: total.paper, unsigned: total.unsigned)
        for row in total.rows + [all] {
            let sum = row.electronic + row.both + row.paper
            rows.append([
                row.key, Format.count(row.electronic), Format.count(row.both), Format.count(row.paper),
                Format.count(row.unsigned), Format.percent(row.electronic + row.both, of: sum) + " %",
                Format.percent(row.electronic, of: sum) + " %",
            ])
        }
        return """
            ratio (E+EP)/(E+EP+P) = \(exchanged) %
            ratio E/(E+EP+P) = \(replaced) %
            E electronic only, EP electronic with paper in parallel, P paper only; one count per document and recipient,
            by the issuer's tier, from the ledger

            """ + Format.table(rows)
    }

    private func matrix() -> String {
        var rows = [["from \\ to"] + scenario.tiers]
        for (tier, row) in zip(scenario.tiers, total.pairs) { rows.append([tier] + row.map { Format.count($0) }) }
        return "Deliveries by pair of tiers\n" + Format.table(rows)
    }

    private func times() -> String {
        func row(_ name: String, _ times: Histogram) -> [String] {
            [name] + [0.5, 0.95, 0.99, 1].map { Format.milliseconds(times.percentile($0)) }
        }
        return "Times in ms\n"
            + Format.table([
                ["", "p50", "p95", "p99", "max"], row("send → accepted", tally.toAccepted),
                row("send → in the mailbox", tally.toMailbox), row("send → fetched by the receiver", tally.toReceiver),
            ])
    }

    private func way(_ trace: Trace) -> String {
        var rows: [[String]] = []
        for hop in trace.hops {
            // The time of day, to the millisecond: the date and the offset say nothing here.
            let time = hop.at.split(separator: "T").last.map { String($0.prefix(12)) } ?? hop.at
            rows.append([
                "\(time)  \(Self.wide(hop.event, 10))  \(Self.wide(hop.hub ?? "", 9))  \(hop.agency ?? "")"
                    + (hop.detail.isEmpty ? "" : "  \(hop.detail)")
            ])
        }
        return "\(trace.title)\n  \(trace.documentID)\n" + Format.table(rows)
    }

    private static func wide(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func judgement() -> String {
        let failed = findings.filter { !$0.passed }
        var text = "Thresholds: \(findings.count - failed.count) of \(findings.count) held\n"
        for finding in failed {
            text += "  FAILED \(finding.name): expected \(finding.expected), found \(finding.found)\n"
        }
        return text
    }
}
