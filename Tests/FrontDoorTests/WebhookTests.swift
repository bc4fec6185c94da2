import Glibc
import Testing

/// Webhooks and the test lane through the front door, with receivers in Python that check every HMAC.
@Suite struct WebhookTests {
    private static let script =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/Tests/Dialects/webhook_checks.py"
    private static let quick = [
        "--webhook-pause", "200ms", "--webhook-attempts", "4", "--webhook-timeout", "800ms",
    ]

    /// Each on a daemon of its own.
    @Test(arguments: [
        "tells_and_signs", "repeats_with_the_same_id", "gives_up_and_restarts", "silent_holds_nobody",
        "only_through_the_gate", "recipients", "test_lane",
    ])
    func check(name: String) throws { try Self.run(name, try RunningDaemon(Self.quick)) }

    /// What was tried in vain before a crash is tried again after it.
    @Test func survivesAKill() throws {
        let options = ["--webhook-pause", "1s", "--webhook-attempts", "100"]
        var daemon: RunningDaemon? = try RunningDaemon(options)
        let folder = try #require(daemon?.folder)
        try Self.run("before_the_kill", try #require(daemon))
        daemon = nil
        try Self.run("after_the_kill", try RunningDaemon(options, in: folder))
    }

    private static func run(_ check: String, _ daemon: RunningDaemon) throws {
        let result = try Program.run(
            "/usr/bin/python3", [script, check, daemon.folder / "ready.json", try Program.lgsp])
        #expect(result.status == 0, "\(check): \(result.errors)")
    }
}
