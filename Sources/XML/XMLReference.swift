/// The one reference of a signature to the whole document around it, where it is in a form we take.
public struct XMLReference: Sendable {
    /// The transform that takes the signature out.
    public static let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

    /// How the document is made canonical.
    public let canonicalization: CanonicalizationAlgorithm
    /// The identifier of the digest algorithm.
    public let digestMethod: String
    /// The digest as it stands there, base64.
    public let digestValue: String

    /// The reference of `SignedInfo`, or nil: where there is more than one, one to anything but the whole document, or
    /// one with other transforms than the enveloped signature's and a canonicalisation after it.
    public init?(_ signedInfo: XMLSignature.Element) {
        let references = signedInfo.all("Reference")
        guard let reference = references.first, references.count == 1, reference["URI"] == "",
            let method = reference.all("DigestMethod").first?["Algorithm"],
            let value = reference.all("DigestValue").first?.text
        else { return nil }
        let transforms = reference.all("Transforms").flatMap { $0.all("Transform") }
        guard transforms.first?["Algorithm"] == Self.enveloped, transforms.count <= 2,
            transforms.allSatisfy({ $0.children.isEmpty })
        else { return nil }
        if transforms.count == 2 {
            guard let name = transforms[1]["Algorithm"], let known = CanonicalizationAlgorithm(rawValue: name) else {
                return nil
            }
            canonicalization = known
        } else {
            // XML Signature, 4.4.3.2: a node set becomes octets by Canonical XML 1.0.
            canonicalization = .inclusive
        }
        digestMethod = method
        digestValue = value
    }
}
