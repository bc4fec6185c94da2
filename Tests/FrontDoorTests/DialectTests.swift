import Testing

/// The interfaces that programs of the field speak: recorded requests, drivers built from the wire of the real programs,
/// and the rules behind both.
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

    /// The programs, each as it is on the wire, over both listeners.
    @Test(arguments: [
        "java", "java_failures", "java_stuck", "net", "lang_son_programs", "bkav_programs", "bkav_centre",
        "numbers_last", "strangers", "hostile_texts", "lists_by_state", "forged_parts", "long_texts",
        "tokens_end",
    ])
    func field(check: String) throws { try Self.run("field_checks.py", check) }

    /// What an unmodified client sent, sent again byte for byte.
    @Test(arguments: ["--plain", "--tls"])
    func recordings(listener: String) throws {
        let daemon = try RunningDaemon(["--vxp-window", "off"])
        let folder = "\(Self.root)/Tests/Dialects"
        let result = try Program.run(
            "/usr/bin/python3",
            [
                "\(folder)/replay.py", daemon.folder / "ready.json", try Program.lgsp,
                "\(folder)/recordings/vxp-java-2.0.1", listener,
            ])
        #expect(result.status == 0, "\(result.errors)")
    }

    /// A client object whose timestamp was good when it began goes on for weeks, over a restart of the bus; a timestamp of
    /// the same age that was never seen is none.
    @Test func clientsThatLiveForWeeks() throws {
        let script = """
            import sys; sys.path.insert(0, "\(Self.root)/Tests/Dialects")
            import datetime, bus
            b = bus.Bus(*sys.argv[2:4])
            begun = datetime.datetime.fromisoformat(sys.argv[4])
            if sys.argv[1] == "begin": b.system("w.one", bus.FIRST)
            known, other = (b.client("w.one", now=begun + datetime.timedelta(seconds=s)) for s in (0, 1))
            bus.ok(known.call("countReceiveEdoc"))
            if sys.argv[1] == "later": bus.fails(other.call("countReceiveEdoc"), "request_time_outside")
            """
        let first = try RunningDaemon(["--clock", "2026-03-01T17:00"])
        func run(_ step: String, _ daemon: RunningDaemon) throws {
            let result = try Program.run(
                "/usr/bin/python3",
                ["-c", script, step, daemon.folder / "ready.json", try Program.lgsp, "2026-03-01T08:30:00"])
            #expect(result.status == 0, "\(step): \(result.errors)")
        }
        try run("begin", first)
        let folder = first.folder
        first.stop()
        try run("later", try RunningDaemon(["--clock", "2026-03-20T17:00"], in: folder))
    }

    @Test(arguments: ["forms", "lgsp_refusals", "examples", "contract"])
    func others(check: String) throws { try Self.run("other_checks.py", check) }

    /// What may stop a document, as admins set it and senders meet it.
    @Test(arguments: ["rules", "quotas", "succession"])
    func rules(check: String) throws { try Self.run("rule_checks.py", check) }

    /// What comes of wrong secrets, and of agencies that systems register.
    @Test(arguments: ["pauses", "registrations", "long_members", "insiders"])
    func door(check: String) throws { try Self.run("door_checks.py", check) }

    private static func run(_ script: String, _ check: String) throws {
        let daemon = try RunningDaemon()
        let result = try Program.run(
            "/usr/bin/python3",
            ["\(root)/Tests/Dialects/\(script)", check, daemon.folder / "ready.json", try Program.lgsp])
        #expect(result.status == 0, "\(check): \(result.errors)")
    }
}
