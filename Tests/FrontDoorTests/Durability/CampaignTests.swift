import Testing

/// A short form of `make campaign`: faults of every kind, mixed under load by clients that remember what they were told.
@Suite struct CampaignTests {
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")

    @Test(.timeLimit(.minutes(5))) func nothingToldIsTakenBackUnderMixedFaults() throws {
        let result = try Program.run(
            "/usr/bin/python3", ["\(Self.root)/Tests/Campaign/campaign.py", try Program.lgsp, "12", "2021"])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
    }
}
