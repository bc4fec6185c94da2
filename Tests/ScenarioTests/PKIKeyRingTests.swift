import Glibc
import Testing
import Trust

@testable import Scenario

/// The keys and certificates here are made by the `openssl` tool.
@Suite struct PKIKeyRingTests {
    private static let directory: String? = {
        var template = Array("/tmp/lgsp-scenario-XXXXXX".utf8CString)
        guard let directory = unsafe mkdtemp(&template).map({ unsafe String(cString: $0) }) else { return nil }
        let script = """
            exec 2>/dev/null
            cd '\(directory)'
            : > index; echo 01 > crlnumber
            cat > c.cnf <<X
            [req]
            distinguished_name=dn
            [dn]
            [root]
            basicConstraints=critical,CA:true
            keyUsage=critical,keyCertSign,cRLSign
            subjectKeyIdentifier=hash
            [leaf]
            keyUsage=critical,digitalSignature
            extendedKeyUsage=clientAuth,emailProtection
            [ca]
            default_ca=d
            [d]
            database=index
            new_certs_dir=.
            rand_serial=yes
            default_md=sha256
            default_days=30
            default_crl_days=30
            crlnumber=crlnumber
            policy=p
            [p]
            commonName=supplied
            X
            ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $1; }
            one() { openssl req -new -key $1/key.pem -subj /CN=$2 -config c.cnf -out csr
              n=$1; shift 2
              openssl ca -batch -notext -config c.cnf -cert root.pem -keyfile root.key -extensions leaf -in csr \\
                -out $n/certificate.pem "$@"; }
            ec root.key
            openssl req -x509 -new -key root.key -subj /CN=Root -days 60 -config c.cnf -extensions root -out root.pem
            cp root.pem issuing.pem
            mkdir -p agencies/H10.13 expired
            ec agencies/H10.13/key.pem; ec expired/key.pem
            one agencies/H10.13 A
            one expired B -startdate 20200101000000Z -enddate 20210101000000Z
            openssl ca -config c.cnf -cert root.pem -keyfile root.key -gencrl -out crl.pem
            """
        let words: [String] = ["sh", "-ec", script]
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child = pid_t()
        var status: Int32 = 1
        guard unsafe posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0,
            unsafe waitpid(child, &status, 0) == child, status == 0
        else { return nil }
        return directory
    }()

    private func ring() throws -> PKIKeyRing {
        let directory = try #require(Self.directory)
        return try PKIKeyRing(directory: directory) { kind, _ in
            #expect(kind == .expired)
            let certificates = try FileBytes.read(directory + "/expired/certificate.pem", limit: 1 << 16)
            let key = try FileBytes.read(directory + "/expired/key.pem", limit: 1 << 16)
            return (try PrivateKey(pem: key), try Certificate.all(in: certificates))
        }
    }

    @Test func whatAnAgencySignsIsFoundValidAndNothingElse() throws {
        let ring = try ring()
        var content = Array("văn bản".utf8)
        let signature = try ring.signer(of: "H10.13").sign(content)
        #expect(ring.verify(content, signature: signature))
        content[0] ^= 1
        #expect(!ring.verify(content, signature: signature))
        #expect(!ring.verify(content, signature: []))
    }

    @Test func anExpiredSignerSignsInVain() throws {
        let ring = try ring()
        let (signer, pem) = try ring.issue(.expired, to: "H10.13")
        let content = Array("văn bản".utf8)
        #expect(!ring.verify(content, signature: try signer.sign(content)))
        #expect(try Certificate.all(in: pem).count == 1)
    }

    @Test(arguments: ["H10.99", "../../etc"])
    func aMissingIdentityIsSaid(code: String) throws {
        let ring = try ring()
        do throws(ScenarioError) {
            _ = try ring.signer(of: code)
            Issue.record("signed as \(code)")
        } catch {
            #expect(error.code == .identityMissing)
        }
    }

    @Test func aMissingDirectoryIsSaid() throws {
        let unused: PKIKeyRing.Issuer = { _, _ in throw ScenarioError(.identityMissing, "none") }
        #expect(throws: ScenarioError.self) { try PKIKeyRing(directory: "/nowhere", issuer: unused) }
    }
}
