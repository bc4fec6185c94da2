import Testing

/// `lgsp replay show`, `merge`, `compare` and `report`, as somebody with results files uses them.
@Suite struct ReplayResultsCommandTests {
    private static func part(_ number: Int, of: Int = 2, run: String = "r1", bucket: Int, accepted: Int = 4) -> String {
        """
        {"format":"lgsp-replay-1","scenario":"<script>alert(1)</script>","seed":7,"run":"\(run)",
        "part":{"number":\(number),"of":\(of)},"started_at":"2026-11-24T09:15:00+07:00","seconds":2,
        "counts":{"planned":5,"sent":5,"accepted":\(accepted),"refused":{"unknown_receiver":1},"errors":{}},
        "latencies":{"accepted":{"corrected":{"count":\(accepted),"maximum":\(bucket),"buckets":[[\(bucket),\(accepted)]]}}},
        "thresholds":[{"name":"accepted.max","limit":50,"value":\(bucket),"unit":"ns","passed":\(bucket <= 50)}]}
        """
    }

    @Test func partsAreMergedShownAndMadeAPage() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("1.json", Self.part(1, bucket: 20))
        let second = try folder.write("2.json", Self.part(2, bucket: 40))
        let merged = try Program.lgsp("replay", "merge", second, first, "-o", folder / "run.json")
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(merged.output.contains("accepted"))
        let shown = try Program.lgsp("replay", "show", folder / "run.json", "--json")
        #expect(
            shown.output.contains(#""rate":4.0,"planned":10,"sent":10,"accepted":8,"refused":2"#), "\(shown.output)")
        #expect(shown.output.contains(#""p50":2e-05,"p90":4e-05"#), "\(shown.output)")
        let page = try Program.lgsp("replay", "report", folder / "run.json", "-o", folder / "page.html")
        #expect(page.status == 0, "\(page.errors)")
        let text = String(decoding: try Program.read(folder / "page.html"), as: UTF8.self)
        #expect(text.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>") && !text.contains("<script"))
    }

    @Test func aMergeSaysWhereAThresholdFailsOrAPartIsMissing() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("1.json", Self.part(1, bucket: 20))
        let slow = try folder.write("2.json", Self.part(2, bucket: 90))
        let failed = try Program.lgsp("replay", "merge", first, slow, "-o", folder / "run.json")
        #expect(failed.status == 3)
        #expect(failed.output.contains("FAILED accepted.max: limit 50 ns, measured 90 ns"), "\(failed.output)")
        let missing = try Program.lgsp("replay", "merge", first, "-o", folder / "run.json")
        #expect(missing.status == 65)
        #expect(missing.errors.hasPrefix("lgsp: replay_results_parts: "), "\(missing.errors)")
    }

    @Test func aComparisonFailsWhereItIsTold() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write("a.json", Self.part(1, of: 1, bucket: 40))
        let b = try folder.write("b.json", Self.part(1, of: 1, bucket: 50))
        let plain = try Program.lgsp("replay", "compare", a, b)
        #expect(plain.status == 0)
        #expect(plain.output.contains("accepted.corrected.p99\t40.0 ns\t50.0 ns\t+25.0 %\tworse\n"), "\(plain.output)")
        #expect(plain.output.hasSuffix("A is better; B is worse: its p99 until accepted is 25 % higher.\n"))
        #expect(try Program.lgsp("replay", "compare", a, b, "--fail-over", "24").status == 3)
        #expect(try Program.lgsp("replay", "compare", a, b, "--fail-over", "26").status == 0)
        #expect(try Program.lgsp("replay", "compare", b, a, "--fail-over", "1").status == 0)
        #expect(try Program.lgsp("replay", "compare", a, b, "--fail-over", "much").status == 64)
        let json = try Program.lgsp("replay", "compare", a, b, "--json").output
        #expect(json.contains(#""change_percent":25.0,"verdict":"worse""#), "\(json)")
    }

    @Test func aWrongFileIsBadInputWithItsPlace() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x.json", "{\"format\":\"lgsp-replay-1\",\n\"scenario\":7}")
        let result = try Program.lgsp("replay", "show", path)
        #expect(result.status == 65)
        #expect(result.errors.hasPrefix("lgsp: replay_results_bad_value: \(path):2: "), "\(result.errors)")
        #expect(try Program.lgsp("replay", "show", folder / "none").errors.contains("replay_results_unreadable"))
        #expect(try Program.lgsp("replay", "report", path).errors.contains("-o FILE is missing"))
    }

    /// The scenario's own error, or that there is no daemon, shows that `replay` and not `replay merge` was meant.
    @Test(arguments: [["./merge"], ["--", "merge"]])
    func aScenarioCalledMergeIsReplayedByItsPath(words: [String]) throws {
        let folder = try TemporaryFolder()
        let result = try Program.run(
            Program.lgsp, ["replay"] + words + ["--data", folder.path].filter { _ in words.count == 1 })
        #expect(result.status != 0)
        #expect(!result.errors.contains("-o FILE") && !result.errors.contains("FILE is missing"), "\(result.errors)")
    }
}
