import Testing

/// What the listeners stand and say, through TLS.
@Suite struct ListenerTests {
    @Test func anEndlessBodyIsCutWithAnAnswer() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | call $A -m 20 -T - -X POST -o answer -w '%{http_code}\\n' $url/inbox/H10.02/confirm
            grep -o '"code":"too_large"' answer
            call $A -o /dev/null -w '%{http_code}\\n' --path-as-is "$url/documents/$(printf 'a\\xff')"
            call $A -o /dev/null -w '%{http_code}\\n' $url/agencies/H10.02
            """)
        #expect(lines == ["413", #""code":"too_large""#, "400", "200"])
    }

    @Test func theDaemonListensOnTheSixthVersion() throws {
        let daemon = try RunningDaemon(["--listen", "[::1]:0"])
        #expect(daemon.ready.contains("https://[::1]:"))
        let lines = try curl(daemon, "call $A -g $url/agencies/H10.02 | grep -o '\"code\":\"H10.02\"'")
        #expect(lines == [#""code":"H10.02""#])
        let answer = try Program.lgsp("agency", "show", "G22", "--data", daemon.folder / "data", "--json")
        #expect(answer.status == 0)
    }

    @Test(arguments: ["::1:8443", "[::1]", "127.0.0.1", ":8443", "[::1]:x"])
    func anAddressThatIsNoneIsAUsageError(address: String) throws {
        #expect(try Program.lgsp("serve", "--listen", address).status == 64)
    }
}
