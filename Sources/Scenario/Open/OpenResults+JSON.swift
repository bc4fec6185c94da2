internal import Platform

extension OpenResults {
    /// The results as one JSON object, UTF-8; the ratio is left out where nothing was exchanged.
    public var json: [UInt8] {
        var json = JSONText(capacity: 1 << 16)
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
            json.object { json in
                json.member("planned", counts.planned)
                json.member("sent", counts.sent)
                json.member("accepted", counts.accepted)
                json.key("refused")
                Self.write(counts.refused, to: &json)
                json.key("errors")
                Self.write(counts.errors, to: &json)
                json.member("delivered", counts.delivered)
                json.member("confirmed", counts.confirmed)
                json.member("lost", counts.lost)
            }
            json.key("latencies")
            Self.write(latencies, to: &json)
            json.key("phases")
            json.array { json in
                for phase in phases { Self.write(phase, to: &json) }
            }
            json.key("series")
            write(series, to: &json)
            json.key("pairs")
            json.array { json in
                for pair in pairs {
                    json.object { json in
                        json.member("from", pair.from)
                        json.member("to", pair.to)
                        json.member("accepted", pair.accepted)
                        json.key("latency")
                        Self.write(pair.latency, to: &json)
                    }
                }
            }
            json.key("thresholds")
            json.array { json in
                for verdict in thresholds {
                    json.object { json in
                        json.member("name", verdict.name)
                        json.member("limit", verdict.limit)
                        json.member("value", verdict.value)
                        json.member("unit", verdict.unit)
                        json.member("passed", verdict.passed)
                    }
                }
            }
            if let exchanged = ratio.exchanged, let inPlace = ratio.inPlace {
                json.key("ratio")
                json.object { json in
                    json.member("exchanged", exchanged)
                    json.member("in_place", inPlace)
                }
            }
        }
        return json.bytes
    }

    private static func write(_ phase: PhaseResult, to json: inout JSONText) {
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

    private func write(_ series: Series, to json: inout JSONText) {
        json.object { json in
            json.member("bucket_seconds", series.bucketSeconds)
            json.member("begin", series.begin)
            for (name, values) in [
                ("planned", series.planned), ("sent", series.sent), ("accepted", series.accepted),
                ("errors", series.errors), ("backlog", series.backlog),
            ] {
                json.key(dynamic: name)
                json.array { json in
                    for value in values { json.number(value) }
                }
            }
            for (name, values) in [("p50_ms", series.p50), ("p99_ms", series.p99)] {
                json.key(dynamic: name)
                json.array { json in
                    for value in values { json.number(value) }
                }
            }
        }
    }

    private static func write(_ counts: [String: Int], to json: inout JSONText) {
        json.object { json in
            for (name, number) in counts.sorted(by: { $0.key < $1.key }) {
                json.key(dynamic: name)
                json.number(number)
            }
        }
    }

    private static func write(_ latencies: Latencies, to json: inout JSONText) {
        json.object { json in
            for measure in OpenLimits.Measure.allCases {
                json.key(dynamic: measure.rawValue)
                json.object { json in
                    json.key("corrected")
                    write(latencies[measure].corrected, to: &json)
                    json.key("raw")
                    write(latencies[measure].raw, to: &json)
                }
            }
        }
    }

    private static func write(_ histogram: Histogram, to json: inout JSONText) {
        json.object { json in
            json.member("count", histogram.count)
            json.member("maximum", histogram.maximum)
            json.key("buckets")
            json.array { json in
                for (index, count) in histogram.sparse {
                    json.array { json in
                        json.number(index)
                        json.number(count)
                    }
                }
            }
        }
    }
}
