import Glibc
import Platform
import Testing

@testable import Scenario

/// `lgsp replay` in an open model, by the built program against a real daemon.
@Suite(.serialized) struct ReplayCommandTests {
    private static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return parts.joined(separator: "/")
    }()

    /// The shipped closed scenario with `change`, a program of sed, in a folder of its own.
    private func scenario(_ change: String, in daemon: RunningDaemon) throws -> String {
        let path = daemon.folder / "scenario.json"
        let result = try Program.run(
            "/bin/bash",
            ["-c", "sed '\(change)' '\(Self.folder)/Scenarios/binh-phuoc-2021/scenario.json' > '\(path)'"])
        try #require(result.status == 0)
        return path
    }

    @Test func aRateOnTheCommandLineAndTheFileOfItsResults() throws {
        let daemon = try RunningDaemon()
        let file = daemon.folder / "results.json"
        let result = try Program.lgsp(
            "replay", Self.folder + "/Scenarios/binh-phuoc-2021", "--rate", "10", "--for", "3s", "--data",
            daemon.folder / "data", "--output", file, "--report",
            file + ".html")
        let page = String(decoding: try Program.read(file + ".html"), as: UTF8.self)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<svg"))
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("accepted, corrected"))
        let json = try JSONReader.read(try Program.read(file))
        #expect(json["counts"]?["planned"]?.int == 50)
        #expect(json["counts"]?["accepted"]?.int == 50)
        #expect(json["counts"]?["lost"]?.int == 0)
        #expect(json["phases"]?.elements.map { $0["warm_up"]?.bool } == [true, false])
        #expect(json["latencies"]?["mailbox"]?["corrected"]?["count"]?.int ?? 0 > 20)
        #expect(json["ratio"]?["exchanged"]?.double ?? 0 > 0.8)
    }

    @Test func phasesWithBothFormsOfSignatureBadOnesAndAThresholdThatFails() throws {
        let daemon = try RunningDaemon()
        let phases = """
            "phases": [{ "name": "a", "seconds": 3, "arrival": { "process": "poisson", "rate": 15 }, \
            "bad": { "tampered": 0.15, "expired": 0.15 } }], "signatures": { "cms": 0.5, "xmldsig": 0.5 },
            """
        let path = try scenario(
            "s/\"seed\": 20210615,/\"seed\": 5, \(phases)/; s/\"thresholds\": {/&\"accepted\": { \"p50_ms\": 0.001 },/;"
                + "s/\"minimum\": 0.955, \"maximum\": 0.965/\"minimum\": 0, \"maximum\": 1/", in: daemon)
        let result = try Program.lgsp("replay", path, "--data", daemon.folder / "data", "--json")
        #expect(result.status == 3, "\(result.output)\(result.errors)")
        let json = try JSONReader.read(Array(result.output.utf8))
        let failed = (json["thresholds"]?.elements ?? []).filter { $0["passed"]?.bool == false }
        #expect(failed.map { $0["name"]?.string } == ["accepted.p50"], "\(result.output)")
        #expect(
            Set((json["counts"]?["refused"]?.members ?? []).map(\.key)) == [
                "signature_digest_mismatch", "certificate_expired",
            ])
    }

    /// Bad documents are refused there, receivers answer with signed statuses, and nothing is left unconfirmed.
    @Test(arguments: ["vxp", "lgsp"])
    func aScenarioEndsThroughADialect(door: String) throws {
        let daemon = try RunningDaemon()
        let phases = """
            "phases": [{ "name": "a", "seconds": 3, "arrival": { "process": "poisson", "rate": 10 }, \
            "bad": { "tampered": 0.1, "expired": 0.1, "unsigned": 0.1 } }],
            """
        let path = try scenario(
            "s/\"seed\": 20210615,/\"seed\": 5, \(phases)/; s/\"minimum\": 0.955, \"maximum\": 0.965/"
                + "\"minimum\": 0, \"maximum\": 1/", in: daemon)
        let result = try Program.lgsp("replay", path, "--door", door, "--data", daemon.folder / "data", "--json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let json = try JSONReader.read(Array(result.output.utf8))
        #expect(json["counts"]?["lost"]?.int == 0 && json["counts"]?["accepted"]?.int ?? 0 > 10)
        #expect(json["counts"]?["refused"]?.members.count == 3, "\(result.output)")
        let states = try curl(
            daemon, "call admin $url/statistics | jq -c '.deliveries | .initial + .processing + .fail'")
        #expect(states == ["0"])
    }

    @Test(arguments: [
        (["--rate", "0"], Int32(64), "--rate wants"), (["--for", "3s"], 64, "a scenario with phases"),
        (["--part", "1/2"], 64, "needs a scenario with phases"),
        (["--rate", "5", "--part", "1/2"], 64, "the same --run"),
        (["--rate", "5", "--part", "3/2", "--run", "aaaaa"], 64, "--part wants K/N"),
        (["--rate", "5", "--run", "A"], 64, "--run wants"),
    ])
    func whatCannotBeMeantIsRefused(options: [String], status: Int32, words: String) throws {
        let folder = try TemporaryFolder()
        let run = #"{"url":"https://127.0.0.1:9","certificates":"\#(folder.path)","pid":1}"#
        let written = try Program.run("/bin/bash", ["-c", "printf '%s' '\(run)' > '\(folder / "run.json")'"])
        try #require(written.status == 0)
        let result = try Program.run(
            Program.lgsp,
            ["replay", Self.folder + "/Scenarios/binh-phuoc-2021", "--data", folder.path] + options)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func aWrongFileIsSaidWithItsLine() throws {
        let folder = try TemporaryFolder()
        let path = folder / "scenario.json"
        let written = try Program.run("/bin/bash", ["-c", "printf '{\\n\"nam\": 1}' > '\(path)'"])
        try #require(written.status == 0)
        let result = try Program.lgsp("replay", path)
        #expect(result.status == 65)
        #expect(result.errors.contains("scenario_unknown_key: \(path):2: scenario has no \"nam\""), "\(result.errors)")
    }

    /// Every shipped scenario, and the example of the reference, can be read.
    @Test func whatShipsCanBeRead() throws {
        for name in [
            "ordinary-day", "last-hour", "large-attachments", "slow-receivers", "nation-directive", "nation-week",
        ] {
            let scenario = try ScenarioFile.load(Self.folder + "/Scenarios/" + name)
            #expect(!scenario.phases.isEmpty)
            #expect(scenario.phases[0].isWarmUp)
            #expect(!scenario.limits.latencies.isEmpty)
            _ = try Program.read(Self.folder + "/Scenarios/" + name + "/README.md")
        }
        let page = String(
            decoding: try Program.read(Self.folder + "/Documentation/reference/scenario.md"), as: UTF8.self)
        let example = try #require(
            page.split(separator: "```jsonc\n").last?.split(separator: "```").first.map(String.init))
        #expect(try ScenarioFile.decode(Array(example.utf8), path: "scenario.md").phases.count == 3)
    }
}
