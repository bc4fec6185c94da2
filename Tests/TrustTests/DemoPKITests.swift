import Testing

@testable import Trust

@Suite struct DemoPKITests {
    private static let day: Int64 = 86_400_000

    private func certificate(_ folder: String, _ name: String) throws -> Certificate {
        try Certificate.all(in: Shell.read("\(folder)/\(name)"))[0]
    }

    private func store(_ folder: String) throws -> TrustStore {
        try TrustStore(
            roots: Certificate.all(in: Shell.read(folder + "/root.pem")),
            intermediates: Certificate.all(in: Shell.read(folder + "/issuing.pem")),
            crls: TrustStore.crls(in: Shell.read(folder + "/crl.pem")))
    }

    @Test(arguments: [(KeyType.p256, "P-256"), (.p384, "P-384"), (.rsa2048, "RSA-2048"), (.rsa3072, "RSA-3072")])
    func `a PKI of each kind of key`(type: KeyType, name: String) throws {
        let folder = Shell.temporaryDirectory()
        let pki = try DemoPKI.create(directory: folder, keyType: type, now: Shell.now)
        let leaf = try pki.issueAgency(code: "H1", name: "Sở", keyType: type, now: Shell.now)
        #expect(leaf.publicKey.kind.description == name)
        #expect(try certificate(folder, "root.pem").publicKey.kind.description == name)
        #expect(try certificate(folder, "bus/certificate.pem").publicKey.kind == .ec(curve: "prime256v1"))
        for purpose in [CertificatePurpose.signing, .client] {
            #expect(try store(folder).current.evaluate(leaf, purpose: purpose, at: Shell.now).status == .valid)
        }
        // The openssl tool agrees.
        #expect(
            Shell.run(
                """
                openssl verify -crl_check_all -CRLfile crl.pem -CAfile root.pem -untrusted issuing.pem \
                  -purpose smimesign agencies/H1/certificate.pem >/dev/null 2>&1
                test "$(find . -name '*key.pem' ! -perm 600)" = ""
                """, in: folder))
    }

    /// Lists of authorities whose keys are gone stay where they are, whatever becomes of the PKI's own.
    @Test func `further lists stay as they are, and do not make the PKI's own renew`() throws {
        let folder = Shell.temporaryDirectory()
        let now = Shell.now
        let pki = try DemoPKI.create(directory: folder, now: now)
        let authority = try DemoPKI.authority(.authority("Below", now: now), below: pki.rootAuthority)
        let key = try PrivateKey.generate()
        let contents = DemoPKI.Contents(name: "H1", organization: "H1", now: now)
        let leaf = try DemoPKI.certify(key.publicKey, contents, by: authority)
        func code() throws -> TrustCode? {
            try store(folder).current.evaluate(leaf, untrusted: [authority.certificate], at: now).code
        }
        #expect(try code() == .crlMissing)
        let old = try DemoPKI.list(of: authority, from: now - 2 * Self.day, until: now - Self.day)
        try pki.addLists([old], revoking: [], now: now)
        #expect(try code() == .crlExpired)
        #expect(try !pki.renewCRL(now: now))
        #expect(try pki.renewCRL(now: now + 4 * Self.day))
        #expect(try TrustStore.crls(in: Shell.read(folder + "/crl.pem")).count == 3)
        try pki.addLists(
            [DemoPKI.list(of: authority, from: now - Self.day, until: now + Self.day)], revoking: [], now: now)
        #expect(try code() == nil)
        try pki.addLists(
            [DemoPKI.list(of: authority, from: now - Self.day, until: now + Self.day)], revoking: [authority],
            now: now - 2000)
        #expect(try code() == .certificateRevoked)
    }

    @Test func `the CRL renews itself half-way, and not before`() throws {
        let folder = Shell.temporaryDirectory()
        let start = Shell.now
        let pki = try DemoPKI.create(directory: folder, now: start)
        let leaf = try pki.issueAgency(code: "H1", name: "H1", now: start)
        try pki.revoke(leaf, now: start)
        let first = Shell.read(folder + "/crl.pem")
        #expect(try !pki.renewCRL(now: start + 3 * Self.day))
        #expect(Shell.read(folder + "/crl.pem") == first)
        #expect(try pki.renewCRL(now: start + 4 * Self.day))
        // What was revoked stays so, and the new one reaches beyond the old one's end.
        let later = start + 10 * Self.day
        #expect(try store(folder).current.evaluate(leaf, at: later).code == .certificateRevoked)
        Shell.write(first, to: folder + "/crl.pem")
        #expect(
            try store(folder).current.evaluate(certificate(folder, "bus/certificate.pem"), at: later).code
                == .crlExpired)
        // A file that is broken, missing or from the future is made anew.
        Shell.write([1, 2, 3], to: folder + "/crl.pem")
        #expect(try pki.renewCRL(now: start))
        #expect(try !pki.renewCRL(now: start))
        #expect(try pki.renewCRL(now: start - Self.day))
    }

    @Test func `only its own certificates are revoked, and once`() throws {
        let folder = Shell.temporaryDirectory()
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        let leaf = try pki.issueAgency(code: "H1", name: "H1", now: Shell.now)
        try pki.revoke(leaf, now: Shell.now)
        try pki.revoke(leaf, now: Shell.now)
        let lists = try TrustStore.crls(in: Shell.read(folder + "/crl.pem")).map { try RevocationList(der: $0) }
        #expect(lists.map(\.count) == [0, 1])
        let other = try DemoPKI.create(directory: Shell.temporaryDirectory(), now: Shell.now)
        let issuing = try certificate(folder, "issuing.pem")
        #expect(throws: TrustError.self) { try pki.revoke(issuing, now: Shell.now) }
        // Another PKI's authority may bear the same name; the serial number then lists nothing of ours.
        try other.revoke(leaf, now: Shell.now)
        #expect(try store(folder).current.evaluate(leaf, at: Shell.now + 1000).code == .certificateRevoked)
    }

    @Test func `of a request only the key counts`() throws {
        let folder = Shell.temporaryDirectory()
        let pki = try DemoPKI.create(directory: folder, now: Shell.now)
        let made = Shell.run(
            """
            cat > c.cnf <<X
            [req]
            distinguished_name=dn
            req_extensions=e
            [dn]
            [e]
            basicConstraints=critical,CA:true
            keyUsage=critical,keyCertSign,cRLSign
            extendedKeyUsage=serverAuth
            subjectAltName=DNS:localhost
            X
            for b in 1024 2048 3072; do
              openssl req -new -newkey rsa:$b -nodes -keyout $b.key -subj '/O=Root/CN=G22' -config c.cnf -out $b.csr
            done 2>/dev/null
            openssl req -in 2048.csr -outform DER -out 2048.der
            """, in: folder)
        try #require(made)
        let request = try CertificateRequest(Shell.read(folder + "/2048.csr"))
        #expect(request.subject == "CN=G22,O=Root")
        #expect(try CertificateRequest(Shell.read(folder + "/2048.der")).publicKey == request.publicKey)
        let (leaf, path) = try pki.issueAgency(code: "H1", name: "Sở", request: request, now: Shell.now)
        #expect(leaf.subject == "CN=H1,O=Sở,C=VN")
        #expect(leaf.publicKey == request.publicKey)
        #expect(!leaf.isAuthority)
        #expect(leaf.usages == ["digitalSignature", "clientAuth", "emailProtection"])
        #expect(path == "\(folder)/agencies/H1/certificate-\(leaf.serial).pem")
        #expect(Shell.run("! openssl x509 -noout -text -in '\(path)' | grep -q localhost", in: folder))
        let weak = try CertificateRequest(Shell.read(folder + "/1024.csr"))
        #expect(throws: TrustError.self) {
            _ = try pki.issueAgency(code: "H1", name: "H1", request: weak, now: Shell.now)
        }
        // A changed request no longer proves that its key is held.
        var broken = Shell.read(folder + "/2048.der")
        broken[broken.count - 1] ^= 1
        #expect(throws: TrustError("the request's signature does not fit its key")) { try CertificateRequest(broken) }
        for bytes in [[], [0x30], Array("-----BEGIN".utf8), Array(broken.prefix(100))] as [[UInt8]] {
            #expect(throws: TrustError.self) { try CertificateRequest(bytes) }
        }
    }
}
