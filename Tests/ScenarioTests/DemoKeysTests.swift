import Glibc
import Testing
import Trust

@testable import Scenario

@Suite struct DemoKeysTests {
    @Test(arguments: [(IssuedKind.p256, true), (.rsa2048, true), (.expired, false)])
    func aCertificateOfTheDemoAuthoritySignsWhileItIsValid(kind: IssuedKind, isValid: Bool) throws {
        var template = Array("/tmp/lgsp-demo-XXXXXX".utf8CString)
        let directory = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
        let pki = try DemoPKI.create(directory: directory, now: PKIKeyRing.now())
        try pki.issueAgency(code: "H10.13", name: "Sở", now: PKIKeyRing.now())
        let ring = try PKIKeyRing(demo: directory)
        let content = Array("văn bản".utf8)
        let (signer, pem) = try ring.issue(kind, to: "H10.13")
        #expect(ring.verify(content, signature: try signer.sign(content)) == isValid)
        #expect(try Certificate.all(in: pem).count == 2)
        #expect(ring.verify(content, signature: try ring.signer(of: "H10.13").sign(content)))
    }
}
