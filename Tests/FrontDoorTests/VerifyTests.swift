import Testing

struct VerifyTests {
    @Test func whatOpenSSLSignsIsValidUntilAByteChanges() throws {
        let folder = try TemporaryFolder()
        let pki = folder / "pki"
        #expect(try Program.lgsp("pki", "init", "--certificates", pki).status == 0)
        #expect(try Program.lgsp("pki", "init", "--certificates", pki).status == 65)
        let issued = try Program.lgsp("pki", "issue", "H10.13", "--certificates", pki)
        #expect(issued.status == 0, "\(issued.errors)")
        let letter = try folder.write("letter", "the bytes that are signed")
        let identity = pki + "/agencies/H10.13"
        let signed = try Program.run(
            "openssl",
            [
                "cms", "-sign", "-binary", "-outform", "DER", "-in", letter, "-signer", identity + "/certificate.pem",
                "-inkey", identity + "/key.pem", "-out", folder / "letter.p7s",
            ])
        try #require(signed.status == 0, "\(signed.errors)")
        let trust = ["--trust", pki + "/root.pem", "--untrusted", pki + "/issuing.pem", "--crl", pki + "/crl.pem"]
        let good = try Program.run(Program.lgsp, ["verify", folder / "letter.p7s", "--content", letter] + trust)
        #expect(good.status == 0, "\(good.output)\(good.errors)")
        #expect(good.output.hasPrefix("valid\n"))
        let other = try folder.write("other", "the bytes that are Signed")
        let bad = try Program.run(Program.lgsp, ["verify", folder / "letter.p7s", "--content", other] + trust)
        #expect(bad.status == 2)
        #expect(bad.output.contains("signature_digest_mismatch"), "\(bad.output)")
        let path = try Program.run(Program.lgsp, ["verify", identity + "/certificate.pem"] + trust)
        #expect(path.status == 0, "\(path.output)\(path.errors)")
    }
}
