import Testing

@testable import Trust

/// Every code of the layer has an input that comes to it, and every verdict lists every check.
@Suite struct TrustCodeTests {
    let gallery = Gallery.shared
    static let day: Int64 = 86_400_000

    /// What comes to each code, and the name of the check that fails; a code without an entry fails the suite.
    static let inputs: [TrustCode: [(name: String, check: String, make: @Sendable (Gallery) throws -> Verdict)]] = [
        .signatureMissing: [("none", "presence", { try judge($0, signature: []) })],
        .signatureMalformed: [
            ("garbage", "structure", { try judge($0, signature: [1, 2, 3]) }),
            ("trailing byte", "structure", { try judge($0, signature: $0.signature("p256") + [0]) }),
            ("two signers", "structure", { try judge($0, "two") }),
            ("content inside", "structure", { try judge($0, "attached") }),
            ("too large", "structure", { try judge($0, signature: Array(repeating: 0x30, count: 70_000)) }),
        ],
        .signatureDigestMismatch: [
            ("walked", "digest", { try judge($0, "p256", content: [1]) }),
            ("in full", "digest", { try judge($0, "pss", content: [1]) }),
        ],
        .signatureInvalid: [
            ("walked", "signature", { try judge($0, signature: flipped($0.signature("rsa2048"))) }),
            ("in full", "signature", { try judge($0, signature: flipped($0.signature("pss"))) }),
            ("no attributes", "signature", { try judge($0, "noattr", content: [1]) }),
        ],
        .signatureAttributesInvalid: [
            ("digest twice", "signed_attributes", { try judge($0, signature: Forger($0).repeatingDigest()) }),
            ("no content type", "signed_attributes", { try judge($0, signature: Forger($0).withoutContentType()) }),
            ("other type", "signed_attributes", { try judge($0, signature: Forger($0).withOtherContentType()) }),
            ("two digests", "signed_attributes", { try judge($0, signature: Forger($0).withTwoDigestValues()) }),
            ("unknown twice", "signed_attributes", { try judge($0, signature: Forger($0).repeatingUnknown()) }),
            ("no time", "signed_attributes", { try judge($0, signature: Forger($0).withBrokenTime()) }),
        ],
        .signatureAlgorithmRefused: [
            ("SHA-1", "algorithm", { try judge($0, "sha1") }),
            ("SHA-1 certificate", "certificate_algorithms", { try judge($0, "sha1cert") }),
            ("MD5 certificate", "certificate_algorithms", { try judge($0, "md5cert") }),
        ],
        .keyTooWeak: [
            ("RSA-1024", "key_strength", { try judge($0, "rsa1024") }),
            ("P-521", "key_strength", { try judge($0, "p521") }),
        ],
        .signerUnknown: [("no certificate", "signer", { try judge($0, "nocerts") })],
        .signerNotBound: [
            (
                "other key", "binding",
                { _ in
                    Verdict(
                        status: .invalid, code: .signerNotBound,
                        checks: CMSFindings.passed + [.binding(isBound: false, found: "")])
                }
            )
        ],
        .issuerUnknown: [
            ("stranger", "chain", { try judge($0, "stranger") }),
            (
                "no intermediate", "chain",
                {
                    try $0.store().current.evaluate($0.certificate("below"), at: Shell.now)
                }
            ),
        ],
        .certificateExpired: [("expired", "validity", { try judge($0, "expired") })],
        .certificateNotYetValid: [("future", "validity", { try judge($0, "future") })],
        .certificateRevoked: [("revoked", "revocation", { try judge($0, "revoked") })],
        .certificateWrongUsage: [
            ("server's", "extended_key_usage", { try judge($0, "server") }),
            ("encipherment", "key_usage", { try judge($0, "encipher") }),
            (
                "signer as client", "extended_key_usage",
                { try $0.store().current.evaluate($0.certificate("mail"), purpose: .client, at: Shell.now) }
            ),
        ],
        .chainInvalid: [
            ("no basic constraints", "basic_constraints", { try judge($0, "unmarked") }),
            ("unknown critical extension", "critical_extensions", { try judge($0, "critical") }),
        ],
        .pathLengthExceeded: [("too deep", "path_length", { try judge($0, "deeper") })],
        .crlMissing: [
            ("none", "revocation", { try judge($0, "p256", crls: nil) }),
            ("not the intermediate's", "revocation", { try judge($0, "below", crls: "root.crl") }),
        ],
        .crlExpired: [("later", "revocation", { try judge($0, "p256", at: Shell.now + 31 * day) })],
        .crlNotYetValid: [("earlier", "revocation", { try judge($0, "p256", at: Shell.now - day) })],
        .signingTimeInvalid: [
            ("after receipt", "signing_time", { try judge($0, signature: sign($0, "p256", at: Shell.now + day)) }),
            ("before validity", "signing_time", { try judge($0, signature: sign($0, "p256", at: day)) }),
        ],
    ]

    /// Those of XML signatures alone are in `XMLSignatureTests`.
    @Test(arguments: TrustCode.allCases.filter { !XMLSignatureTests.ownCodes.contains($0) })
    func `every code has an input, and its verdict lists every check`(code: TrustCode) throws {
        try #require(gallery.ready)
        let inputs = try #require(Self.inputs[code], "no input comes to \(code.rawValue)")
        for input in inputs {
            let verdict = try input.make(gallery)
            #expect(verdict.code == code, "\(input.name): \(verdict.checks)")
            #expect(verdict.status == (code == .signatureMissing ? .absent : .invalid))
            let failed = verdict.checks.filter { $0.code != nil }
            #expect(verdict.decisive?.name == input.check, "\(input.name): \(failed)")
            #expect(verdict.decisive?.expected?.isEmpty == false)
            let names = verdict.checks.map(\.name).filter { $0 != "presence" && $0 != "binding" }
            let isChain = names.first == "key_strength"
            #expect(names == (isChain ? TrustSnapshot.names : CMSFindings.names).map(\.rawValue), "\(input.name)")
            // What could not be judged names a check that failed.
            for check in verdict.checks {
                if let cause = check.because {
                    #expect(failed.contains { $0.name == cause }, "\(input.name): \(check)")
                }
            }
        }
    }

    @Test(arguments: [
        "p256", "p384", "rsa2048", "rsa3072", "rsa4096", "below", "bare", "mail", "noattr", "pss", "sha512", "sha384",
        "keyid",
    ])
    func `what is right passes every check, known or not`(name: String) throws {
        try #require(gallery.ready)
        let verifier = try gallery.verifier()
        for _ in 0..<3 {
            let verdict = verifier.verify(
                signature: gallery.signature(name), content: gallery.bytes("doc"), at: Shell.now)
            #expect(verdict.status == .valid, "\(verdict.checks.filter { !$0.passed })")
            #expect(verdict.checks.map(\.name) == CMSFindings.names.map(\.rawValue))
            #expect(verdict.checks.count { !$0.passed } == 0)
        }
    }

    @Test func `several failures are all listed, and the first decides`() throws {
        try #require(gallery.ready)
        // Expired, revoked and a server's; the content is another, too.
        let verdict = try Self.judge(gallery, "twice", content: [1])
        #expect(verdict.code == .signatureDigestMismatch)
        let failed = verdict.checks.filter { $0.code != nil }.map(\.name)
        #expect(failed == ["digest", "extended_key_usage", "revocation", "validity", "signing_time"])
        #expect(verdict.checks.first { $0.name == "signature" }?.passed == true)
        #expect(verdict.checks.first { $0.name == "chain" }?.passed == true)
    }

    @Test func `a signer's clock may be some minutes ahead`() throws {
        let (now, content) = (Shell.now, gallery.bytes("doc"))
        for (ahead, code) in [(240_000, nil), (360_000, .signingTimeInvalid)] as [(Int64, TrustCode?)] {
            let signature = try Self.sign(gallery, "p256", at: now + ahead)
            let verdict = try gallery.verifier().verify(signature: signature, content: content, at: now)
            #expect(verdict.code == code, "\(ahead) ms ahead")
            #expect(verdict.decisive?.found?.contains("Z, received 2") ?? (code == nil))
        }
        #expect(DERTime.text(0) == "1970-01-01T00:00:00Z")
        #expect(DERTime.text(1_624_500_000_000) == "2021-06-24T02:00:00Z")
        #expect(DERTime.text(2_540_000_000_000) == "2050-06-28T03:33:20Z")
    }

    static func judge(
        _ gallery: Gallery, _ name: String = "", signature: [UInt8]? = nil, content: [UInt8]? = nil,
        crls: String? = "crl.pem", at time: Int64? = nil
    ) throws -> Verdict {
        try gallery.verifier(crls: crls).verify(
            signature: signature ?? gallery.signature(name), content: content ?? gallery.bytes("doc"),
            at: time ?? Shell.now)
    }

    /// The last byte is the signature value's.
    static func flipped(_ signature: [UInt8]) -> [UInt8] {
        var bytes = signature
        bytes[bytes.count - 1] ^= 1
        return bytes
    }

    static func sign(_ gallery: Gallery, _ name: String, at time: Int64) throws -> [UInt8] {
        try CMSSigner(key: gallery.key(name), chain: [gallery.certificate(name)])
            .sign(gallery.bytes("doc"), at: time)
    }
}
