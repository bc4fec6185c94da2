import Trust

/// Keys, certificates and documents for XML signatures; the signatures are made by `xmlsec1`.
struct XMLSignatureFixture: Sendable {
    static let shared = XMLSignatureFixture()
    private let directory = Fixture.shared.directory
    let ready = Fixture.shared.ready

    /// Documents that try canonicalisation; `SIGNATURE` is where the signature stands.
    static let documents = [
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
        <edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader><edXML:Subject>Về việc thử</edXML:Subject>
        </edXML:MessageHeader>SIGNATURE</edXML:edXMLHeader></edXML:edXMLEnvelope><AttachmentEncoded/></edXML>
        """,
        """
        <?first a  b ?><!-- before --><a:r xmlns:a="urn:a" xmlns="urn:d" z="1" a:b="2" b="&lt;&quot;&#10;&#9;&amp;'" c='"'><!-- in -->
        <b xmlns="" a="1"><c xmlns="urn:d"/><d xmlns=""/></b>SIGNATURE<?second?><a:e xmlns:a="urn:other" a:x="1" y="2"/>
        <f xmlns:unused="urn:u" xmlns:a="urn:a" xml:lang="vi"><![CDATA[<&>]]>&#13;&gt;\u{1F600}</f><g xmlns="urn:d"/>
        <h xmlns:p="urn:p"><p:i xmlns:p="urn:p" xmlns:q="urn:p" q:a="1" p:b="2" q:A="3"/></h></a:r><!-- after --><?last x?>
        """,
        "<r xml:space='preserve' xml:lang='vi'  \n >\r\n <x:y xmlns:x='urn:x' xmlns:b='urn:b' xmlns:a='urn:c' a:k='1' b:j='2' x:i='3'>SIGNATURE</x:y>\t</r>",
    ]

    /// The first document, signed in the usual way.
    static let plain = template(
        documents[0], "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", nil, signature: "rsa-sha256")

    /// A document with an empty signature, for `xmlsec1` to fill in.
    static func template(
        _ document: String, _ canonicalization: String, _ transform: String?, signature: String,
        digest: String = "http://www.w3.org/2001/04/xmlenc#sha256"
    ) -> String {
        let second = transform.map { "<Transform Algorithm=\"\($0)\"/>" } ?? ""
        let element = """
            <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><!-- c -->
            <CanonicalizationMethod Algorithm="\(canonicalization)"/>
            <SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#\(signature)"/>
            <Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>\(second)\
            </Transforms><DigestMethod Algorithm="\(digest)"/><DigestValue/></Reference></SignedInfo><SignatureValue/>\
            <KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>
            """
        return document.split(separator: "SIGNATURE", omittingEmptySubsequences: false).joined(separator: element)
    }

    /// What `xmlsec1` makes of a template with the key and certificate `name`.
    func sign(_ template: String, _ name: String) -> [UInt8]? {
        let file = "xml-\(Shell.unique())"
        Shell.write(Array(template.utf8), to: "\(directory)/\(file)")
        let command = "xmlsec1 --sign --privkey-pem \(name).key,\(name).pem --output \(file).out \(file) 2>\(file).err"
        guard Shell.run(command, in: directory) else { return nil }
        return Shell.read("\(directory)/\(file).out")
    }

    /// Whether `xmlsec1` accepts the document for the certificate `name` alone.
    func xmlsecAccepts(_ bytes: [UInt8], _ name: String = "rsa") -> Bool {
        let file = "xml-\(Shell.unique())"
        Shell.write(bytes, to: "\(directory)/\(file)")
        return Shell.run(
            "xmlsec1 --verify --enabled-key-data key-name,x509 --trusted-pem root.pem --pubkey-cert-pem \(name).pem \(file) >\(file).err 2>&1",
            in: directory)
    }

    func verifier() throws -> XMLSignatureVerifier {
        let fixture = Fixture.shared
        let store = try TrustStore(
            roots: Certificate.all(in: fixture.bytes("root.pem")), crls: TrustStore.crls(in: fixture.bytes("crl.pem")))
        let certificates = try ["rsa", "p256", "p384"].flatMap { try Certificate.all(in: fixture.bytes("\($0).pem")) }
        let all = certificates.map(\.der)
        let signers = SignerDirectory { all.indices.contains(Int($0)) ? all[Int($0)] : nil }
        for (place, der) in all.enumerated() { signers.add(der, at: Int64(place), owner: 1) }
        return XMLSignatureVerifier(store: store, signers: signers)
    }
}
