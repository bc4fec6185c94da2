import Platform
import Testing

/// `lgsp bench`, by the built program against a real daemon.
@Suite struct BenchCommandTests {
    @Test(arguments: ["cms", "xmldsig"], ["rsa2048", "p256"])
    func everyDocumentComesThrough(form: String, key: String) throws {
        let daemon = try RunningDaemon()
        let result = try Program.lgsp(
            "bench", "--signature", form, "--key", key, "--documents", "12", "--batch", "4", "--recipients", "3",
            "--json", "--data", daemon.folder / "data")
        try #require(result.status == 0, "\(result.output)\(result.errors)")
        let json = try JSONReader.read(Array(result.output.utf8))
        #expect(json["documents"]?.int == 12 && json["accepted"]?.int == 12)
        #expect(json["signature"]?.string == (form == "cms" ? "detached CMS" : "XML-DSig"))
        let statistics = try Program.lgsp("ratio", "--json", "--data", daemon.folder / "data")
        // Counted as electronic, so with a valid signature: an unsigned one would have a column of its own.
        #expect(try JSONReader.read(Array(statistics.output.utf8))["E"]?.int == 36)
    }

    /// One document a request and a mailbox at least: what the dialects lose would be missing here.
    @Test(arguments: ["vxp", "lgsp"])
    func nothingIsLostThroughADialect(door: String) throws {
        let daemon = try RunningDaemon()
        for _ in 0..<2 {
            // The second run finds its systems there.
            let result = try Program.lgsp(
                "bench", "--door", door, "--documents", "12", "--batch", "1", "--recipients", "3", "--json", "--data",
                daemon.folder / "data")
            try #require(result.status == 0, "\(result.output)\(result.errors)")
            let json = try JSONReader.read(Array(result.output.utf8))
            #expect(json["documents"]?.int == 12 && json["accepted"]?.int == 12)
            #expect(json["signature"]?.string == "XML-DSig" && json["door"]?.string == door)
        }
        let systems = try Program.lgsp("system", "list", "--json", "--data", daemon.folder / "data")
        #expect(systems.output.contains("lgsp-replay.") && !systems.output.contains("advisory"))
        let ratio = try Program.lgsp("ratio", "--json", "--data", daemon.folder / "data")
        #expect(try JSONReader.read(Array(ratio.output.utf8))["E"]?.int == 72)
    }

    @Test(arguments: [["--door", "soap"], ["--door", "vxp", "--signature", "cms"]])
    func aDoorThatCannotBeIsAskedBack(options: [String]) throws {
        let result = try Program.run(Program.lgsp, ["bench"] + options)
        #expect(result.status == 64 && result.errors.contains("--door"))
    }

    @Test func anotherFormIsAskedBack() throws {
        let result = try Program.lgsp("bench", "--signature", "pdf")
        #expect(result.status == 64 && result.errors.contains("cms or xmldsig"))
    }
}
