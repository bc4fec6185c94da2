import Platform
import Testing

/// The nation of 2021: its tables, and the daemon on them.
@Suite struct NationTests {
    private static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return parts.joined(separator: "/") + "/Scenarios/nation-2021"
    }()

    @Test func itsTablesComeOutOfTheListOfUnits() throws {
        let folder = try TemporaryFolder()
        let result = try Program.run("/usr/bin/python3", [Self.folder + "/make.py", folder.path])
        try #require(result.status == 0, "\(result.errors)")
        for name in ["tiers.tsv", "hubs.tsv", "agencies.tsv"] {
            #expect(try Program.read(folder / name) == Program.read("\(Self.folder)/topology/\(name)"), "\(name)")
        }
    }

    /// 63 + 705 + 10,603 committees are what one directive from the Government Office reaches: 11,371.
    @Test func oneDirectiveReachesEveryCommittee() throws {
        let daemon = try RunningDaemon(["--topology", Self.folder + "/topology"])
        // No identity was made at the start: a run makes those of the agencies that act in it.
        let before = Files.names(in: daemon.folder / "data/certificates/agencies").count
        #expect(before == 0)
        let lines = try curl(
            daemon,
            """
            call admin "$url/agencies?limit=10000" > one; call admin "$url/agencies?limit=10000&cursor=$(jq -r .cursor one)" > two
            cat one two | jq -r '.items[] | [.tier, .status] | join(" ")' | sort | uniq -c
            for from in G22 H10 H10.31 H26.30.20; do for to in G01 H29 H63.30 H01.30.20; do
              call admin "$url/routes?from=$from&to=$to" | jq -r '[.from, .routes[0].to] + .routes[0].hubs + [.routes[0].problems[].code | select(. != "sender_without_certificate")] | join(" ")'
            done; done
            """)
        #expect(
            lines.prefix(5) == [
                "25 central active", "10603 commune active", "705 district active", "63 province active",
                "63 province connection",
            ])
        #expect(
            lines.dropFirst(5) == [
                "G22 G01 national", "G22 H29 national H29", "G22 H63.30 national H63", "G22 H01.30.20 national H01",
                "H10 G01 H10 national", "H10 H29 H10 national H29", "H10 H63.30 H10 national H63",
                "H10 H01.30.20 H10 national H01",
                "H10.31 G01 H10 national", "H10.31 H29 H10 national H29", "H10.31 H63.30 H10 national H63",
                "H10.31 H01.30.20 H10 national H01",
                "H26.30.20 G01 H26 national", "H26.30.20 H29 H26 national H29", "H26.30.20 H63.30 H26 national H63",
                "H26.30.20 H01.30.20 H26 national H01",
            ])

        let run = try Program.lgsp(
            "replay", Self.folder + "/../binh-phuoc-2021", "--rate", "10", "--for", "2s", "--json", "--data",
            daemon.folder / "data")
        let results = try JSONReader.read(Array(run.output.utf8))
        #expect(results["counts"]?["accepted"]?.int == 40 && results["counts"]?["lost"]?.int == 0, "\(run.errors)")
        let made = Files.names(in: daemon.folder / "data/certificates/agencies").count
        #expect((40..<140).contains(made))

        let bench = try Program.run(
            "/bin/bash",
            [
                "-c",
                "cd '\(Self.folder)/../..' && '\(try Program.lgsp)' bench fan-out --rounds 1 --quiet 3 --json --data '\(daemon.folder / "data")'",
            ])
        let figures = try JSONReader.read(Array(bench.output.utf8))
        #expect(figures["recipients"]?.int == 11_371, "\(bench.errors)")
        // Once, with 16 bytes before it, however many mailboxes it lies in.
        let bytes = try #require(figures["document_bytes"]?.int)
        #expect(figures["stored_bytes"]?.elements.allSatisfy { abs(($0.int ?? 0) - bytes - 16) < 8 } == true)
        #expect(figures["urgent_milliseconds"]?["quiet"]?["count"]?.int == 3)
        let deliveries = try curl(
            daemon,
            """
            call admin "$url/documents?limit=100" | jq -r '[.items[] | select(.recipients > 10000) | .id][0]' > directive
            call admin "$url/documents/$(cat directive)" > whole
            jq -r '.recipients, (.deliveries | length)' whole; jq -r '.deliveries[].to.code' whole | sort -u | wc -l
            """)
        #expect(deliveries == ["11371", "11371", "11371"])
    }
}
