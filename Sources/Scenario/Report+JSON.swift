internal import Platform

extension Report {
    /// The report as one JSON object, UTF-8.
    public var json: [UInt8] {
        var json = JSONText(capacity: 8192)
        json.object { json in
            json.member("scenario", scenario.name)
            json.member("run", run.description)
            json.member("server", server)
            json.member("passed", passed)
            json.member("seconds", Double(duration) / 1e9)
            json.member("documents_per_second", Format.rate(tally.accepted, in: duration))
            json.key("submissions")
            json.object { json in
                json.member("submitted", tally.submitted)
                json.member("accepted", tally.accepted)
                json.key("refused")
                Self.write(tally.refused, to: &json)
                json.member("paper", tally.paper)
            }
            json.key("bad")
            json.object { json in
                for kind in BadKind.allCases {
                    json.key(dynamic: kind.rawValue)
                    Self.write(tally.refusedBad[kind] ?? [:], to: &json)
                }
            }
            json.key("deliveries")
            json.object { json in
                json.member("owed", bus.owed)
                json.member("in_mailbox", bus.inMailbox)
                json.member("confirmed", bus.deliveries["done", default: 0])
                json.member("returned", bus.returned)
                json.member("dead_lettered", bus.deadLettered)
                json.member("pending", bus.pending)
                json.member("refused_by_receivers", tally.statuses["02", default: 0])
                json.member("verified", tally.verified)
            }
            json.key("ratio")
            ratio(to: &json)
            json.key("pairs")
            json.object { json in
                json.key("tiers")
                json.array { json in
                    for tier in scenario.tiers { json.string(tier) }
                }
                json.key("pairs")
                json.array { json in
                    for row in total.pairs {
                        json.array { json in
                            for cell in row { json.number(cell) }
                        }
                    }
                }
            }
            json.key("statuses")
            Self.write(tally.statuses, to: &json)
            json.key("milliseconds")
            json.object { json in
                json.key("send_to_accepted")
                Self.write(tally.toAccepted, to: &json)
                json.key("send_to_mailbox")
                Self.write(tally.toMailbox, to: &json)
                json.key("send_to_receiver")
                Self.write(tally.toReceiver, to: &json)
            }
            json.key("traces")
            json.array { json in
                for trace in traces { Self.write(trace, to: &json) }
            }
            json.key("thresholds")
            json.array { json in
                for finding in findings {
                    json.object { json in
                        json.member("name", finding.name)
                        json.member("expected", finding.expected)
                        json.member("found", finding.found)
                        json.member("passed", finding.passed)
                    }
                }
            }
        }
        return json.bytes
    }

    private func ratio(to json: inout JSONText) {
        let all = Snapshot.RatioRow(
            key: "all", electronic: total.electronic, both: total.both, paper: total.paper, unsigned: total.unsigned)
        json.object { json in
            json.member("formula", "(E+EP)/(E+EP+P)")
            Self.write(all, to: &json)
            json.key("rows")
            json.array { json in
                for row in total.rows {
                    json.object { json in
                        json.member("key", row.key)
                        Self.write(row, to: &json)
                    }
                }
            }
        }
    }

    private static func write(_ row: Snapshot.RatioRow, to json: inout JSONText) {
        let whole = Double(row.electronic + row.both + row.paper)
        json.member("E", row.electronic)
        json.member("EP", row.both)
        json.member("P", row.paper)
        json.member("unsigned", row.unsigned)
        json.key("exchanged")
        json.number(Double(row.electronic + row.both) / whole)
        json.key("in_place_of_paper")
        json.number(Double(row.electronic) / whole)
    }

    private static func write(_ counts: [String: Int], to json: inout JSONText) {
        json.object { json in
            for (name, number) in counts.sorted(by: { $0.key < $1.key }) {
                json.key(dynamic: name)
                json.number(number)
            }
        }
    }

    private static func write(_ times: Histogram, to json: inout JSONText) {
        json.object { json in
            json.member("count", times.count)
            json.milliseconds("p50", times.percentile(0.5))
            json.milliseconds("p95", times.percentile(0.95))
            json.milliseconds("p99", times.percentile(0.99))
            json.milliseconds("max", times.percentile(1))
        }
    }

    private static func write(_ trace: Trace, to json: inout JSONText) {
        json.object { json in
            json.member("title", trace.title)
            json.member("document_id", trace.documentID)
            json.key("hops")
            json.array { json in
                for hop in trace.hops {
                    json.object { json in
                        json.member("at", hop.at)
                        json.member("hub", hop.hub)
                        json.member("agency", hop.agency)
                        json.member("event", hop.event)
                        json.member("detail", hop.detail)
                    }
                }
            }
        }
    }
}
