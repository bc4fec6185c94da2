import Testing

/// The interfaces that programs of the field speak, driven by clients in Python as the real ones behave.
@Suite struct DialectTests {
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    /// Each on a daemon of its own: they count what lies in mailboxes.
    @Test(arguments: [
        "sends_and_receives", "statuses_find_their_document", "refuses_bad_signatures", "refuses_others",
        "placeholders_by_policy", "builders", "leftovers_hide_nothing", "duplicates_by_policy", "fail_is_told",
        "secrets_rotate", "directory", "large", "pages",
    ])
    func vxp(check: String) throws { try Self.run("vxp_checks.py", check) }

    @Test(arguments: ["lgsp", "forms", "lgsp_refusals", "edoc", "examples", "contract"])
    func others(check: String) throws { try Self.run("other_checks.py", check) }

    /// What may stop a document, as admins set it and senders meet it.
    @Test(arguments: ["rules", "quotas", "succession"])
    func rules(check: String) throws { try Self.run("rule_checks.py", check) }

    private static func run(_ script: String, _ check: String) throws {
        let daemon = try RunningDaemon()
        let result = try Program.run(
            "/usr/bin/python3",
            ["\(root)/Tests/Dialects/\(script)", check, daemon.folder / "ready.json", try Program.lgsp])
        #expect(result.status == 0, "\(check): \(result.errors)")
    }
}
