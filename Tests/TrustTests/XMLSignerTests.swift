import Testing
import XML

@testable import Trust

/// XML signatures made here, judged by `xmlsec1` and by the verifier.
@Suite struct XMLSignerTests {
    static let fixture = XMLSignatureFixture.shared

    struct Kind: Sendable, CustomTestStringConvertible {
        let canonicalization: CanonicalizationAlgorithm
        let transform: CanonicalizationAlgorithm?
        let digest: DigestAlgorithm
        var testDescription: String { "\(canonicalization) \(transform.map { "\($0)" } ?? "none") \(digest)" }

        var form: XMLSigner.Form {
            var form = XMLSigner.Form()
            form.canonicalization = canonicalization
            form.transform = transform
            form.digest = digest
            form.signatureDigest = digest
            return form
        }
    }

    static let transforms: [CanonicalizationAlgorithm?] = [nil] + CanonicalizationAlgorithm.allCases
    static let kinds: [Kind] = CanonicalizationAlgorithm.allCases.flatMap { method -> [Kind] in
        transforms.enumerated().map { index, transform -> Kind in
            Kind(canonicalization: method, transform: transform, digest: DigestAlgorithm.allCases[index % 3])
        }
    }

    static func document(_ signature: String = "") -> [UInt8] {
        let text = XMLSignatureFixture.documents[0].split(separator: "SIGNATURE").joined(separator: signature)
        return Array(text.utf8)
    }

    static func signer(_ name: String, _ form: XMLSigner.Form = XMLSigner.Form()) throws -> XMLSigner {
        try XMLSigner(
            key: PrivateKey(pem: Fixture.shared.bytes(name + ".key")),
            certificate: Certificate.all(in: Fixture.shared.bytes(name + ".pem"))[0], form: form)
    }

    @Test(arguments: kinds, ["rsa", "p256", "p384"])
    func `stands here, and with xmlsec1`(kind: Kind, name: String) throws {
        try #require(Self.fixture.ready)
        let signed = try Self.signer(name, kind.form).sign(Self.document())
        let verdict = try XMLSignatureTests.verdict(signed)
        #expect(verdict.status == .valid, "\(verdict.checks.filter { !$0.passed })")
        #expect(Self.fixture.xmlsecAccepts(signed, name), "\(String(decoding: signed, as: UTF8.self))")
        var changed = signed
        let place = try #require(changed.indices.first { changed[$0...].starts(with: "thử".utf8) })
        changed[place] = UInt8(ascii: "T")
        #expect(try XMLSignatureTests.verdict(changed).code == .signatureDigestMismatch)
        #expect(!Self.fixture.xmlsecAccepts(changed, name))
    }

    @Test func `without KeyInfo it is the one that fits`() throws {
        try #require(Self.fixture.ready)
        var form = XMLSigner.Form()
        form.embedsCertificate = false
        let signed = try Self.signer("p384", form).sign(Self.document())
        #expect(!String(decoding: signed, as: UTF8.self).contains("KeyInfo"))
        let verdict = try XMLSignatureTests.verdict(signed)
        #expect(verdict.status == .valid && verdict.signer?.subject == "CN=p384")
    }

    @Test(arguments: [
        "<!-- </edXML:edXMLHeader> -->", "<x><![CDATA[</edXML:edXMLHeader>]]></x>",
        "<edXML:DigitalSignature/>\n", "<edXML:DigitalSignature></edXML:DigitalSignature>",
    ])
    func `the place is the end of the header`(before: String) throws {
        try #require(Self.fixture.ready)
        let signed = try Self.signer("rsa").sign(Self.document(before))
        let text = String(decoding: signed, as: UTF8.self)
        #expect(text.contains("</Signature></edXML:edXMLHeader>") && !text.contains("DigitalSignature"))
        #expect(try XMLSignatureTests.verdict(signed).status == .valid)
        #expect(throws: TrustError.self) { try Self.signer("rsa").sign(signed) }
    }

    @Test(arguments: ["", "<a>", "<a/>", "<a><!-- </edXMLHeader> --></a>", "%PDF-1.4"])
    func `what has no header is an error`(text: String) throws {
        #expect(throws: TrustError.self) { try Self.signer("rsa").sign(Array(text.utf8)) }
    }

    @Test func `a certificate of another key is an error`() throws {
        #expect(throws: TrustError.self) {
            try XMLSigner(
                key: PrivateKey(pem: Fixture.shared.bytes("rsa.key")),
                certificate: Certificate.all(in: Fixture.shared.bytes("p256.pem"))[0])
        }
    }
}
