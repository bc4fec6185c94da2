import Glibc
import Platform
import Testing
import Trust

/// Many programs at work on one PKI, and some that are killed.
@Suite struct PKIFolderTests {
    /// What openssl says of a PKI's folder: OK for each authority whose list is signed by it, then every serial number
    /// that is revoked.
    private static func lists(of pki: String) throws -> [String] {
        let script = """
            cd '\(pki)'; awk '/BEGIN/{n++} {print > "/tmp/crl-'$$'-" n}' crl.pem
            for f in /tmp/crl-$$-1 /tmp/crl-$$-2; do cat root.pem issuing.pem | openssl crl -in $f -CAfile /dev/stdin -noout 2>&1 | sed 's/.* //'
              openssl crl -in $f -noout -text | sed -n 's/^ *Serial Number: //p'; done; rm -f /tmp/crl-$$-*
            """
        return try Program.run("/bin/bash", ["-c", script]).output.split(separator: "\n").map { digits(String($0)) }
    }

    /// Hexadecimal digits without leading zeros, of which openssl writes one and Swift none.
    private static func digits(_ text: String) -> String { String(text.lowercased().drop { $0 == "0" }) }

    /// The serial number of the first certificate in a file.
    private static func serial(_ path: String) throws -> String {
        digits(try #require(Certificate.all(in: Files.read(path)).first).serial)
    }

    private static func end(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Everything that changes a PKI, at once, beside a running daemon and one that just starts.
    @Test func commandsAtOnceLoseNothing() throws {
        let daemon = try RunningDaemon()
        let (data, pki) = (daemon.folder / "data", daemon.folder / "data/certificates")
        let codes = Array(Files.names(in: pki + "/agencies").prefix(16))
        try #require(codes.count == 16)
        let request = try daemon.folder.write(
            "request.sh", "openssl req -new -newkey rsa:2048 -nodes -keyout $1.key -subj /CN=x -out $1")
        try #require(Program.run("/bin/bash", [request, daemon.folder / "csr"]).status == 0)
        let own = try Program.lgsp("pki", "issue", codes[14], "--csr", daemon.folder / "csr", "--certificates", pki)
            .output.split(separator: "\n").map(String.init)
        var commands: [[String]] = codes[..<8].map { ["pki", "revoke", "\(pki)/agencies/\($0)/certificate.pem"] }
        commands += codes[8..<11].map { ["pki", "issue", $0, "--csr", daemon.folder / "csr"] }
        commands += codes[11..<13].map { ["pki", "issue", $0, "--force"] }
        commands += ["H99.01", "H99.02", "H99.03"].map { ["pki", "issue", $0] }
        commands += Array(repeating: ["pki", "crl"], count: 4)
        commands = commands.map { $0 + ["--certificates", pki] }
        commands += codes[14..<16].map { ["pki", "bind", $0, own[0], "--data", data] }
        var random = SystemRandomNumberGenerator()
        commands.shuffle(using: &random)
        let running = try commands.enumerated().map { number, words in
            try Program.start(
                Program.lgsp, words, output: daemon.folder / "out-\(number)", errors: daemon.folder / "err-\(number)")
        }
        let second = try RunningDaemon(["--certificates", pki])
        for (number, process) in running.enumerated() {
            let status = Self.end(process)
            let errors = String(decoding: try Program.read(daemon.folder / "err-\(number)"), as: UTF8.self)
            #expect(status == 0, "\(commands[number]): \(errors)")
        }
        withExtendedLifetime(second) {}
        let revoked = try codes[..<8].map { try Self.serial("\(pki)/agencies/\($0)/certificate.pem") }
        let listed = try Self.lists(of: pki)
        #expect(listed.sorted() == (["ok", "ok"] + revoked).sorted())
        let url = try #require(JSONReader.read(Array(daemon.ready.utf8))["url"]?.string)
        func status(_ code: String, certificate: String? = nil, key: String? = nil) throws -> String {
            let me = "\(pki)/agencies/\(code)"
            return try Program.run(
                "/usr/bin/curl",
                [
                    "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", "\(pki)/root.pem", "--cert",
                    certificate ?? "\(me)/certificate.pem", "--key", key ?? "\(me)/key.pem",
                    "\(url)/api/v1/inbox/\(code)?limit=1",
                ]
            ).output
        }
        var said = try codes[..<8].map { try status($0) }
        for _ in 0..<20 where said.contains("200") {
            usleep(250_000)
            said = try codes[..<8].map { try status($0) }
        }
        #expect(said.allSatisfy { $0 != "200" }, "\(said)")
        #expect(try status(codes[13]) == "200")
        for code in codes[14..<16] {
            #expect(try status(code, certificate: own[0], key: daemon.folder / "csr.key") == "200", "\(code)")
        }
        let files = try Program.run("/usr/bin/find", [pki, "-name", "certificate*.pem"]).output.split(separator: "\n")
        let serials = try files.map { try Self.serial(String($0)) }
        #expect(serials.count > 20 && Set(serials).count == serials.count)
        for code in codes[11..<13] + ["H99.01"] {
            let key = try PrivateKey(pem: Files.read("\(pki)/agencies/\(code)/key.pem"))
            #expect(
                try Certificate.all(in: Files.read("\(pki)/agencies/\(code)/certificate.pem"))[0].publicKey
                    == key.publicKey)
        }
    }

    /// Killed at moments that a seed chooses: what was acknowledged stands, and the folder is whole.
    @Test(arguments: [20_211_224]) func aProcessThatIsKilledLosesNothingThatItAcknowledged(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let pki = folder / "pki"
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        let now = Int64(time.tv_sec) * 1000
        let rounds = 24
        let made = try DemoPKI.create(directory: pki, now: now)
        let leaves = try made.issueAgencies((0...rounds).map { ("H\($0)", "H\($0)") }, now: now)
        func run(_ words: [String], killedAfter microseconds: UInt32?) throws -> Bool {
            let process = try Program.start(
                Program.lgsp, words + ["--certificates", pki], output: "/dev/null", errors: "/dev/null")
            if let microseconds {
                usleep(microseconds)
                kill(process, SIGKILL)
            }
            return Self.end(process) == 0
        }
        func revoke(_ number: Int) -> [String] { ["pki", "revoke", "\(pki)/agencies/H\(number)/certificate.pem"] }
        let start = MonotonicTime.now
        let isFirstDone = try run(revoke(rounds), killedAfter: nil)
        try #require(isFirstDone)
        let whole = max(20_000, MonotonicTime.now.since(start) / 1_000)
        var acknowledged = [rounds]
        var state = seed
        for round in 0..<rounds {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let moment = UInt32((state >> 33) % UInt64(whole * 3 / 2))
            if round % 3 == 2 {
                _ = try run(["pki", "issue", "H0", "--force"], killedAfter: moment)
                let key = try PrivateKey(pem: Files.read("\(pki)/agencies/H0/key.pem"))
                let certificate = try Certificate.all(in: Files.read("\(pki)/agencies/H0/certificate.pem"))[0]
                #expect(key.publicKey == certificate.publicKey, "round \(round), killed after \(moment) µs")
            } else if try run(revoke(round), killedAfter: moment) {
                acknowledged.append(round)
            }
            #expect(try Self.lists(of: pki).filter { $0 == "ok" }.count == 2, "round \(round)")
        }
        let isLastDone = try run(["pki", "crl"], killedAfter: nil)
        try #require(isLastDone)
        let listed = try Self.lists(of: pki)
        for number in acknowledged {
            let serial = Self.digits(leaves[number].serial)
            #expect(listed.contains(serial), "revocation \(number) of \(acknowledged)")
        }
        #expect(Set(listed).count == listed.count - 1)
        #expect(Files.names(in: pki).allSatisfy { !$0.contains("new-") && !$0.hasPrefix("issuing-") })
        #expect(Files.names(in: pki + "/ca").allSatisfy { !$0.contains("new-") })
    }

    /// No byte can be written, as on a full disk: nothing is lost, the error names the file, and all is well afterwards.
    @Test func aFullDiskLosesNothing() throws {
        let folder = try TemporaryFolder()
        let script = """
            cd '\(folder.path)'; lgsp='\(try Program.lgsp)'; $lgsp pki init --certificates p >/dev/null 2>&1
            $lgsp pki issue H1 --certificates p >/dev/null 2>&1
            full() { (trap '' XFSZ; ulimit -f 0; "$@" 2>&1 >/dev/null; echo $?) | cat; }
            find p -type f ! -name lock | sort | xargs sha256sum > sums
            for words in 'revoke p/agencies/H1/certificate.pem' crl 'issue H1 --force' 'issue H2' 'init --force --key p-256'; do
              full $lgsp pki $words --certificates p | grep -oE '^lgsp: [a-z_]*|^[0-9]+$' | tr '\\n' ' '; sha256sum -c --quiet sums && echo same
            done
            find p -name '*new-*' -o -name 'issuing-*' ! -name '*.pem'
            $lgsp pki revoke p/agencies/H1/certificate.pem --certificates p >/dev/null 2>&1; $lgsp pki inspect p/crl.pem | cut -f2
            umask 0; mkdir -m 777 q r; touch r/mine; for d in q r s; do $lgsp pki init --certificates $d >/dev/null 2>&1
              $lgsp pki issue H1 --certificates $d >/dev/null 2>&1; done
            find q r/* s -type d ! -perm 700 -o -name '*key.pem' ! -perm 600
            stat -c %a r; rm p/root.pem; $lgsp pki init --certificates p 2>&1 | head -1 | cut -d: -f2; sha256sum p/ca/root-key.pem | cmp - <(grep p/ca/root-key.pem sums) && echo kept
            """
        let result = try Program.run("/bin/bash", ["-c", script])
        let full = "lgsp: file_failed 65 same"
        #expect(
            result.output.split(separator: "\n").map(String.init)
                == Array(repeating: full, count: 5) + ["0 revoked", "1 revoked", "777", " pki_damaged", "kept"],
            "\(result.errors)")
    }
}
