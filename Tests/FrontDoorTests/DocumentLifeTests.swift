import Testing

/// Withdrawals, updates, replacements and recalls, driven over the network as issuers and receivers see them.
@Suite struct DocumentLifeTests {
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    @Test(arguments: [
        "withdraws", "refuses", "replaces_and_updates", "recalls", "races", "dialects", "unsigned",
        "explained", "commands",
    ])
    func life(check: String) throws { try Self.run(check, on: RunningDaemon()) }

    @Test func aWithdrawalOvertakesItsDocumentOnASlowHop() throws {
        let folder = try TemporaryFolder()
        let source = Self.root + "/Scenarios/binh-phuoc-2021/topology"
        let slowed =
            "cp '\(source)'/*.tsv '\(folder.path)' && awk -F'\\t' -v OFS='\\t' '$1 == \"H10\" { $4 = 3000 } 1' "
            + "'\(source)/hubs.tsv' > '\(folder.path)/hubs.tsv'"
        #expect(try Program.run("/bin/bash", ["-c", slowed]).status == 0)
        try Self.run("slow", on: RunningDaemon(["--topology", folder.path]))
    }

    private static func run(_ check: String, on daemon: RunningDaemon) throws {
        let result = try Program.run(
            "/usr/bin/python3",
            [
                "\(root)/Tests/Dialects/life_checks.py", check, daemon.folder / "ready.json", try Program.lgsp,
            ])
        #expect(result.status == 0, "\(check): \(result.errors)")
    }
}
