internal import Platform

extension ReplayResults {
    /// A results file larger than this is refused.
    private static let maximumSize = 256 << 20

    /// The results in the file at `path`.
    public static func load(_ path: String) throws(ResultsError) -> ReplayResults {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, limit: maximumSize)
        } catch {
            throw ResultsError(.unreadable, path: path, error.description)
        }
        return try ReplayResults(reading: bytes, path: path)
    }

    /// The results that `bytes` spell; `path` stands in errors. Members that are not known are passed over.
    public init(reading bytes: [UInt8], path: String) throws(ResultsError) {
        let node: JSONNode
        do {
            node = try JSONReader.read(bytes)
        } catch {
            throw ResultsError(.syntax, path: path, line: error.line, "column \(error.column): \(error.message)")
        }
        guard let format = node["format"]?.string, format == Self.format else {
            throw ResultsError(
                .format, path: path, line: node["format"]?.line ?? node.line,
                node["format"].map { "format is \($0.kind)" } ?? "there is no \"format\"")
        }
        let top = try ResultsSection(node, "the results", path: path)
        self.init(
            scenario: try top.text("scenario"), seed: try top.seed("seed"), run: try top.text("run"),
            seconds: try top.number("seconds"))
        part = try top.section("part").map(Self.part) ?? part
        server = try top.text("server", or: "")
        version = try top.text("version", or: "")
        startedAt = try top.text("started_at", or: "")
        generator = try top.section("generator").map(Self.generator) ?? generator
        counts = try top.required("counts", Self.counts)
        latencies = try top.required("latencies", Self.latencies)
        phases = try top.sections("phases", Self.phase)
        series = try top.section("series").map(Self.series)
        pairs = try top.sections("pairs", Self.pair)
        thresholds = try top.sections("thresholds", Self.threshold)
        ratio = try top.section("ratio").map(Self.ratio)
    }
}

extension ReplayResults {
    private static func part(_ section: ResultsSection) throws(ResultsError) -> Part {
        let of = try section.count("of", 1...1000)
        return Part(number: try section.count("number", 1...of), of: of)
    }

    private static func generator(_ section: ResultsSection) throws(ResultsError) -> GeneratorHealth {
        GeneratorHealth(
            late: try section.count("late", or: 0), dropped: try section.count("dropped", or: 0),
            saturated: try section.flag("saturated", or: false), cpuSeconds: try section.number("cpu_seconds", or: 0))
    }

    private static func counts(_ section: ResultsSection) throws(ResultsError) -> Counts {
        Counts(
            planned: try section.count("planned"), sent: try section.count("sent"),
            accepted: try section.count("accepted"), refused: try section.codes("refused"),
            errors: try section.codes("errors"), delivered: try section.count("delivered", or: 0),
            confirmed: try section.count("confirmed", or: 0), lost: try section.count("lost", or: 0))
    }

    private static func latencies(_ section: ResultsSection) throws(ResultsError) -> Latencies {
        Latencies(
            accepted: try section.required("accepted", latency),
            mailbox: try section.section("mailbox").map(latency) ?? Latency())
    }

    private static func latency(_ section: ResultsSection) throws(ResultsError) -> Latency {
        Latency(
            corrected: try section.required("corrected", counts), raw: try section.section("raw").map(counts) ?? .init()
        )
    }

    /// The buckets must ascend and make the stated count together; the greatest latency lies in the last of them.
    private static func counts(_ section: ResultsSection) throws(ResultsError) -> LatencyCounts {
        var buckets: [LatencyCounts.Bucket] = []
        var sum = 0
        let list = try section.list("buckets")
        for element in list {
            let parts = element.elements
            guard parts.count == 2, let index = parts[0].int, let count = parts[1].int,
                ((buckets.last?.index ?? -1) + 1..<LatencyBucket.count).contains(index),
                (1...ResultsSection.countLimit).contains(count)
            else {
                throw section.bad(element, "buckets", "pairs [index, count], the indices ascending, no count 0")
            }
            sum += count
            guard sum <= ResultsSection.countLimit else {
                throw section.bad(element, "buckets", "no more than 2^40 values")
            }
            buckets.append(LatencyCounts.Bucket(index: index, count: count))
        }
        let maximum = UInt64(try section.count("maximum", 0...ResultsSection.limit))
        guard try section.count("count") == sum else {
            throw section.bad("count", "\(sum), the sum of the buckets")
        }
        guard LatencyBucket.index(of: maximum) == buckets.last?.index ?? 0 else {
            throw section.bad("maximum", "a value of the last bucket")
        }
        return LatencyCounts(buckets: buckets, maximum: maximum)
    }

    private static func phase(_ section: ResultsSection) throws(ResultsError) -> Phase {
        let begin = try section.number("begin")
        let end = try section.number("end")
        guard begin <= end else { throw section.bad("end", "\(begin) or later") }
        return Phase(
            name: try section.text("name"), begin: begin, end: end, isWarmUp: try section.flag("warm_up", or: false),
            planned: try section.count("planned", or: 0), sent: try section.count("sent", or: 0),
            accepted: try section.count("accepted", or: 0),
            latencies: try section.section("latencies").map(latencies) ?? Latencies())
    }

    private static func series(_ section: ResultsSection) throws(ResultsError) -> Series {
        let step = try section.number("bucket_seconds")
        guard step >= 0.001 else { throw section.bad("bucket_seconds", "0.001 or more") }
        let series = Series(
            bucketSeconds: step, begin: try section.number("begin", or: 0), planned: try section.numbers("planned"),
            sent: try section.numbers("sent"), accepted: try section.numbers("accepted"),
            errors: try section.numbers("errors"), backlog: try section.numbers("backlog"),
            p50: try section.gappedNumbers("p50_ms"), p99: try section.gappedNumbers("p99_ms"))
        for key in ["planned", "sent", "accepted", "errors", "backlog", "p50_ms", "p99_ms"] {
            guard let list = section.node[key]?.elements else { continue }
            guard list.isEmpty || list.count == series.count else {
                throw section.bad(key, "\(series.count) values, as many as in the longest list, or none")
            }
        }
        return series
    }

    private static func pair(_ section: ResultsSection) throws(ResultsError) -> Pair {
        Pair(
            from: try section.text("from"), to: try section.text("to"), accepted: try section.count("accepted"),
            latency: try section.section("latency").map(counts) ?? LatencyCounts())
    }

    private static func threshold(_ section: ResultsSection) throws(ResultsError) -> Threshold {
        Threshold(
            name: try section.text("name"), limit: try section.number("limit"),
            value: section.optional("value") == nil ? nil : try section.number("value"),
            unit: try section.text("unit", or: ""), passed: try section.flag("passed"))
    }

    private static func ratio(_ section: ResultsSection) throws(ResultsError) -> Ratio {
        Ratio(exchanged: try section.fraction("exchanged"), inPlace: try section.fraction("in_place"))
    }
}
