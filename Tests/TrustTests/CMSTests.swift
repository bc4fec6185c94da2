import Testing
import Trust

@Suite struct CMSTests {
    let fixture = Fixture.shared

    @Test(arguments: [
        ("p256", nil), ("p384", nil), ("rsa", nil), ("nocerts", nil), ("noattr", nil), ("keyid", nil), ("pss", nil),
        ("weak", TrustCode.keyTooWeak), ("revoked", .certificateRevoked), ("expired", .certificateExpired),
        ("wrong", .certificateWrongUsage), ("stranger", .issuerUnknown), ("sha1", .signatureAlgorithmRefused),
    ])
    func `signatures of the openssl tool`(name: String, code: TrustCode?) throws {
        try #require(fixture.ready)
        let verifier = try fixture.verifier()
        for _ in 0..<2 {  // The second time the signer is known.
            let verdict = verifier.verify(
                signature: fixture.bytes(name + ".cms"), content: fixture.bytes("doc"), at: Shell.now)
            #expect(verdict.code == code, "\(verdict.checks)")
            #expect((verdict.status == .valid) == (code == nil))
        }
    }

    @Test(arguments: [
        ("p256", TrustCode.signatureDigestMismatch), ("rsa", .signatureDigestMismatch), ("noattr", .signatureInvalid),
        ("pss", .signatureDigestMismatch),
    ])
    func `a flipped byte of the content`(name: String, code: TrustCode) throws {
        try #require(fixture.ready)
        var content = fixture.bytes("doc")
        content[17] ^= 1
        let verdict = try fixture.verifier().verify(
            signature: fixture.bytes(name + ".cms"), content: content, at: Shell.now)
        #expect(verdict.code == code, "\(verdict.checks)")
    }

    @Test func `no single flipped bit of a signature is accepted, and none traps`() throws {
        try #require(fixture.ready)
        let verifier = try fixture.verifier()
        let content = fixture.bytes("doc")
        let signature = fixture.bytes("nocerts.cms")
        for index in signature.indices {
            var broken = signature
            broken[index] ^= 0x10
            let verdict = verifier.verify(signature: broken, content: content, at: Shell.now)
            if verdict.status == .valid { #expect(verdict.signer?.subject == "CN=p256") }
            _ = verifier.verify(signature: Array(signature.prefix(index)), content: content, at: Shell.now)
        }
    }

    @Test(arguments: ["p256", "rsa"], [true, false])
    func `our signatures verify with the openssl tool and here`(name: String, embed: Bool) throws {
        try #require(fixture.ready)
        let chain = try Certificate.all(in: fixture.bytes(name + ".pem"))
        let signer = try CMSSigner(
            key: PrivateKey(pem: fixture.bytes(name + ".key")), chain: chain, embedCertificates: embed)
        let signature = try signer.sign(fixture.bytes("doc"), at: Shell.now)
        let file = "ours-\(name)-\(embed).cms"
        Shell.write(signature, to: fixture.directory + "/" + file)
        let command = """
            openssl cms -verify -binary -inform DER -in \(file) -content doc -CAfile root.pem \
            -certfile \(name).pem -out /dev/null 2>/dev/null
            """
        #expect(Shell.run(command, in: fixture.directory))
        let verifier = try fixture.verifier(knowing: name)
        #expect(verifier.verify(signature: signature, content: fixture.bytes("doc"), at: Shell.now).status == .valid)
    }
}
