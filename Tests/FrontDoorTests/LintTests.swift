import Testing

struct LintTests {
    /// A document that the program itself builds.
    private func letter(in folder: TemporaryFolder) throws -> String {
        let file = try folder.write("letter.pdf", "%PDF-1.4 not really")
        let result = try Program.lgsp(
            "send", file, "--from", "H10.13", "--to", "H10.14", "--subject", "A < B & C", "-o", folder / "letter.edxml")
        #expect(result.status == 0, "\(result.errors)")
        return folder / "letter.edxml"
    }

    @Test func whatSendBuildsIsClean() throws {
        let folder = try TemporaryFolder()
        let result = try Program.lgsp("lint", try letter(in: folder))
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        // Under --json, too, stdout has a line for each fault; what is said of the whole file is on stderr.
        let file = folder / "letter.edxml"
        let json = try Program.lgsp("lint", file, "--json")
        #expect(json.status == 0 && json.output.isEmpty)
        #expect(json.errors == "{\"file\":\"\(file)\",\"clean\":true,\"faults\":[]}\n")
    }

    @Test func aFaultHasCodeAndPlace() throws {
        let folder = try TemporaryFolder()
        let text = String(decoding: try Program.read(try letter(in: folder)), as: UTF8.self)
        let subject = "<edXML:Subject>A &lt; B &amp; C</edXML:Subject>"
        let parts = text.split(separator: subject, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let bad = try folder.write("bad.edxml", parts.joined())
        let result = try Program.lgsp("lint", bad)
        #expect(result.status == 2)
        #expect(result.output.contains("missing_element"))
        #expect(result.output.contains("expected edXML:Subject"))
        let json = try Program.lgsp("lint", bad, "--json")
        #expect(json.status == 2)
        #expect(json.output.contains(#""code":"missing_element""#))
    }

    @Test func allFaultsAreToldAndStrictTakesWarningsForErrors() throws {
        let folder = try TemporaryFolder()
        var text = String(decoding: try Program.read(try letter(in: folder)), as: UTF8.self)
        let long = String(repeating: "a", count: 501)
        text = text.split(separator: "A &lt; B &amp; C", omittingEmptySubsequences: false).joined(separator: long)
        let warned = try folder.write("warned.edxml", text)
        #expect(try Program.lgsp("lint", warned).status == 0)
        #expect(try Program.lgsp("lint", warned).output.contains("warning\tlength_exceeded\tMessageHeader/Subject"))
        #expect(try Program.lgsp("lint", warned, "--strict").status == 2)
        text = text.split(separator: "<edXML:Priority>0", omittingEmptySubsequences: false)
            .joined(separator: "<edXML:Priority>9")
        let both = try Program.lgsp("lint", try folder.write("both.edxml", text), "--json")
        #expect(both.status == 2)
        #expect(both.output.split(separator: "\n").count == 2)
        #expect(both.output.contains(#""code":"invalid_value""#))
    }

    @Test func aFileThatIsNotThereIsBadInput() throws {
        #expect(try Program.lgsp("lint", "/nonexistent/x.edxml").status == 65)
    }

    @Test func sendSignsWithAnIdentityThatMustBeThere() throws {
        let folder = try TemporaryFolder()
        let result = try Program.lgsp("send", try letter(in: folder), "--identity", folder / "nobody")
        #expect(result.status == 65)
        #expect(result.errors.contains("nobody/key.pem"))
    }
}
