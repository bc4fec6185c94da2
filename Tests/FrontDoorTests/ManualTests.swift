import Testing

/// The manual pages, as man(1) and groff read them.
@Suite struct ManualTests {
    @Test func groffTakesEveryPageWithoutAWarning() throws {
        let folder = try TemporaryFolder()
        let pages = folder / "man1"
        #expect(try Program.lgsp("man", "-o", pages).status == 0)
        let commands = try Program.lgsp("--help").output.split(separator: "\n")
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        let checked = try Program.run(
            "/bin/bash",
            [
                "-c",
                "ls \(pages) | wc -l; for page in \(pages)/*; do groff -man -ww -Tutf8 $page >/dev/null || exit 1; done",
            ])
        #expect(checked.status == 0 && checked.errors == "")
        #expect(Int(checked.output.filter(\.isNumber)) == commands.count + 1)
    }

    @Test(arguments: [
        ("", ["agency list", "EXIT STATUS", "LGSP_DATA", "lgsp-agency-list(1)"]),
        ("webhook retry", ["--delivery ID", "lgsp webhook retry ID", "SEE ALSO"]),
        ("deadline set", ["2 thượng khẩn"]), ("fetch", ["-o, --output DIR"]),
    ])
    func manShowsAPage(command: String, holds: [String]) throws {
        let lgsp = try Program.lgsp
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                "export LC_ALL=C.UTF-8 MANWIDTH=100; set -o pipefail; '\(lgsp)' man \(command) | man --warnings=w -l - | col -b",
            ])
        #expect(result.status == 0 && result.errors == "")
        for text in holds { #expect(result.output.contains(text), "\(text) is missing") }
    }

    @Test func aCommandThatIsNotThereIsAUsageError() throws {
        #expect(try Program.lgsp("man", "sned").errors.contains("did you mean send"))
    }
}
