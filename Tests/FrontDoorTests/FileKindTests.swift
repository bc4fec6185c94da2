import Testing

/// `lint` and `verify` name a file of another kind before they talk of XML or of certificates.
@Suite struct FileKindTests {
    /// The files, by Python's own library and openssl, and what is said of each.
    static let kinds = [
        ("a.pdf", "is a PDF file."), ("signed.pdf", "is a PDF file with a signature in it."),
        ("mark.pdf", "is a PDF file."),
        ("a.zip", "is a zip archive."), ("a.asice", "is an ASiC container."), ("a.asics", "is an ASiC container."),
        ("a.docx", "is a Word file (docx)."), ("a.xlsx", "is an Excel file (xlsx)."),
        ("a.odt", "is an OpenDocument file."),
        ("a.png", "is a PNG picture."), ("a.jpg", "is a JPEG picture."), ("a.tif", "is a TIFF picture."),
        ("a.gz", "is a gzip file."), ("old.doc", "is an old Office file."), ("empty", "is empty."),
        ("a.html", "is an HTML page."), ("b.html", "is an HTML page."), ("a.json", "is JSON text."),
        ("key.pem", "holds a private key (PEM)."), ("key.der", "holds a private key (DER)."),
        ("both.pem", "holds a private key (PEM)."),
        ("a.p12", "holds a PKCS #12 file, a private key with its certificates (DER)."),
        ("a.p7s", "holds a CMS signature (DER)."), ("a.p7s.pem", "holds a CMS signature (PEM)."),
        ("pki/crl.pem", "holds a list of revoked certificates (CRL) (PEM)."),
        ("crl.der", "holds a list of revoked certificates (CRL) (DER)."),
        ("req.pem", "holds a certification request (PEM)."), ("pub.der", "holds a public key (DER)."),
    ]

    static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let script = """
            set -e; cd '\(folder.path)'; lgsp='\(try Program.lgsp)'; $lgsp pki init --certificates pki; $lgsp pki issue H10.05 --certificates pki
            python3 - <<'END'
            import gzip, zipfile
            def put(name, data): open(name, "wb").write(data)
            def pack(name, *entries):
                with zipfile.ZipFile(name, "w") as z:
                    for entry, data in entries: z.writestr(zipfile.ZipInfo(entry), data)
            put("a.pdf", b"%PDF-1.4\\n%%EOF\\n"); put("mark.pdf", b"\\xef\\xbb\\xbf\\r\\n%PDF-1.4\\n%%EOF\\n")
            put("signed.pdf", b"%PDF-1.7\\n1 0 obj<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>endobj\\n%%EOF\\n")
            pack("a.zip", ("x.txt", "x")); pack("a.docx", ("[Content_Types].xml", "<a/>"), ("word/document.xml", "<a/>"))
            pack("a.xlsx", ("xl/workbook.xml", "<a/>"), ("[Content_Types].xml", "<a/>"))
            pack("a.asice", ("mimetype", "application/vnd.etsi.asic-e+zip"), ("META-INF/signatures.xml", "<a/>"))
            pack("a.asics", ("mimetype", "application/vnd.etsi.asic-s+zip"), ("x.txt", "x"))
            pack("a.odt", ("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>"))
            put("a.png", b"\\x89PNG\\r\\n\\x1a\\n" + bytes(20)); put("a.jpg", b"\\xff\\xd8\\xff\\xe0" + bytes(20)); put("a.tif", b"II*\\0" + bytes(20))
            put("a.gz", gzip.compress(b"x")); put("old.doc", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)); put("empty", b"")
            put("a.html", b"\\n<!DOCTYPE html>\\n<html><body>502</body></html>"); put("b.html", b"<html><body/></html>")
            put("a.json", b'{"a": 1}\\n'); put("text", "xin chào\\n".encode()); put("u16", "xin chào".encode("utf-16"))
            END
            id=pki/agencies/H10.05; cp $id/key.pem key.pem; cat $id/certificate.pem key.pem > both.pem
            openssl pkey -in key.pem -outform DER -out key.der; openssl pkey -in key.pem -pubout -outform DER -out pub.der
            openssl req -new -key key.pem -subj /CN=H10.05 -out req.pem; openssl pkcs8 -topk8 -in key.pem -passout pass:x -out secret.pem; openssl pkcs8 -topk8 -in key.pem -passout pass:x -outform DER -out secret.der; openssl pkcs12 -export -in $id/certificate.pem -inkey key.pem -passout pass:x -out a.p12
            openssl x509 -in pki/root.pem -outform DER -out root.der; openssl x509 -in pki/issuing.pem -outform DER -out issuing.der; openssl x509 -in $id/certificate.pem -outform DER -out leaf.der
            awk '/BEGIN/{n++} {print > "crl" n ".pem"}' pki/crl.pem; for i in 1 2; do openssl crl -in crl$i.pem -outform DER -out crl$i.der; done; cp crl1.der crl.der
            for f in DER PEM; do openssl cms -sign -binary -in a.pdf -signer $id/certificate.pem -inkey key.pem -outform $f -out $f; openssl cms -sign -binary -nocerts -in a.pdf -signer $id/certificate.pem -inkey key.pem -outform $f -out bare.$f; done
            mv DER a.p7s; mv PEM a.p7s.pem
            """
        let made = try Program.run("/bin/bash", ["-c", script + "\n"])
        try #require(made.status == 0, "\(made.errors)")
        return folder
    }

    @Test func everyKindIsNamedWithWhatCanBeDone() throws {
        let folder = try Self.folder()
        for (name, sentence) in Self.kinds {
            let path = folder / name
            for arguments in [["verify", path], ["verify", path, "--pki", folder / "pki"]] {
                // A file with a certificate in it is judged by that.
                guard name != "both.pem" else { continue }
                let said = try Program.run(Program.lgsp, arguments)
                #expect(said.status == 65 && said.output.isEmpty, "\(name)")
                let lines = said.errors.split(separator: "\n")
                #expect(lines.first ?? "" == "lgsp: unreadable: \(path) \(sentence)", "\(said.errors)")
                #expect(lines.count == 2 && lines[1].count > 20, "\(said.errors)")
            }
            let linted = try Program.lgsp("lint", path)
            #expect(linted.status == 2, "\(name)")
            #expect(
                linted.output.hasPrefix("\(path):1:1\terror\tnot_xml\t\texpected an edXML message\t"),
                "\(linted.output)")
            #expect(linted.output.split(separator: "\n").count == 1)
            #expect(linted.errors.hasPrefix("  \(path) \(sentence) "), "\(linted.errors)")
            let json = try Program.lgsp("lint", path, "--json").output
            #expect(
                json.contains("\"code\":\"not_xml\"") && json.contains("\"title\":\"\(path) \(sentence)\""), "\(json)")
        }
        let vietnamese = try Program.run("/usr/bin/env", ["LGSP_LANG=vi", Program.lgsp, "verify", folder / "a.pdf"])
        #expect(vietnamese.errors.contains("a.pdf là tệp PDF.") && vietnamese.errors.contains("chưa được kiểm tra"))
        for verb in ["lint", "verify"] {
            let said = try Program.lgsp(verb, folder.path)
            #expect(said.status == 65 && said.errors.contains("is a folder."), "\(said.errors)")
        }
        // Plain text may be a message with something before it.
        #expect(try Program.lgsp("lint", folder / "text").output.contains("bytes_before_declaration"))
        #expect(try Program.lgsp("lint", folder / "u16").output.contains("encoding_refused"))
        let text = try Program.lgsp("verify", folder / "text", "--pki", folder / "pki")
        #expect(text.status == 65 && text.errors.contains("neither a message, a signature nor a certificate"))
    }

    /// Each answers `status code` in every way of naming the same files.
    @Test func theSameFilesGiveTheSameVerdictInEitherForm() throws {
        let folder = try Self.folder()
        let leaf = folder / "pki/agencies/H10.05/certificate.pem"
        let ways = [
            ["--pki", folder / "pki"],
            [
                "--trust", folder / "pki/root.pem", "--untrusted", folder / "pki/issuing.pem", "--crl",
                folder / "pki/crl.pem",
            ],
            [
                "--trust", folder / "root.der", "--untrusted", folder / "issuing.der", "--crl", folder / "crl1.der",
                "--crl", folder / "crl2.der",
            ],
        ]
        func verdict(_ arguments: [String]) throws -> String {
            let said = try Program.run(Program.lgsp, ["verify"] + arguments)
            return "\(said.status) \(said.output.split(separator: "\n").first ?? "")"
        }
        for way in ways {
            for signature in ["a.p7s", "a.p7s.pem"] {
                #expect(try verdict([folder / signature, "--content", folder / "a.pdf"] + way) == "0 valid")
                #expect(
                    try verdict([folder / signature, "--content", folder / "signed.pdf"] + way)
                        == "2 invalid signature_digest_mismatch")
            }
            for certificate in [leaf, folder / "leaf.der", folder / "both.pem"] {
                #expect(try verdict([certificate] + way) == "0 valid")
            }
            #expect(try verdict([folder / "root.der"] + way) == "2 invalid certificate_wrong_usage")
            // The signer is not in the signature, and is one of those named.
            for form in ["DER", "PEM"] {
                let more = way[0] == "--pki" ? way : way + ["--untrusted", leaf]
                #expect(try verdict([folder / "bare.\(form)", "--content", folder / "a.pdf"] + more) == "0 valid")
            }
        }
        let swapped = try Program.lgsp(
            "verify", folder / "a.pdf", "--content", folder / "a.p7s", "--pki", folder / "pki")
        #expect(
            swapped.status == 65 && swapped.errors.contains("Name it first: lgsp verify \(folder / "a.p7s") --content"))
        let other = try Program.lgsp(
            "verify", folder / "leaf.der", "--content", folder / "a.pdf", "--pki", folder / "pki")
        #expect(other.status == 65 && other.errors.contains("holds a certificate (DER)."))
        let wrong = try Program.lgsp("verify", leaf, "--trust", folder / "root.der", "--crl", folder / "root.der")
        #expect(wrong.status == 65 && wrong.errors.contains("root.der holds no crl, but: certificate"))
        for (name, kind) in [
            ("crl.der", "crl"), ("key.der", "private_key"), ("pub.der", "public_key"), ("root.der", "authority"),
        ] {
            #expect(try Program.lgsp("pki", "inspect", folder / name).output.hasPrefix("\(kind)\t"), "\(name)")
        }
        let secret = try Program.lgsp("pki", "inspect", folder / "secret.der")
        #expect(secret.status == 65 && secret.errors.contains("the private key is encrypted"), "\(secret.errors)")
        let piped = try Program.run(
            "/bin/bash", ["-c", "'\(try Program.lgsp)' pki inspect - < '\(folder / "a.pdf")'"])
        #expect(piped.status == 65 && piped.errors.contains("- is a PDF file."), "\(piped.errors)")
    }

    /// A key that is named in place of a signature never leaves the machine.
    @Test(arguments: ["key.pem", "key.der", "secret.der", "secret.pem", "a.p12", "root.der", "empty"])
    func nothingButASignatureIsSentAsOne(name: String) throws {
        let folder = try Self.folder()
        let letter = folder / "letter.edxml"
        let built = try Program.lgsp("send", folder / "a.pdf", "--from", "H10.05", "--to", "G22", "-o", letter)
        #expect(built.status == 0, "\(built.errors)")
        for words in [["send", letter, "--from", "H10.05"], ["lint", letter, "--pki", folder / "pki"]] {
            let said = try Program.run(Program.lgsp, words + ["--signature", folder / name])
            #expect(said.status == 65 && said.errors.contains("\(folder / name) "), "\(words) \(said.errors)")
        }
    }

    /// A code of the new form may have four groups; only one that begins with a digit is of the old form.
    @Test(arguments: [
        ("H37.DN.001.A1", "H37.DN.001.A1"), ("000.21.30.H10", "H10.30.21"), ("000.00.13.h10", "H10.13"),
        ("h10.13", "H10.13"),
    ])
    func codesAreTakenInEitherForm(typed: String, code: String) throws {
        let folder = try TemporaryFolder()
        let run = #"{"url":"https://127.0.0.1:1","certificates":"\#(folder.path)"}"#
        try #require(Program.run("/bin/bash", ["-c", "echo '\(run)' > '\(folder / "run.json")'"]).status == 0)
        let said = try Program.lgsp("inbox", typed, "--data", folder.path)
        #expect(said.errors.contains("/agencies/\(code)."), "\(said.errors)")
    }
}
