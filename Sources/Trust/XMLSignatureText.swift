internal import Platform
internal import XML

/// The parts of an XML signature as they are written, each of which may be any other.
package struct XMLSignatureText: Sendable {
    /// A Reference.
    package struct Reference: Sendable {
        /// URI; nil for none.
        package var uri: String? = ""
        /// Further attributes, each with a space before it.
        package var attributes = ""
        /// The transforms, in XML.
        package var transforms: String
        /// The identifier of the digest's algorithm.
        package var digestMethod: String
        /// The digest, base64.
        package var digest = "AA=="

        /// A reference to the whole document.
        package init(transforms: String, digestMethod: String) {
            self.transforms = transforms
            self.digestMethod = digestMethod
        }

        var element: String {
            "<Reference\(uri.map { " URI=\"\($0)\"" } ?? "")\(attributes)><Transforms>\(transforms)</Transforms>"
                + "<DigestMethod Algorithm=\"\(digestMethod)\"/><DigestValue>\(digest)</DigestValue></Reference>"
        }
    }

    /// The identifier of the canonicalisation of SignedInfo.
    package var canonicalization: String
    /// The identifier of the signature's algorithm.
    package var method: String
    /// The references.
    package var references: [Reference]
    /// The SignatureValue, base64.
    package var value = "AA=="
    /// KeyInfo, in XML; empty for none.
    package var keyInfo = ""
    /// What follows KeyInfo, in XML.
    package var rest = ""
    /// Attributes of SignedInfo, each with a space before it.
    package var infoAttributes = ""

    /// The usual signature in `form` by a key like `key`.
    package init(_ form: XMLSigner.Form, _ key: PublicKey) {
        canonicalization = form.canonicalization.rawValue
        let kind = key.handle.isRSA ? "rsa" : "ecdsa"
        method = "http://www.w3.org/2001/04/xmldsig-more#\(kind)-\(form.signatureDigest.rawValue)"
        let transforms = [XMLReference.enveloped] + (form.transform.map { [$0.rawValue] } ?? [])
        references = [
            Reference(
                transforms: transforms.map(Self.transform).joined(), digestMethod: form.digest.xmlIdentifier)
        ]
    }

    /// A Transform without anything in it.
    package static func transform(_ algorithm: String) -> String { "<Transform Algorithm=\"\(algorithm)\"/>" }

    /// KeyInfo with a certificate.
    package static func keyInfo(_ certificate: Certificate) -> String {
        "<KeyInfo><X509Data><X509Certificate>\(Base64.encode(certificate.der))</X509Certificate></X509Data></KeyInfo>"
    }

    /// The whole element.
    package var element: String {
        "<Signature xmlns=\"\(XMLSignature.namespace)\"><SignedInfo\(infoAttributes)>"
            + "<CanonicalizationMethod Algorithm=\"\(canonicalization)\"/><SignatureMethod Algorithm=\"\(method)\"/>"
            + references.map(\.element).joined() + "</SignedInfo><SignatureValue>\(value)</SignatureValue>"
            + keyInfo + rest + "</Signature>"
    }
}
