import Testing

@testable import Trust

/// Forms that are not the usual DER: they go OpenSSL's way, and come to the same verdict.
@Suite struct FormTests {
    let gallery = Gallery.shared

    /// The outer header of a CMS replaced by `header`, with `tail` behind.
    private func rewrapped(_ signature: [UInt8], _ header: ([UInt8]) -> [UInt8], tail: [UInt8] = []) throws -> [UInt8] {
        var file = DERCursor(signature, 0..<signature.count)
        let element = file.next(0x30)
        let outer = try #require(element)
        let body = Array(signature[outer.body])
        return header(body) + body + tail
    }

    @Test func `an indefinite length and a length that is not the shortest`() throws {
        try #require(gallery.ready)
        let usual = gallery.signature("p256")
        let forms = [
            try rewrapped(usual, { _ in [0x30, 0x80] }, tail: [0, 0]),
            try rewrapped(usual, { [0x30, 0x83, 0, UInt8($0.count >> 8), UInt8($0.count & 0xFF)] }),
        ]
        for form in forms {
            #expect(SignedData(form) == nil)
            #expect(try TrustCodeTests.judge(gallery, signature: form).status == .valid)
            #expect(try TrustCodeTests.judge(gallery, signature: form, content: [1]).code == .signatureDigestMismatch)
            #expect(try TrustCodeTests.judge(gallery, signature: form + [0]).code == .signatureMalformed)
        }
    }

    @Test(arguments: [("two", "2 signers"), ("attached", "the content is inside; it must be detached")])
    func `what is wrong with the form is told`(name: String, found: String) throws {
        try #require(gallery.ready)
        let verdict = try TrustCodeTests.judge(gallery, signature: gallery.signature(name))
        #expect(verdict.code == .signatureMalformed && verdict.decisive?.found == found)
        let pem = Array("-----BEGIN CMS-----\nAA==\n".utf8)
        #expect(try TrustCodeTests.judge(gallery, signature: pem).decisive?.found == "PEM, not DER")
        let weak = try Fixture.shared.verifier().verify(
            signature: Fixture.shared.bytes("sha1.cms"), content: Fixture.shared.bytes("doc"), at: Shell.now)
        #expect(weak.decisive?.found == "sha1")
    }

    @Test func `the usual shape is walked, the forger's too where nothing is forged`() throws {
        try #require(gallery.ready)
        for name in ["p256", "p384", "rsa2048", "rsa4096", "nocerts", "noattr", "keyid", "sha512", "below"] {
            #expect(SignedData(gallery.signature(name)) != nil, "\(name)")
        }
        for name in ["pss", "two", "attached"] { #expect(SignedData(gallery.signature(name)) == nil, "\(name)") }
        #expect(try TrustCodeTests.judge(gallery, signature: Forger(gallery).usual()).status == .valid)
    }

    @Test(arguments: [0x04, 0x05] as [UInt8], [0, 1, 0xFF] as [UInt8])
    func `algorithm parameters that are not NULL, or no element at all`(tag: UInt8, length: UInt8) throws {
        try #require(gallery.ready)
        // SignerInfo's algorithm: rsaEncryption with NULL, which only the signature value follows.
        let usual = gallery.signature("rsa2048")
        let algorithm = ObjectIdentifiers.rsaEncryption + [0x05, 0x00]
        let start = usual.indices.last { usual[$0...].starts(with: algorithm) }
        let place = try #require(start) + algorithm.count - 2
        var changed = usual
        changed[place] = tag
        changed[place + 1] = length
        #expect((SignedData(changed) != nil) == (changed == usual))
        let verdict = try TrustCodeTests.judge(gallery, signature: changed)
        if length > 0 { #expect(verdict.code == .signatureMalformed, "\(verdict)") }
    }

    /// OpenSSL keeps memory on this way, which the address sanitizer reports (`make test-sanitizers`).
    @Test(arguments: ["p256", "rsa2048", "noattr"])
    func `a digest algorithm beside the signer's that nobody knows`(name: String) throws {
        try #require(gallery.ready)
        let usual = gallery.signature(name)
        let place = try #require(usual.indices.first { usual[$0...].starts(with: ObjectIdentifiers.sha256) })
        var changed = usual
        changed[place + ObjectIdentifiers.sha256.count - 1] = 0x63
        #expect(SignedData(changed) == nil)
        let verdict = try TrustCodeTests.judge(gallery, signature: changed)
        #expect(verdict.code == .signatureInvalid, "\(verdict)")
    }

    @Test(
        arguments: [
            ("p256", CertificatePurpose.client, nil), ("p256", .signing, nil),
            ("mail", .client, .certificateWrongUsage),
            ("bare", .client, nil), ("server", .client, .certificateWrongUsage),
            ("encipher", .client, .certificateWrongUsage),
            ("revoked", .client, .certificateRevoked), ("expired", .client, .certificateExpired),
        ] as [(String, CertificatePurpose, TrustCode?)])
    func `purposes`(name: String, purpose: CertificatePurpose, code: TrustCode?) throws {
        try #require(gallery.ready)
        let verdict = try gallery.store().current.evaluate(gallery.certificate(name), purpose: purpose, at: Shell.now)
        #expect(verdict.code == code, "\(verdict.checks.filter { !$0.passed })")
    }
}
