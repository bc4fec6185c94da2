import Glibc
import Testing

/// What the executable, its process, its files and its TLS give to whoever gets near them.
@Suite struct HardeningTests {
    @Test func theExecutableIsFixedInMemory() throws {
        let lgsp = try Program.lgsp
        let dynamic = try Program.run("/usr/bin/readelf", ["-dW", lgsp]).output
        #expect(dynamic.contains("BIND_NOW") && dynamic.contains("PIE"))
        #expect(try Program.run("/usr/bin/readelf", ["-lW", lgsp]).output.contains("GNU_RELRO"))
    }

    /// Neither an open folder nor an open umask nor what an earlier daemon left opens the data to others.
    @Test func dataIsTheOwnersAloneWhateverTheFolderAndTheUmaskWere() throws {
        let folder = try TemporaryFolder()
        let mask = umask(0)
        defer { umask(mask) }
        try #require(unsafe mkdir(folder / "data", 0o777) == 0)
        func open() throws -> String {
            try Program.run(
                "/usr/bin/find",
                [folder / "data", "-path", "*/certificates", "-prune", "-o", "-perm", "/077", "-print"]
            ).output
        }
        let first = try RunningDaemon(in: folder)
        #expect(try open() == "")
        #expect(
            String(decoding: try Program.read(folder / "err"), as: UTF8.self).contains("(mode 777); its mode is 700"))
        // What is no secret stays as readable as it was.
        #expect(try Program.run("/usr/bin/stat", ["-c", "%a", folder / "data/certificates/crl.pem"]).output == "644\n")
        first.stop()
        _ = try Program.run("/bin/chmod", ["666", folder / "data/ledger.sqlite", folder / "data/search.sqlite"])
        let second = try RunningDaemon(in: folder)
        #expect(try open() == "")
        second.stop()
    }

    /// A folder in which others are at home is left to them.
    @Test func aFolderOfOthersIsToldOfAndLeft() throws {
        let folder = try TemporaryFolder()
        try #require(unsafe mkdir(folder / "data", 0o755) == 0)
        _ = try folder.write("data/theirs", "theirs")
        let daemon = try RunningDaemon(in: folder)
        #expect(try Program.run("/usr/bin/stat", ["-c", "%a", folder / "data"]).output == "755\n")
        #expect(String(decoding: try Program.read(folder / "err"), as: UTF8.self).contains("run chmod 700 on it"))
        daemon.stop()
    }

    @Test func aCrashWritesNoKeysToDisk() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(daemon, "grep 'Max core' /proc/$(jq .pid \(daemon.folder / "ready.json"))/limits")
        #expect(lines == ["Max core file size 1 1 bytes"])
    }

    /// TLS 1.2 with authenticated encryption and keys for each session, and 1.3.
    @Test func onlyAuthenticatedCiphersAreSpoken() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            port=${url#https://127.0.0.1:}; port=${port%%/*}
            hello() { echo | timeout 10 openssl s_client -connect 127.0.0.1:$port -CAfile $pki/root.pem "$@" 2>&1 | grep -aoE 'Cipher is .*|handshake failure|alert protocol version' | head -1; }
            for c in ECDHE-ECDSA-AES128-SHA ECDHE-ECDSA-AES256-SHA384 ECDHE-RSA-AES128-SHA AES128-SHA AES128-GCM-SHA256 ECDHE-ECDSA-AES128-CCM; do hello -tls1_2 -cipher "$c:@SECLEVEL=0"; done
            hello -tls1_1 -cipher 'ALL:@SECLEVEL=0'
            for c in ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-ECDSA-CHACHA20-POLY1305; do hello -tls1_2 -cipher $c; done
            hello -tls1_3
            { sleep 1; echo R; sleep 2; } | timeout 10 openssl s_client -tls1_2 -connect 127.0.0.1:$port -CAfile $pki/root.pem 2>&1 | grep -aoE 'RENEGOTIATING|no renegotiation|verify return:1|error:.*' | sort | uniq -c | sort -rn
            """)
        #expect(
            lines == Array(repeating: "Cipher is (NONE)", count: 7) + [
                "Cipher is ECDHE-ECDSA-AES128-GCM-SHA256", "Cipher is ECDHE-ECDSA-AES256-GCM-SHA384",
                "Cipher is ECDHE-ECDSA-CHACHA20-POLY1305", "Cipher is TLS_AES_256_GCM_SHA384",
                // A second handshake would show the chain of three again.
                "3 verify return:1", "1 RENEGOTIATING",
            ])
    }

    /// Every answer says what it is, and what others wrote is saved, not shown.
    @Test func noAnswerIsGuessedAndStoredBytesAreADownload() throws {
        let daemon = try RunningDaemon()
        let lines = try curl(
            daemon,
            """
            document H10.02 G22 1 > a.edxml; post $A a.edxml "$(sign a.edxml $A)" > out; id=$(jq -r .id answer)
            for path in documents/$id documents/$id/content documents/$id/signature documents/$id/parts documents/none; do
            call $A -o /dev/null -D head $url/$path; tr -d '\\r' < head | grep -iE '^(x-content-type-options|content-disposition|content-security-policy):' | tr '\\n' '|'; echo; done
            """)
        #expect(lines.count == 5 && lines.allSatisfy { $0.contains("X-Content-Type-Options: nosniff|") }, "\(lines)")
        for (line, ending) in zip(lines[1...2], ["edxml", "p7s"]) {
            #expect(line.contains(".\(ending)\"|Content-Security-Policy: sandbox; default-src 'none'|"), "\(line)")
            #expect(line.contains("Content-Disposition: attachment; filename=\""))
        }
    }
}
