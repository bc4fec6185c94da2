internal import Platform
internal import Trust
internal import XML

/// Makes XML signatures any part of which can be other than it should; SignatureValue is right for what is there.
struct XMLForger {
    let key: PrivateKey
    let certificate: Certificate
    var form = XMLSigner.Form()
    /// The identifier that stands where that of the canonicalisation of SignedInfo should.
    var canonicalizationName: String?
    /// Makes SignatureValue of the canonical SignedInfo; nil for the key's.
    var seal: (([UInt8]) throws -> [UInt8])?

    init(_ party: Party) {
        key = party.key
        certificate = party.certificate
    }

    init(key: PrivateKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }

    /// The document with a signature at the end of its header, whose parts `change` may change once the digest of the
    /// whole is in its place.
    func sign(
        _ document: [UInt8], change: (inout XMLSignatureText) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        try sign(XMLSignatureEnvelope(document), change: change)
    }

    func sign(
        _ envelope: XMLSignatureEnvelope, change: (inout XMLSignatureText) throws -> Void
    ) throws -> [UInt8] {
        var text = XMLSignatureText(form, key.publicKey)
        text.keyInfo = XMLSignatureText.keyInfo(certificate)
        text.references[0].digest = Base64.encode(try envelope.digest(text))
        try change(&text)
        var info = try XMLSignatureEnvelope.signedInfo(envelope.document(text.element))
        if let name = canonicalizationName {
            var renamed = Message(String(decoding: info, as: UTF8.self))
            try renamed.replaceFirst(
                "<CanonicalizationMethod Algorithm=\"\(text.canonicalization)\"",
                "<CanonicalizationMethod Algorithm=\"\(name)\"")
            info = renamed.bytes
            text.canonicalization = name
        }
        text.value = Base64.encode(try seal?(info) ?? key.xmlSignature(info, form.signatureDigest))
        return envelope.document(text.element)
    }

    /// A reference by Id to `element`, which stands alone, declares its own namespaces, and ends with `end`; `isAround`
    /// where the signature is in it.
    func reference(to element: String, id: String, end: String, isAround: Bool = false) throws
        -> XMLSignatureText.Reference
    {
        let envelope = XMLSignatureEnvelope(
            head: Array(element.utf8.dropLast(end.utf8.count)), tail: Array(end.utf8))
        let usual = XMLSignatureText(XMLSigner.Form(), key.publicKey)
        let transforms = (isAround ? [XMLReference.enveloped] : []) + [CanonicalizationAlgorithm.exclusive.rawValue]
        var reference = XMLSignatureText.Reference(
            transforms: transforms.map(XMLSignatureText.transform).joined(),
            digestMethod: usual.references[0].digestMethod)
        reference.uri = "#\(id)"
        reference.digest = Base64.encode(try envelope.digest(usual))
        return reference
    }
}
