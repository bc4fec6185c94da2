import Testing

/// What becomes of documents when the disk fails them, and of the bus when it is stopped or restored.
@Suite struct StorageTests {
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")

    @Test(arguments: ["damage", "full_disk", "file_limit", "stop_under_load", "backup", "opened_by_others"])
    func check(name: String) throws {
        let result = try Program.run(
            "/usr/bin/env",
            [
                "LGSP=\(try Program.lgsp)", "LGSP_TOPOLOGY=\(Self.root)/Scenarios/binh-phuoc-2021/topology",
                "/usr/bin/python3", "\(Self.root)/Tests/Storage/storage_checks.py", name,
            ])
        #expect(result.status == 0, "\(name): \(result.errors)")
    }
}
