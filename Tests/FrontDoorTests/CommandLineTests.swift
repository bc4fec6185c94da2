import Testing

struct CommandLineTests {
    @Test func helpNamesEveryVerbAndEndsWell() throws {
        let result = try Program.lgsp("--help")
        #expect(result.status == 0)
        for verb in ["send", "inbox", "trace", "explain", "ratio", "lint", "version"] {
            #expect(result.output.contains("\n  \(verb)"), "\(verb) is missing")
        }
    }

    @Test(arguments: ["send", "inbox", "agency tree", "ledger backup", "lint"])
    func everyVerbHasHelp(verb: String) throws {
        let result = try Program.run(Program.lgsp, verb.split(separator: " ").map(String.init) + ["--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("Usage: lgsp \(verb)"))
        #expect(result.output.contains("Examples:"))
    }

    @Test func versionAsTextAndJSON() throws {
        #expect(try Program.lgsp("version").output.hasPrefix("lgsp "))
        #expect(try Program.lgsp("version", "--json").output.hasPrefix(#"{"version":""#))
    }

    @Test(arguments: [
        (["sned"], "did you mean send"), (["inbox", "H10", "--wiat", "3"], "did you mean --wait"),
        (["inbox"], "CODE is missing"), (["inbox", "H10", "--wait"], "lacks its value"),
        (["inbox", "H10", "--wait", "soon"], "wants a time"), (["show", "a", "b"], "Too many arguments: b"),
        (["agency"], "agency needs one of: agency list"), (["version", "--json=1"], "takes no value"),
        (["inbox", "../admin"], "is no agency's code"),
    ])
    func wrongCommandLinesAreUsageErrors(words: [String], sentence: String) throws {
        let result = try Program.run(Program.lgsp, words)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("lgsp: usage: "))
        #expect(result.errors.contains(sentence), "\(result.errors)")
    }

    @Test func withoutADaemonItSaysHowToStartOne() throws {
        let folder = try TemporaryFolder()
        let result = try Program.lgsp("show", "x", "--data", folder.path)
        #expect(result.status == 69)
        #expect(result.errors.contains("daemon_not_found"))
        #expect(result.errors.contains("lgsp serve"))
    }

    @Test func anAddressWhereNobodyListensIsUnreachable() throws {
        let result = try Program.lgsp("check", "--server", "http://127.0.0.1:1")
        #expect(result.status == 69)
        #expect(result.errors.hasPrefix("lgsp: unreachable: "))
    }

    @Test func waitingInVainTimesOut() throws {
        #expect(try Program.lgsp("check", "--wait", "1s", "--server", "http://127.0.0.1:1").status == 4)
    }

    @Test func errorsListsCodesOnceAndInOrder() throws {
        let codes = try Program.lgsp("errors").output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
        #expect(codes.contains("missing_element") && codes.contains("unknown_receiver"))
        #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    }
}
