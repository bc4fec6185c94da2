internal import Platform

/// What a measurement of the fan-out gave.
public struct FanOutResult: Sendable {
    /// One directive's times in nanoseconds.
    public struct Round: Sendable {
        /// From sending it to the answer that it is accepted.
        let untilAccepted: Int64
        /// From that answer until its last mailbox was filled.
        let untilFilled: Int64
    }

    /// Mailboxes that each directive goes to.
    public let recipients: Int
    /// Bytes of a directive with its signature.
    public internal(set) var documentBytes = 0
    /// Bytes that the segments grew by, of each directive without anything beside it.
    public internal(set) var stored: [Int] = []
    /// Directives without anything beside them.
    public internal(set) var alone: [Round] = []
    /// Directives with urgent documents beside them.
    public internal(set) var accompanied: [Round] = []
    /// From sending an urgent document until its receiver had it, with nothing beside it.
    public internal(set) var quiet = Histogram()
    /// The same while a directive was received, verified and accepted.
    public internal(set) var accepting = Histogram()
    /// The same while a directive went to its mailboxes.
    public internal(set) var during = Histogram()

    init(recipients: Int) { self.recipients = recipients }

    /// Mailboxes a second in the median of `rounds`.
    func rate(_ rounds: [Round]) -> Int {
        Format.rate(recipients, in: Self.median(rounds.map(\.untilFilled)))
    }

    private static func median(_ values: [Int64]) -> Int64 {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    /// The figures for people.
    public var text: String {
        func row(_ name: String, _ latencies: Histogram) -> [String] {
            [name, Format.count(Int(latencies.count))]
                + [latencies.percentile(0.5), latencies.percentile(0.99), latencies.percentile(1)].map {
                    Format.milliseconds($0)
                }
        }
        return """
            fan-out: \(Format.count(rate(alone))) deliveries/s from acceptance to the last of \
            \(Format.count(recipients)) mailboxes\n
            """
                + Format.table([
                    ["deliveries/s with urgent documents beside", Format.count(rate(accompanied))],
                    [
                        "ms from sending a directive to its acceptance",
                        Format.milliseconds(UInt64(max(0, Self.median(alone.map(\.untilAccepted))))),
                    ],
                    ["bytes of a directive and its signature", Format.count(documentBytes)],
                    ["bytes stored for it, at most", Format.count(stored.max() ?? 0)],
                ]) + "\nms from sending until its receiver has it\n"
                + Format.table([
                    ["", "count", "p50", "p99", "max"], row("an urgent document, quiet", quiet),
                    row("while a directive is accepted", accepting), row("while it goes to its mailboxes", during),
                ])
    }

    /// The figures as one JSON object, UTF-8.
    public var json: [UInt8] {
        var json = JSONText(capacity: 2048)
        json.object { json in
            json.member("recipients", recipients)
            json.member("document_bytes", documentBytes)
            json.key("stored_bytes")
            json.array { json in for bytes in stored { json.number(Int64(bytes)) } }
            for (name, rounds) in [("alone", alone), ("with_urgent_documents", accompanied)] {
                json.key(dynamic: name)
                json.object { json in
                    json.member("deliveries_per_second", rate(rounds))
                    json.key("seconds_to_accepted")
                    json.array { json in for round in rounds { json.number(Double(round.untilAccepted) / 1e9) } }
                    json.key("seconds_from_accepted_to_last_mailbox")
                    json.array { json in for round in rounds { json.number(Double(round.untilFilled) / 1e9) } }
                }
            }
            json.key("urgent_milliseconds")
            json.object { json in
                for (name, latencies) in [("quiet", quiet), ("during_acceptance", accepting), ("during", during)] {
                    json.key(dynamic: name)
                    json.object { json in
                        json.member("count", Int(latencies.count))
                        json.milliseconds("p50", latencies.percentile(0.5))
                        json.milliseconds("p99", latencies.percentile(0.99))
                        json.milliseconds("max", latencies.percentile(1))
                    }
                }
            }
            json.member("hardware", BenchResult.hardware())
        }
        return json.bytes
    }
}
