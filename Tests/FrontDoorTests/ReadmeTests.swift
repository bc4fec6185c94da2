import Testing

/// The README's commands, run in order as a newcomer would; the load tester's replay is run by `make demo` instead.
@Suite struct ReadmeTests {
    @Test func itsCommandsWork() throws {
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let readme = String(decoding: try Program.read(package + "/README.md"), as: UTF8.self)
        let blocks = readme.split(separator: "```sh\n", omittingEmptySubsequences: false).dropFirst()
            .compactMap { $0.split(separator: "```").first.map(String.init) }
        #expect(blocks.count == 6)
        let daemon = try RunningDaemon()
        let port = try #require(
            daemon.ready.split(separator: "\"").first { $0.hasPrefix("https://") }?.split(separator: ":").last)
        let plain = try #require(
            daemon.ready.split(separator: "\"").first { $0.hasPrefix("http://") }?.split(separator: ":").last)
        var script = "set -e; mkdir -p work; cd work; export LGSP_DATA='\(daemon.folder / "data")'\n"
        for block in blocks where !block.contains("lgsp replay") { script += block }
        for (from, to) in [
            (".build/release/lgsp", try Program.lgsp), ("127.0.0.1:8443", "127.0.0.1:\(port)"),
            ("127.0.0.1:8080", "127.0.0.1:\(plain)"), ("python3 Documentation", "python3 \(package)/Documentation"),
            ("Certificates/generated", "$LGSP_DATA/certificates"),
        ] {
            script = script.split(separator: from, omittingEmptySubsequences: false).joined(separator: to)
        }
        let result = try Program.run("/bin/bash", ["-c", "cd '\(daemon.folder.path)'; " + script])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("ratio (E+EP)/(E+EP+P) = 100.00 %"))
        #expect(result.output.contains("\"duplicate\":false"))
    }
}
