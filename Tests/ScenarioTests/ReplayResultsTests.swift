import Testing

@testable import Scenario

@Suite struct ReplayResultsTests {
    @Test func whatIsWrittenIsReadAgain() throws {
        let results = ResultsSample().whole()
        #expect(try ReplayResults(reading: results.json, path: "run.json") == results)
    }

    @Test func partsMergedAreTheWhole() throws {
        let sample = ResultsSample()
        let whole = sample.whole()
        for count in [1, 2, 5] {
            let parts = sample.parts(count).enumerated().reversed().map { (path: "\($0.offset)", results: $0.element) }
            var merged = try ReplayResults.merged(parts)
            #expect(merged.generator.cpuSeconds == 18 * Double(count))
            merged.generator = whole.generator
            let ratio = try #require(merged.ratio)
            #expect(abs(ratio.exchanged - 0.9602) < 1e-9 && abs(ratio.inPlace - 0.88) < 1e-9)
            merged.ratio = whole.ratio
            // Percentiles over time cannot be added: p99 is a bound from above but for a bucket's width, p50 a mean.
            let (own, exact) = (try #require(merged.series), try #require(whole.series))
            for (bound, value) in zip(own.p99, exact.p99) {
                let (bound, value) = (try #require(bound), try #require(value))
                #expect(bound * 65 / 64 >= value)
            }
            #expect(own.p50.count == exact.p50.count)
            merged.series?.p99 = exact.p99
            merged.series?.p50 = exact.p50
            // Pairs come in the order in which the parts have them.
            #expect(merged.pairs.count == whole.pairs.count)
            for pair in whole.pairs { #expect(merged.pairs.contains(pair)) }
            merged.pairs = whole.pairs
            #expect(merged == whole)
        }
    }

    @Test func aThresholdIsJudgedOverTheSum() throws {
        // Ninety-nine fast ones in one part and three slow in the other: p99 of the sum is slow, p90 is not.
        var parts = ResultsSample().parts(2)
        parts[0].latencies.accepted.corrected = ResultsSample.counts(Array(repeating: 0.01, count: 99))
        parts[1].latencies.accepted.corrected = ResultsSample.counts(Array(repeating: 1, count: 3))
        for index in parts.indices {
            parts[index].counts.lost = 2
            parts[index].thresholds = [
                .init(name: "accepted.p99", limit: 100, value: 10, unit: "ms", passed: index == 0),
                .init(name: "accepted.p90", limit: 100, value: index == 0 ? 10 : 1000, unit: "ms", passed: index == 0),
                .init(name: "lost", limit: 3, value: 2, passed: true),
                .init(name: "something else", limit: 3, value: 2, passed: index == 0),
            ]
        }
        let merged = try ReplayResults.merged([("1", parts[0]), ("2", parts[1])])
        #expect(merged.thresholds.map(\.passed) == [false, true, false, false])
        #expect(merged.thresholds[0].value == 1000)
        #expect(merged.thresholds[2].value == 4)
    }

    @Test func seriesAreAddedByTheTimeTheirPartBegan() throws {
        var parts = ResultsSample().parts(2)
        let first = try #require(parts[0].series)
        let second = try #require(parts[1].series)
        parts[0].startedAt = "2026-11-24T02:15:03.100Z"
        parts[1].startedAt = "2026-11-24T09:15:00.123+07:00"
        let merged = try #require(try ReplayResults.merged([("1", parts[0]), ("2", parts[1])]).series)
        #expect(merged.begin == 0)
        #expect(merged.count == 93)
        #expect(merged.planned[2] == second.planned[2])
        #expect(merged.planned[40] == second.planned[40] + first.planned[37])
        #expect(merged.planned[92] == first.planned[89])
    }

    @Test func whatIsNotOneRunIsNotMerged() throws {
        let parts = ResultsSample().parts(3)
        let other = ResultsSample(run: "other").parts(3)[1]
        func code(_ parts: [ReplayResults]) -> ResultsCode? {
            do throws(ResultsError) {
                _ = try ReplayResults.merged(parts.map { ("x", $0) })
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code([parts[0], other, parts[2]]) == .notOneRun)
        #expect(code([parts[0], parts[0], parts[2]]) == .parts)
        #expect(code([parts[0], parts[2]]) == .parts)
        #expect(code([]) == .parts)
        var coarse = parts
        coarse[1].series?.bucketSeconds = 2
        #expect(code(coarse) == .notOneRun)
        var undated = parts
        undated[1].startedAt = "yesterday"
        #expect(code(undated) == .badValue)
        #expect(code(parts) == nil)
    }

    @Test func theRateIsThatOfAcceptingWhateverTheRunWaitsForAfterwards() {
        var results = ResultsSample().whole()
        results.seconds = 300
        #expect(abs(results.rate - Double(results.counts.accepted) / 90) < 1e-9)
        results.series?.accepted[89] = 0
        #expect(abs(results.rate - Double(results.counts.accepted) / 89) < 1e-9)
        results.series = nil
        #expect(abs(results.plannedRate - Double(results.counts.planned) / 300) < 1e-9)
    }

    private static let small = """
        {"format":"lgsp-replay-1","scenario":"s","seed":18446744073709551615,"run":"r","seconds":2,"new":{"a":[1]},
        "counts":{"planned":3,"sent":3,"accepted":2,"refused":{"x":1}},
        "latencies":{"accepted":{"corrected":{"count":2,"maximum":130,"buckets":[[5,1],[129,1]]}}},
        "series":{"bucket_seconds":1,"planned":[1,2],"p99_ms":[null,0.5]},"ratio":null}
        """

    @Test func unknownMembersArePassedOverAndMissingOnesTolerated() throws {
        let results = try ReplayResults(reading: Array(Self.small.utf8), path: "p")
        #expect(results.seed == .max)
        #expect(results.counts.refusedTotal == 1)
        #expect(results.rate == 1)
        #expect(results.latencies.accepted.corrected.percentile(1) == 130)
        #expect(results.series?.p99 == [nil, 0.5])
        #expect(results.ratio == nil && results.phases.isEmpty && results.part == .init())
    }

    @Test(arguments: [
        ("\"lgsp-replay-1\"", "\"lgsp-replay-9\"", ResultsCode.format, 1), ("\"format\"", "\"fromat\"", .format, 1),
        ("\"seconds\":2", "\"seconds\":-2", .badValue, 1), ("\"seconds\":2", "\"seconds\":1e300", .badValue, 1),
        ("\"seed\":18446744073709551615", "\"seed\":18446744073709551616", .badValue, 1),
        ("\"run\":\"r\",", "", .missing, 1), ("\"run\":\"r\"", "\"run\":7", .badValue, 1),
        ("\"planned\":3", "\"planned\":3.5", .badValue, 2), ("\"accepted\":2,", "", .missing, 2),
        ("{\"x\":1}", "{\"x\":\"1\"}", .badValue, 2), ("{\"x\":1}", "[]", .badValue, 2),
        ("\"count\":2", "\"count\":3", .badValue, 3), ("\"maximum\":130", "\"maximum\":5", .badValue, 3),
        ("[129,1]", "[3840,1]", .badValue, 3), ("[5,1],[129,1]", "[129,1],[5,1]", .badValue, 3),
        ("[129,1]", "[129,0]", .badValue, 3), ("[129,1]", "[129]", .badValue, 3), ("[129,1]", "129", .badValue, 3),
        ("[129,1]", "[129,9e15]", .badValue, 3), ("[5,1],[129,1]", "", .badValue, 3),
        ("\"bucket_seconds\":1", "\"bucket_seconds\":0", .badValue, 4),
        ("[1,2]", "[1,2,3]", .badValue, 4), ("[1,2]", "[1,-2]", .badValue, 4), ("[1,2]", "[1,null]", .badValue, 4),
        ("\"ratio\":null", "\"ratio\":{\"exchanged\":2,\"in_place\":0}", .badValue, 4),
        ("\"ratio\":null", "\"phases\":[{\"name\":\"p\",\"begin\":2,\"end\":1}]", .badValue, 4),
        ("\"ratio\":null", "\"part\":{\"number\":2,\"of\":1}", .badValue, 4),
        ("\"ratio\":null}", "\"ratio\":null", .syntax, 4), ("\"ratio\":null", "\"run\":\"r\"", .syntax, 4),
    ])
    func aWrongFileIsRefusedWithItsLine(right: String, wrong: String, code: ResultsCode, line: Int) throws {
        let pieces = Self.small.split(separator: right, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(pieces.count == 2)
        let text = pieces.joined(separator: wrong)
        do throws(ResultsError) {
            _ = try ReplayResults(reading: Array(text.utf8), path: "run.json")
            Issue.record("\(wrong) is read")
        } catch {
            #expect(error.code == code, "\(error)")
            #expect(error.place == "run.json:\(line)", "\(error)")
            #expect(!error.hint.isEmpty)
        }
    }

    @Test func anythingThatIsNoJSONIsRefused() {
        for text in ["", "{", "[]", "null", "{\"format\":1}"] {
            #expect(throws: ResultsError.self) { try ReplayResults(reading: Array(text.utf8), path: "x") }
        }
    }
}
