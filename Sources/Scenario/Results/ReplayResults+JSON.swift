internal import Platform

extension ReplayResults {
    /// The results file, one object and a line's end.
    public var json: [UInt8] {
        var text = JSONText(capacity: 1 << 16)
        write(to: &text)
        return text.bytes + [0x0A]
    }

    /// Writes the results as one object.
    func write(to json: inout JSONText) {
        json.object { json in
            json.member("format", Self.format)
            json.member("scenario", scenario)
            json.member("seed", seed)
            json.member("run", run)
            json.key("part")
            json.object { json in
                json.member("number", part.number)
                json.member("of", part.of)
            }
            json.member("server", server)
            json.member("version", version)
            json.member("started_at", startedAt)
            json.member("seconds", seconds)
            json.key("generator")
            json.object { json in
                json.member("late", generator.late)
                json.member("dropped", generator.dropped)
                json.member("saturated", generator.saturated)
                json.member("cpu_seconds", generator.cpuSeconds)
            }
            json.key("counts")
            Self.write(counts, to: &json)
            json.key("latencies")
            Self.write(latencies, to: &json)
            json.key("phases")
            json.array { json in for phase in phases { Self.write(phase, to: &json) } }
            if let series {
                json.key("series")
                Self.write(series, to: &json)
            }
            json.key("pairs")
            json.array { json in for pair in pairs { Self.write(pair, to: &json) } }
            json.key("thresholds")
            json.array { json in for threshold in thresholds { Self.write(threshold, to: &json) } }
            if let ratio {
                json.key("ratio")
                json.object { json in
                    json.member("exchanged", ratio.exchanged)
                    json.member("in_place", ratio.inPlace)
                }
            }
        }
    }

    private static func write(_ counts: Counts, to json: inout JSONText) {
        json.object { json in
            json.member("planned", counts.planned)
            json.member("sent", counts.sent)
            json.member("accepted", counts.accepted)
            json.key("refused")
            write(counts.refused, to: &json)
            json.key("errors")
            write(counts.errors, to: &json)
            json.member("delivered", counts.delivered)
            json.member("confirmed", counts.confirmed)
            json.member("lost", counts.lost)
        }
    }

    private static func write(_ codes: [String: Int], to json: inout JSONText) {
        json.object { json in
            for (code, number) in codes.sorted(by: { $0.key < $1.key }) {
                json.key(dynamic: code)
                json.number(number)
            }
        }
    }

    private static func write(_ latencies: Latencies, to json: inout JSONText) {
        json.object { json in
            json.key("accepted")
            write(latencies.accepted, to: &json)
            json.key("mailbox")
            write(latencies.mailbox, to: &json)
        }
    }

    private static func write(_ latency: Latency, to json: inout JSONText) {
        json.object { json in
            json.key("corrected")
            write(latency.corrected, to: &json)
            json.key("raw")
            write(latency.raw, to: &json)
        }
    }

    private static func write(_ counts: LatencyCounts, to json: inout JSONText) {
        json.object { json in
            json.member("count", counts.count)
            json.member("maximum", counts.maximum)
            json.key("buckets")
            json.array { json in
                for bucket in counts.buckets {
                    json.array { json in
                        json.number(bucket.index)
                        json.number(bucket.count)
                    }
                }
            }
        }
    }

    private static func write(_ phase: Phase, to json: inout JSONText) {
        json.object { json in
            json.member("name", phase.name)
            json.member("begin", phase.begin)
            json.member("end", phase.end)
            json.member("warm_up", phase.isWarmUp)
            json.member("planned", phase.planned)
            json.member("sent", phase.sent)
            json.member("accepted", phase.accepted)
            json.key("latencies")
            write(phase.latencies, to: &json)
        }
    }

    private static func write(_ series: Series, to json: inout JSONText) {
        func list(_ values: [Double?], to json: inout JSONText) {
            json.array { json in
                for value in values {
                    if let value { whole(value, to: &json) } else { json.null() }
                }
            }
        }
        json.object { json in
            json.member("bucket_seconds", series.bucketSeconds)
            json.member("begin", series.begin)
            json.key("planned")
            list(series.planned, to: &json)
            json.key("sent")
            list(series.sent, to: &json)
            json.key("accepted")
            list(series.accepted, to: &json)
            json.key("errors")
            list(series.errors, to: &json)
            json.key("backlog")
            list(series.backlog, to: &json)
            json.key("p50_ms")
            list(series.p50, to: &json)
            json.key("p99_ms")
            list(series.p99, to: &json)
        }
    }

    /// A number without its `.0` where it is whole: most of a series are.
    private static func whole(_ value: Double, to json: inout JSONText) {
        if let whole = Int(exactly: value) { json.number(whole) } else { json.number(value) }
    }

    private static func write(_ pair: Pair, to json: inout JSONText) {
        json.object { json in
            json.member("from", pair.from)
            json.member("to", pair.to)
            json.member("accepted", pair.accepted)
            json.key("latency")
            write(pair.latency, to: &json)
        }
    }

    private static func write(_ threshold: Threshold, to json: inout JSONText) {
        json.object { json in
            json.member("name", threshold.name)
            json.member("limit", threshold.limit)
            json.figure("value", threshold.value)
            json.member("unit", threshold.unit)
            json.member("passed", threshold.passed)
        }
    }
}
