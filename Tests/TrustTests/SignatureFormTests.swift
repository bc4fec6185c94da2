import Platform
import Testing

@testable import Trust

/// What came in place of a CMS, or of a signature's value, is told as what it is.
@Suite struct SignatureFormTests {
    /// The beginning of a PEM block. No whole header of a key stands in the sources, for programs that look for keys.
    private static func pem(_ label: String) -> String { "-----BEGIN \(label)-----\nMIIB\n" }

    /// Text in place of base64: what it is told as; empty where it is base64, nil where nothing is known of it.
    @Test(arguments: [
        ("-----BEGIN CMS-----MIIB-----END CMS-----", "PEM, not DER"), ("-----BEGIN PKCS7-----\nMIIB\n", "PEM, not DER"),
        (" -----BEGIN CERTIFICATE-----\nMIIB\n", "a certificate in PEM, no signature"),
        (pem("EC PRIVATE KEY"), "a private key in PEM"), ("", "nothing"), ("  \r\n", "nothing"),
        ("MI-_", "base64url (RFC 4648, 5)"), ("MI-_AA", "base64url (RFC 4648, 5)"),
        ("MIIBAA", "base64 without its padding"),
        ("MIIBAA=", "base64 without its padding"), ("308201020304050607", "hexadecimal digits"),
        ("308201020304050A0B0C", "hexadecimal digits"), ("@letter.p7s", "the name of a file"),
        ("/home/me/letter.p7s", "the name of a file"), ("C:\\letter.p7s", "the name of a file"),
        ("letter.p7s", "the name of a file"), ("\\\\server\\letter.p7s", "the name of a file"),
        ("MIIB\\nAAAA", "line ends written with a backslash"),
        ("data:application/pkcs7-signature;base64,MIIB", "a data: URL"),
        ("\"MIIB\"", "text in quotes"), (":MIIB:", "base64 between colons (RFC 8941)"),
        ("MIIB%2B%3D", "percent-encoded text"), ("TUlJQg==", "base64 of base64"),
    ])
    func textIsTold(text: String, found: String) throws {
        let form = try #require(SignatureForm.of(text: text))
        #expect(form.found == found)
        #expect((form.hint == nil) == found.hasSuffix("no signature"))
    }

    @Test(arguments: ["MIIB", "MIIB\r\n AAAA", "MI+/"])
    func base64IsNotTold(text: String) {
        #expect(SignatureForm.of(text: text) == nil && SignatureForm.stranger(in: text) == nil)
    }

    @Test func theStrangerIsTold() {
        #expect(SignatureForm.of(text: "MIIB*AAA") == nil)
        #expect(SignatureForm.stranger(in: "MIIB*AAA") == "\"*\" behind 4 digits")
    }

    @Test func bytesAreTold() throws {
        let fixture = Fixture.shared
        try #require(fixture.ready)
        let script = """
            exec 2>/dev/null
            openssl cms -sign -binary -in doc -signer p256.pem -inkey p256.key -out mime.cms
            openssl cms -sign -binary -in doc -signer p256.pem -inkey p256.key -outform PEM -out pem.cms
            openssl x509 -in p256.pem -outform DER -out certificate.cms
            openssl dgst -sha256 -sign p256.key -out ecdsa.cms doc
            openssl dgst -sha256 -sign rsa.key -out raw.cms doc
            base64 p256.cms > base64.cms; xxd -p p256.cms | tr -d '\\n' > hex.cms || od -An -tx1 p256.cms | tr -d ' \\n' > hex.cms
            """
        try #require(Shell.run(script, in: fixture.directory))
        let cases = [
            ("mime", "an S/MIME message, not DER"), ("pem", "PEM, not DER"),
            ("certificate", "a certificate, no signature"), ("ecdsa", "a bare ECDSA signature, no CMS"),
            ("raw", "256 bytes, as a bare signature has, no CMS"), ("hex", "hexadecimal digits, not DER"),
        ]
        for (name, found) in cases {
            let verdict = try fixture.verifier().verify(
                signature: fixture.bytes("\(name).cms"), content: [1], at: Shell.now)
            #expect(verdict.code == .signatureMalformed && verdict.decisive?.found == found, "\(name)")
        }
        let base64 = try fixture.verifier().verify(signature: fixture.bytes("base64.cms"), content: [1], at: Shell.now)
        #expect(base64.decisive?.found == "base64, not DER")
    }

    /// Lengths by XML Signature 1.1, 6.4.3, and RFC 8017, 8.2.1.
    @Test(arguments: [
        ("ecdsa-sha256", 0, KeyKind.ec(curve: "prime256v1"), nil as String?),
        ("lost zero", -1, .ec(curve: "prime256v1"), "63 bytes; r and s of P-256 are 32 each, 64 in all"),
        ("lost zeros", -2, .ec(curve: "secp384r1"), "94 bytes; r and s of P-384 are 48 each, 96 in all"),
        ("a sign's zero", 1, .ec(curve: "prime256v1"), "65 bytes; r and s of P-256 are 32 each, 64 in all"),
        ("rsa", 0, .rsa(bits: 2048), nil),
        ("rsa", -1, .rsa(bits: 2048), "255 bytes; the signer's RSA key of 2048 bits makes 256"),
        ("rsa", 1, .rsa(bits: 3072), "385 bytes; the signer's RSA key of 3072 bits makes 384"),
        ("rsa", -300, .rsa(bits: 3072), "84 bytes; the signer's RSA key of 3072 bits makes 384"),
    ])
    func lengthsAreTold(name: String, more: Int, kind: KeyKind, found: String?) {
        let length =
            switch kind {
            case .ec("prime256v1"): 64
            case .rsa(let bits): bits / 8
            default: 96
            }
        let value = [UInt8](repeating: 7, count: length + more)
        #expect(SignatureLength.faultInXML(value, kind)?.found == found, "\(name)")
    }

    /// r and s joined in a CMS, and their DER in an XML signature.
    @Test func formsOfECDSAAreTold() throws {
        let fixture = Fixture.shared
        try #require(fixture.ready)
        let key = try PrivateKey(pem: fixture.bytes("p256.key"))
        let der = try key.sign([1, 2, 3])
        let inXML = try #require(SignatureLength.faultInXML(der, key.publicKey.kind))
        #expect(inXML.found == "\(der.count) bytes in DER; r and s of P-256 are 32 each, 64 in all, not in DER")
        #expect(SignatureLength.faultInCMS(der, key.publicKey.kind) == nil)
        let joined = try PrivateKey.plain(der, key.publicKey.kind)
        let inCMS = try #require(SignatureLength.faultInCMS(joined, key.publicKey.kind))
        #expect(inCMS.found == "64 bytes; an ECDSA signature in a CMS is a SEQUENCE of r and s in DER")
    }

    /// Each fault in the signed attributes has words and advice of its own, and none says to do what was done.
    @Test func attributesAreTold() throws {
        let gallery = Gallery.shared
        try #require(gallery.ready)
        let forger = try Forger(gallery)
        let form = "signingTime in UTC"
        let cases: [([UInt8], String, String)] = [
            (try forger.repeatingDigest(), "the attribute messageDigest twice", "once"),
            (try forger.repeatingUnknown(), "the attribute 1.2.3.4 twice", "once"),
            (try forger.withTwoDigestValues(), "the attribute messageDigest with 2 values", "one value"),
            (try forger.withoutContentType(), "no contentType", "contentType"),
            (try forger.withOtherContentType(), "contentType pkcs7-signedData, not data", "contentType"),
            (try forger.withoutDigest(), "no messageDigest", "messageDigest"),
            (
                try forger.withTime(0x17, "261129103000+0700"),
                "signingTime 261129103000+0700, a UTCTime with an offset", form
            ),
            (try forger.withTime(0x17, "2611291030Z"), "signingTime 2611291030Z, a UTCTime without seconds", form),
            (
                try forger.withTime(0x17, "261129103000.5Z"),
                "signingTime 261129103000.5Z, a UTCTime with fractions of a second", form
            ),
            (try forger.withTime(0x17, "261129103000"), "signingTime 261129103000, a UTCTime without Z", form),
            (
                try forger.withTime(0x17, "261329103000Z"), "signingTime 261329103000Z, a UTCTime that is no moment",
                form
            ),
            (
                try forger.withTime(0x18, "20261129103000+0700"),
                "signingTime 20261129103000+0700, a GeneralizedTime with an offset", form
            ),
            (
                try forger.withTime(0x18, "20561129103000.123Z"),
                "signingTime 20561129103000.123Z, a GeneralizedTime with fractions of a second", form
            ),
            (
                try forger.withTime(0x18, "20261129103000Z"),
                "signingTime 20261129103000Z, a GeneralizedTime of a year before 2050, which is UTCTime", form
            ),
            (
                try forger.withTime(0x0C, "261129103000Z"),
                "a signingTime that is neither UTCTime nor GeneralizedTime", form
            ),
        ]
        for (signature, found, hint) in cases {
            let verdict = try TrustCodeTests.judge(gallery, signature: signature)
            #expect(verdict.code == .signatureAttributesInvalid && verdict.decisive?.found == found, "\(found)")
            #expect(verdict.decisive?.hint?.english.contains(hint) == true, "\(found)")
        }
    }

    /// Two digits of a year are 1950 to 2049 (RFC 5652, 11.3).
    @Test func yearsOfTwoDigits() throws {
        let gallery = Gallery.shared
        try #require(gallery.ready)
        for (text, year) in [("500101000000Z", "1950"), ("491231235959Z", "2049")] {
            let signature = try Forger(gallery).withTime(0x17, text)
            let verdict = try TrustCodeTests.judge(gallery, signature: signature)
            #expect(verdict.code == .signingTimeInvalid)
            #expect(verdict.decisive?.found?.hasPrefix(year) == true)
        }
    }
}
