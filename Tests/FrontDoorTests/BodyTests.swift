import Testing

/// Bodies, signatures in header fields and codes as programs send them, and files that cannot be read or written.
@Suite struct BodyTests {
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    @Test(arguments: ["parts", "codings", "fields", "codes", "commands"])
    func bodies(check: String) throws {
        let daemon = try RunningDaemon()
        let result = try Program.run(
            "/usr/bin/python3",
            ["\(Self.root)/Tests/Dialects/body_checks.py", check, daemon.folder / "ready.json", try Program.lgsp])
        #expect(result.status == 0, "\(check): \(result.errors)")
    }
}
