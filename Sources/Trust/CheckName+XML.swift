internal import Platform

extension CheckName {
    /// What passes where the signature is an XML signature; the checks of the chain are the same for all.
    var expectationInXML: String {
        switch self {
        case .structure:
            "SignedInfo, SignatureValue, KeyInfo if any, in this order, in one Signature (XML Signature, 4.2)"
        case .algorithm: "SHA-256, SHA-384 or SHA-512 with RSA (PKCS #1 v1.5) or ECDSA (RFC 6931, 2.3)"
        case .signer: "a certificate that is registered for the sender (KeyInfo may name it, no more)"
        case .digest: "the digest of the whole document without the Signature (XML Signature, 3.2.1)"
        case .signature: "a signature by the signer's key over the canonical SignedInfo (XML Signature, 3.2.2)"
        default: expectation
        }
    }
}

extension Verdict.Check {
    /// A check of an XML signature.
    init(xml name: CheckName, _ outcome: Outcome = .passed, found: String? = nil, hint: Hint? = nil) {
        self.init(name.rawValue, outcome, expected: name.expectationInXML, found: found, hint: hint)
    }
}
