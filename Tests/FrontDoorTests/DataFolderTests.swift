import Glibc
import Platform
import Testing

/// One daemon per data folder, and none that is stopped by what another left behind.
@Suite struct DataFolderTests {
    /// The names, sizes and times of all files below a folder.
    private static func state(of folder: String) throws -> String {
        try Program.run("/usr/bin/find", [folder, "-type", "f", "-printf", "%p %s %T@\\n"]).output
            .split(separator: "\n").sorted().filter { !$0.contains("-shm") && !$0.contains("-wal") }
            .joined(separator: "\n")
    }

    @Test func aSecondStartSaysWhoHoldsTheDataAndTouchesNothing() throws {
        let daemon = try RunningDaemon()
        let data = daemon.folder / "data"
        let root = try JSONReader.read(Array(daemon.ready.utf8))
        let process = try #require(root["pid"]?.int)
        let url = try #require(root["url"]?.string)
        let before = try Self.state(of: data)
        let places = ["--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0"]
        let same = [
            "--listen", String(url.dropFirst("https://".count)), "--listen-plain",
            String((root["plain_url"]?.string ?? "").dropFirst("http://".count)),
        ]
        for addresses in [places, same] {
            let second = try Program.run(Program.lgsp, ["serve", "--ephemeral", "--data", data] + addresses)
            #expect(second.status == 78)
            #expect(second.errors.contains("data_in_use"))
            #expect(second.errors.contains("process \(process)"), "\(second.errors)")
            #expect(second.errors.contains(url), "\(second.errors)")
        }
        #expect(try Self.state(of: data) == before)
        // The kernel drops the lock with the process, whatever the file says.
        let folder = daemon.folder
        daemon.stop()
        _ = try RunningDaemon(in: folder)
    }

    @Test func aTakenPortIsToldBeforeAnythingIsMade() throws {
        let daemon = try RunningDaemon()
        let root = try JSONReader.read(Array(daemon.ready.utf8))
        let taken = String((root["url"]?.string ?? "").dropFirst("https://".count))
        let folder = try TemporaryFolder()
        let second = try Program.run(
            Program.lgsp,
            [
                "serve", "--ephemeral", "--data", folder / "data", "--listen", taken, "--listen-plain", "127.0.0.1:0",
            ])
        #expect(second.status == 78)
        #expect(second.errors.contains("address_in_use") && second.errors.contains(taken), "\(second.errors)")
        #expect(second.errors.contains("--listen"), "\(second.errors)")
        #expect(Files.names(in: folder / "data") == ["lock"])
    }

    /// A list that is empty, cut off or garbage for a moment, as a copy is that is not atomic, shuts nobody out.
    @Test func brokenListsOfRevocationsLeaveTheOldInForce() throws {
        let daemon = try RunningDaemon()
        let folder = daemon.folder / "data/certificates"
        let good = try Program.read("\(folder)/crl.pem")
        let url = try #require(JSONReader.read(Array(daemon.ready.utf8))["url"]?.string)
        func status() throws -> String {
            let me = "\(folder)/agencies/H10.31"
            return try Program.run(
                "/usr/bin/curl",
                [
                    "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", "\(folder)/root.pem", "--cert",
                    "\(me)/certificate.pem", "--key", "\(me)/key.pem", "\(url)/api/v1/inbox/H10.31?limit=1",
                ]
            ).output
        }
        #expect(try status() == "200")
        for broken in [[], Array(good.prefix(good.count * 2 / 3)), Array("no list".utf8)] {
            try Files.write(broken, to: "\(folder)/crl.pem")
            usleep(700_000)
            #expect(try status() == "200", "\(broken.count) bytes")
        }
        let said = String(decoding: try Program.read(daemon.folder / "err"), as: UTF8.self)
        #expect(said.contains("crl.pem"), "\(said)")
    }
}
