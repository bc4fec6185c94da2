import Glibc
import Platform
import Testing

@testable import Trust

/// A PKI's folder under many hands, and after accidents.
@Suite struct PKIFolderTests {
    private static let day: Int64 = 86_400_000

    private func lists(_ folder: String) throws -> [RevocationList] {
        try TrustStore.crls(in: Files.read("\(folder)/crl.pem")).map { try RevocationList(der: $0) }
    }

    /// Runs `body` in as many threads at once; what went wrong, in words.
    private func parallel(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws -> [String] {
        let failures = Monitor<[String]>([])
        let threads = try (0..<count).map { number in
            try Thread(name: "hand") {
                do { try body(number) } catch { failures.withLock { $0.append("\(number): \(error)") } }
            }
        }
        for thread in threads { thread.join() }
        return failures.withLock { $0 }
    }

    @Test func `of many that make a PKI at once one makes it, and all have the same`() throws {
        let folder = Shell.temporaryDirectory() + "/pki"
        defer { Files.removeFolder(folder) }
        let roots = Monitor<Set<[UInt8]>>([])
        let failures = try parallel(6) { number in
            let pki = try DemoPKI.open(orCreateIn: folder, now: Shell.now)
            try pki.issueAgency(code: "H\(number % 3)", name: "Sở", existing: .kept, now: Shell.now)
            let root = try Files.read("\(folder)/root.pem")
            roots.withLock { _ = $0.insert(root) }
        }
        #expect(failures == [])
        #expect(roots.withLock { $0.count } == 1)
        #expect(Files.names(in: folder + "/agencies") == ["H0", "H1", "H2"])
        #expect(
            Files.names(in: folder) == [
                "admin", "agencies", "bus", "ca", "crl.pem", "issuing.pem", "root.pem", "server",
            ])
        #expect(
            Shell.run("test \"$(find . -type d ! -perm 700; find . -name '*key.pem' ! -perm 600)\" = ''", in: folder))
        #expect(throws: PKIError(.exists, "there is a PKI in \(folder) already")) {
            _ = try DemoPKI.create(directory: folder, now: Shell.now)
        }
    }

    @Test func `many that revoke, issue and renew at once lose nothing`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        let leaves = try pki.issueAgencies((0..<8).map { ("H\($0)", "H\($0)") }, now: Shell.now)
        let numbers = Monitor<[UInt64]>([])
        let failures = try parallel(24) { number in
            switch number % 3 {
            case 0: try pki.revoke(leaves[number / 3], now: Shell.now)
            case 1: try pki.issueAgency(code: "G\(number % 2)", name: "G", now: Shell.now)
            default:
                try pki.writeCRL(now: Shell.now)
                let seen = try RevocationList(der: TrustStore.crls(in: Files.read("\(folder)/crl.pem"))[1]).number
                numbers.withLock { $0.append(seen ?? 0) }
            }
        }
        #expect(failures == [])
        #expect(try Set(lists(folder)[1].serials) == Set(leaves.compactMap { UInt64($0.serial, radix: 16) }))
        for code in ["G0", "G1"] {
            let key = try PrivateKey(pem: Files.read("\(folder)/agencies/\(code)/key.pem"))
            let certificate = try Certificate.all(in: Files.read("\(folder)/agencies/\(code)/certificate.pem"))[0]
            #expect(key.publicKey == certificate.publicKey)
        }
        #expect(numbers.withLock { $0.allSatisfy { $0 > 0 } })
    }

    /// Also where the clock goes back, and where the file with the lists, or the one with the number, is gone.
    @Test func `the numbers of CRLs only grow`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        var last: UInt64 = 0
        for (accident, now) in [
            ("", Shell.now), ("", Shell.now), ("", Shell.now - 400 * Self.day), ("", -5), (": > crl.pem", 5),
            ("head -c 50 crl.pem > x; mv x crl.pem", 5), ("rm crl.pem", 5), ("rm ca/crl-number", 5),
            ("echo 99999999999999999999 > ca/crl-number", 5),
        ] {
            #expect(Shell.run(accident, in: folder))
            try pki.writeCRL(now: now)
            let numbers = try lists(folder).map { $0.number ?? 0 }
            #expect(numbers.count == 2 && numbers.allSatisfy { $0 > last }, "\(accident): \(numbers) after \(last)")
            last = numbers.max() ?? 0
        }
    }

    @Test(arguments: [": > crl.pem", "head -c 300 crl.pem > x; mv x crl.pem", "echo no list > crl.pem", "rm crl.pem"])
    func `a CRL that is broken is made anew from the list of revocations`(accident: String) throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        let leaves = try pki.issueAgencies([("H1", "H1"), ("H2", "H2")], now: Shell.now)
        try pki.revoke(leaves[0], now: Shell.now)
        #expect(Shell.run(accident, in: folder))
        try pki.revoke(leaves[1], now: Shell.now)
        #expect(try lists(folder).map(\.count) == [0, 2])
    }

    /// Cut at the end of a line it looks whole: that it is not is known by what `crl.pem` lists.
    @Test(arguments: [
        ("head -c 5 ca/revoked.tsv > x; mv x ca/revoked.tsv", "line 1 of "), (": > ca/revoked.tsv", "lacks 2 serial"),
        ("head -1 ca/revoked.tsv > x; mv x ca/revoked.tsv", "lacks 1 serial"), ("rm ca/revoked.tsv", "is missing"),
        ("head -c 40 /dev/zero > ca/revoked.tsv", "line 1 of "),
    ])
    func `a damaged list of revocations stops everything and loses nothing`(accident: String, words: String) throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        let leaves = try pki.issueAgencies([("H1", "H1"), ("H2", "H2"), ("H3", "H3")], now: Shell.now)
        for leaf in leaves.dropLast() { try pki.revoke(leaf, now: Shell.now) }
        #expect(Shell.run(accident, in: folder))
        func state() -> [[UInt8]] { ["crl.pem", "ca/revoked.tsv"].map { Shell.read("\(folder)/\($0)") } }
        let before = state()
        for attempt in [
            { try pki.revoke(leaves[2], now: Shell.now) }, { try pki.writeCRL(now: Shell.now) },
            { try pki.renewCRL(now: Shell.now + 5 * Self.day) },
            { _ = try DemoPKI.open(orCreateIn: folder, now: Shell.now) },
        ] {
            let error = #expect(throws: PKIError.self) { try attempt() }
            #expect(error?.code == .revocationsDamaged && error?.description.contains(words) == true, "\(error as Any)")
        }
        #expect(state() == before)
        // Another PKI's list in the place of its own says nothing about it.
        try pki.issueAgency(code: "H4", name: "H4", now: Shell.now)
    }

    /// A revocation that stands in the list and not in the CRLs yet, as after a crash between the two.
    @Test func `renewal brings what the CRL lacks`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        #expect(try !pki.renewCRL(now: Shell.now + 1000))
        Shell.write(Array("7\t1700000000\n".utf8), to: folder + "/ca/revoked.tsv")
        #expect(try pki.renewCRL(now: Shell.now + 1000))
        #expect(try lists(folder)[1].serials == [7])
    }

    @Test func `a creation that was cut short is made anew, a PKI without its root is left alone`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        try pki.issueAgency(code: "H1", name: "H1", now: Shell.now)
        #expect(
            Shell.run(
                "mv root.pem kept; find . -type f | sort | xargs sha256sum > ../$(basename $PWD).sums", in: folder))
        let error = #expect(throws: PKIError.self) { _ = try DemoPKI.open(orCreateIn: folder, now: Shell.now) }
        #expect(error?.code == .damaged)
        #expect(try !DemoPKI.isThere(in: folder))
        #expect(
            Shell.run(
                "grep -v ca/lock ../$(basename $PWD).sums | sha256sum -c --quiet; rm ../$(basename $PWD).sums",
                in: folder))
        Shell.write([], to: folder + "/ca/unfinished")
        _ = try DemoPKI.open(orCreateIn: folder, now: Shell.now)
        #expect(try DemoPKI.isThere(in: folder) && !Files.exists(folder + "/ca/unfinished"))
    }

    @Test func `a new identity takes the place of the old one and leaves the other certificates`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        let first = try pki.issueAgency(code: "H1", name: "H1", now: Shell.now)
        let own = folder + "/agencies/H1"
        for name in ["certificate-AB.pem", "notes"] { Shell.write(Array(name.utf8), to: "\(own)/\(name)") }
        #expect(try pki.issueAgency(code: "H1", name: "H1", existing: .kept, now: Shell.now) == first)
        #expect(throws: PKIError(.keyExists, "there is a key of H1 in \(own) already")) {
            try pki.issueAgency(code: "H1", name: "H1", existing: .refused, now: Shell.now)
        }
        // A folder inside, and a link to the folder, are not swapped but written into.
        for accident in ["true", "mkdir agencies/H1/inner", "mv agencies/H1 own; ln -s ../own agencies/H1"] {
            #expect(Shell.run(accident, in: folder))
            let next = try pki.issueAgency(code: "H1", name: "H1", now: Shell.now)
            #expect(next != first)
            #expect(try Certificate.all(in: Files.read("\(own)/certificate.pem"))[0] == next)
            #expect(try PrivateKey(pem: Files.read("\(own)/key.pem")).publicKey == next.publicKey)
            #expect(Shell.read("\(own)/certificate-AB.pem") == Array("certificate-AB.pem".utf8))
            #expect(Shell.read("\(own)/notes") == Array("notes".utf8))
        }
        #expect(Files.names(in: folder).allSatisfy { !$0.hasPrefix("issuing-") })
    }

    /// What a process that was killed leaves behind is swept away by the next, and nothing else is.
    @Test func `leftovers go, files of others stay`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        #expect(
            Shell.run(
                """
                mkdir -p issuing-123/identity issuing-office; echo key > issuing-123/identity/key.pem
                touch crl.pem.new-9 ca/root-key.pem.new-77 ca/revoked.tsv.new-1 my.new-1 crl.pem.new-x ca/crl-number.new-2
                """, in: folder))
        try pki.writeCRL(now: Shell.now)
        #expect(
            Files.names(in: folder) == [
                "admin", "bus", "ca", "crl.pem", "crl.pem.new-x", "issuing-office", "issuing.pem", "my.new-1",
                "root.pem",
                "server",
            ])
        #expect(
            Files.names(in: folder + "/ca") == [
                "crl-number", "issuing-key.pem", "lock", "revoked.tsv", "root-key.pem",
            ])
    }

    @Test func `who waits in vain is told by whom`() throws {
        let folder = Shell.temporaryDirectory()
        defer { Files.removeFolder(folder) }
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        try pki.locked { _ in
            // The daemon's look four times a second does not wait behind it; nothing due asks for no lock at all.
            let isDue = try pki.renewCRL(now: Shell.now + 1000, waiting: 0)
            #expect(!isDue)
            let error = #expect(throws: PKIError.self) { try pki.renewCRL(now: Shell.now + 5 * Self.day, waiting: 50) }
            #expect(error?.code == .inUse && error?.description.contains("process \(getpid())") == true)
        }
        #expect(try pki.renewCRL(now: Shell.now + 5 * Self.day, waiting: 50))
    }
}
