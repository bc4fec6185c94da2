internal import Platform
public import XML

/// Makes enveloped XML signatures over whole edXML documents (XML Signature Syntax and Processing, W3C).
///
/// The document is digested by the reader that verifies signatures, so that both see the same. No byte of the document
/// is changed but for an empty `DigitalSignature` at the end of the header, whose place the signature takes.
public struct XMLSigner: Sendable {
    /// The choices that a signer has.
    public struct Form: Sendable {
        /// How `SignedInfo` is made canonical.
        public var canonicalization = CanonicalizationAlgorithm.exclusive
        /// How the document is made canonical; nil names no such transform, which means Canonical XML 1.0.
        public var transform: CanonicalizationAlgorithm? = .exclusive
        /// The digest of the document.
        public var digest = DigestAlgorithm.sha256
        /// The digest that is signed.
        public var signatureDigest = DigestAlgorithm.sha256
        /// Whether KeyInfo holds the certificate; without it there is no KeyInfo.
        public var embedsCertificate = true

        /// Exclusive canonicalisation, SHA-256, and the certificate.
        public init() {}
    }

    private let key: PrivateKey
    private let certificate: Certificate
    private let form: Form

    /// A signer with `key`, whose certificate is `certificate`.
    public init(key: PrivateKey, certificate: Certificate, form: Form = Form()) throws(TrustError) {
        guard certificate.publicKey == key.publicKey else { throw TrustError("the certificate is not the key's") }
        if case .other = key.publicKey.kind { throw TrustError("only RSA and ECDSA keys sign") }
        self.key = key
        self.certificate = certificate
        self.form = form
    }

    /// The document with a signature at the end of its header.
    ///
    /// An error where it is no XML that is read here, has no `edXMLHeader`, or is signed already.
    public func sign(_ document: [UInt8]) throws(TrustError) -> [UInt8] {
        var text = XMLSignatureText(form, key.publicKey)
        if form.embedsCertificate { text.keyInfo = XMLSignatureText.keyInfo(certificate) }
        let envelope = try XMLSignatureEnvelope(document)
        let digest = try envelope.digest(text)
        text.references[0].digest = Base64.encode(digest)
        let info = try XMLSignatureEnvelope.signedInfo(envelope.document(text.element))
        text.value = Base64.encode(try key.xmlSignature(info, form.signatureDigest))
        return envelope.document(text.element)
    }
}

extension PrivateKey {
    /// The SignatureValue over `bytes`: of RSA that of PKCS #1 v1.5, of ECDSA r and s, each as long as the curve's order
    /// (XML Signature 1.1, 6.4.3).
    package func xmlSignature(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) throws(TrustError) -> [UInt8] {
        let signature = try sign(bytes, algorithm)
        return handle.isRSA ? signature : try Self.plain(signature, publicKey.kind)
    }

    /// r and s of an ECDSA signature in DER, one after the other.
    package static func plain(_ signature: [UInt8], _ kind: KeyKind) throws(TrustError) -> [UInt8] {
        let half: Int
        switch kind {
        case .ec("prime256v1"): half = 32
        case .ec("secp384r1"): half = 48
        default: throw TrustError("only P-256 and P-384 sign XML")
        }
        var file = DERCursor(signature, 0..<signature.count)
        guard let sequence = file.next(0x30) else { throw TrustError("not an ECDSA signature") }
        var numbers = DERCursor(signature, sequence.body)
        var plain: [UInt8] = []
        for _ in 0..<2 {
            guard let number = numbers.next(0x02) else { throw TrustError("not an ECDSA signature") }
            let digits = Array(signature[number.body].drop { $0 == 0 })
            plain += [UInt8](repeating: 0, count: max(0, half - digits.count)) + digits
        }
        return plain
    }
}
