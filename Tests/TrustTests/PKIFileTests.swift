import Platform
import Testing
import Trust

/// What files of a PKI hold, as `openssl` writes them in both forms.
@Suite struct PKIFileTests {
    /// A folder with a key, its certificate, a request and a CMS, each as NAME.pem and NAME.der.
    private func folder() throws -> String {
        let folder = Shell.temporaryDirectory()
        let isMade = Shell.run(
            """
            exec 2>/dev/null
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout private_key.pem -out certificate.pem -days 2 -subj /CN=a
            openssl x509 -in certificate.pem -outform DER -out certificate.der; openssl pkey -in private_key.pem -outform DER -out private_key.der
            openssl pkey -in private_key.pem -pubout -out public_key.pem; openssl pkey -in private_key.pem -pubout -outform DER -out public_key.der
            openssl req -new -key private_key.pem -subj /CN=a -out request.pem; openssl req -in request.pem -outform DER -out request.der
            openssl cms -sign -binary -in request.pem -signer certificate.pem -inkey private_key.pem -outform PEM -out cms.pem
            openssl cms -sign -binary -in request.pem -signer certificate.pem -inkey private_key.pem -outform DER -out cms.der
            openssl pkcs12 -export -in certificate.pem -inkey private_key.pem -passout pass:x -out pkcs12.der
            touch index.txt; printf '[a]\\ndatabase=index.txt\\ndefault_md=sha256\\n' > ca.conf
            openssl ca -config ca.conf -name a -gencrl -cert certificate.pem -keyfile private_key.pem -crldays 3 -out crl.pem; openssl crl -in crl.pem -outform DER -out crl.der
            """, in: folder)
        try #require(isMade)
        return folder
    }

    @Test func eachIsToldInBothForms() throws {
        let folder = try folder()
        defer { _ = Shell.run("rm -r '\(folder)'", in: "/") }
        for kind in PKIFile.Kind.allCases where kind != .other {
            for form in ["pem", "der"] where kind != .pkcs12 || form == "der" {
                let bytes = Shell.read("\(folder)/\(kind.rawValue).\(form)")
                let objects = try PKIFile.objects(in: bytes)
                #expect(objects.map(\.kind) == [kind], "\(kind) \(form)")
            }
            guard kind != .pkcs12 else { continue }
            let der = Shell.read("\(folder)/\(kind.rawValue).der")
            let pem = try PKIFile.objects(in: Shell.read("\(folder)/\(kind.rawValue).pem"))
            if kind != .cms, kind != .privateKey { #expect(pem.map(\.der) == [der], "\(kind)") }
        }
        let pem = Shell.read("\(folder)/cms.pem")
        let der = try PKIFile.cms(pem)
        #expect(der.first == 0x30 && FileKind(der) == .der)
        #expect(try PKIFile.cms(Shell.read("\(folder)/cms.der")) == Shell.read("\(folder)/cms.der"))
        // What is neither is left as it is: whoever verifies it says why it is none.
        #expect(try PKIFile.cms([1, 2, 3]) == [1, 2, 3])
        #expect(try PKIFile.objects(in: Array("text".utf8)).isEmpty && PKIFile.objects(in: []).isEmpty)
    }

    @Test func severalCertificatesStandInEitherForm() throws {
        let folder = try folder()
        defer { _ = Shell.run("rm -r '\(folder)'", in: "/") }
        let (pem, der) = (Shell.read("\(folder)/certificate.pem"), Shell.read("\(folder)/certificate.der"))
        #expect(try Certificate.all(in: pem + pem).map(\.der) == [der, der])
        #expect(try Certificate.all(in: der + der).map(\.der) == [der, der])
        // As Windows saves it, and with words before it.
        let crlf = pem.flatMap { $0 == 0x0A ? [0x20, 0x0D, 0x0A] : [$0] }
        #expect(try Certificate.all(in: [0xEF, 0xBB, 0xBF] + crlf).map(\.der) == [der])
        #expect(try Certificate.all(in: Array("0 s:CN = a\n".utf8) + pem).map(\.der) == [der])
        let lists = try TrustStore.crls(in: Shell.read("\(folder)/crl.pem") + Shell.read("\(folder)/crl.pem"))
        #expect(lists == [Shell.read("\(folder)/crl.der"), Shell.read("\(folder)/crl.der")])
        #expect(throws: TrustError.self) { try Certificate.all(in: Array(der.dropLast())) }
        #expect(throws: TrustError.self) { try Certificate.all(in: Shell.read("\(folder)/crl.der")) }
    }
}
