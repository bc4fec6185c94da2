internal import Platform
public import XML

/// Judges XML signatures (XML Signature Syntax and Processing) of whole documents.
///
/// The one that signs is always among the certificates registered for the sender; KeyInfo says which, and nothing more.
public final class XMLSignatureVerifier: Sendable {
    private let store: TrustStore
    private let signers: SignerDirectory

    /// A verifier that trusts `store`, over the certificates in `signers`.
    public init(store: TrustStore, signers: SignerDirectory) {
        self.store = store
        self.signers = signers
    }

    /// The certificates, DER, that KeyInfo holds: of use only where each is judged by its own chain, as offline.
    public static func embeddedCertificates(_ pass: XMLSignaturePass) -> [[UInt8]] {
        pass.signature.map { XMLSignatureShape($0, count: pass.count).hints.certificates } ?? []
    }

    /// The names of an XML signature's checks, in order.
    static let names: [CheckName] =
        [.structure, .reference, .transforms, .algorithm, .keyInfo, .signer, .keyStrength, .digest, .signature]
        + TrustSnapshot.names.dropFirst()

    private static let passed = names.map { Verdict.Check(xml: $0) }

    /// Judges what `pass` read of a document with a signature that came from `owner`, received at `time` (milliseconds
    /// since 1970).
    ///
    /// `hindsight` judges a moment that is past by the CRLs of today; see `TrustSnapshot.evaluate`.
    public func verify(
        _ pass: XMLSignaturePass, from owner: UInt32, at time: Int64, hindsight: Bool = false,
        untrusted: [Certificate] = []
    ) -> Verdict {
        guard let signature = pass.signature, !pass.isBeyondLimits, !pass.hasRelativeNamespace else {
            return refusal(ofUnread: pass)
        }
        let shape = XMLSignatureShape(signature, count: pass.count)
        let registered = signers.certificates(of: owner)
        let signer = Self.choose(registered, shape, signature)
        let isKnown = signer != nil && (shape.hints.certificates.isEmpty || Self.names(shape.hints, signer))
        // One made like the samples, over another document than this, by nobody who is registered here, is a sample.
        let isCopied =
            shape.looksLikeSample && !isKnown && shape.referenceFault == nil
            && (signature.contentDigest != shape.digest || shape.digest.isEmpty)
        if shape.isEmpty || isCopied {
            let found = shape.algorithmFault ?? shape.transformFault ?? shape.structureFault
            return refusal(.signaturePlaceholder, .structure, found ?? "a sample")
        }
        var checks: [Verdict.Check] = []
        var code: TrustCode?
        func add(
            _ name: CheckName, _ holds: Bool?, _ failure: TrustCode, _ found: String?, _ hint: Hint? = nil,
            missing: CheckName
        ) {
            switch holds {
            case true?: checks.append(Verdict.Check(xml: name))
            case false?:
                checks.append(Verdict.Check(xml: name, .failed(failure), found: found, hint: hint))
                code = code ?? failure
            case nil: checks.append(Verdict.Check(xml: name, .notEvaluated(because: missing.rawValue)))
            }
        }
        add(
            .structure, shape.structureFault == nil, .signatureStructureInvalid, shape.structureFault,
            missing: .structure)
        add(
            .reference, shape.referenceFault == nil, .signatureReferenceRefused, shape.referenceFault,
            missing: .structure)
        add(
            .transforms, shape.transformFault == nil, .signatureTransformRefused, shape.transformFault,
            missing: .reference)
        let fits = signer.map { signer in shape.algorithm.map { $0.isRSA == signer.publicKey.handle.isRSA } ?? false }
        let kind = signer?.publicKey.kind.description
        add(
            .algorithm, shape.algorithmFault != nil ? false : fits, .signatureAlgorithmRefused,
            shape.algorithmFault ?? kind.map { "the signer's key is \($0)" }, missing: .signer)
        add(.keyInfo, shape.keyInfoFault == nil, .signatureKeyInfoRefused, shape.keyInfoFault, missing: .structure)
        add(
            .signer, signer != nil, .signerNotBound, "\(registered.count) registered, none that KeyInfo names",
            missing: .signer)
        add(.keyStrength, signer?.publicKey.isStrong, .keyTooWeak, kind, missing: .signer)
        let canDigest = shape.referenceFault == nil && shape.transformFault == nil && shape.algorithmFault == nil
        let matches = canDigest ? signature.contentDigest == shape.digest : nil
        add(.digest, matches, .signatureDigestMismatch, "other content", missing: .reference)
        let canVerify = signer != nil && fits == true && shape.algorithmFault == nil && !signature.signedInfo.isEmpty
        let stands = canVerify ? signer.map { Self.stands(shape, signature, $0) } : nil
        let length = signer.flatMap { SignatureLength.faultInXML(shape.value, $0.publicKey.kind) }
        add(
            .signature, stands, .signatureInvalid, length?.found, length?.hint,
            missing: signer == nil ? .signer : .algorithm)
        guard let signer else {
            checks += TrustSnapshot.names.dropFirst().map {
                Verdict.Check(xml: $0, .notEvaluated(because: CheckName.signer.rawValue))
            }
            return Verdict(status: .invalid, code: code ?? .signerNotBound, checks: checks)
        }
        let chain = store.current.evaluate(
            signer, untrusted: untrusted, purpose: .signing, at: time, hindsight: hindsight)
        if code == nil, chain.status == .valid {
            return Verdict(status: .valid, checks: Self.passed, signer: signer)
        }
        checks += chain.checks.dropFirst()
        return Verdict(status: .invalid, code: code ?? chain.code ?? .chainInvalid, checks: checks, signer: signer)
    }

    /// The verdict on a document whose signature could not be read as one of XML Signature.
    private func refusal(ofUnread pass: XMLSignaturePass) -> Verdict {
        guard pass.count > 0 else {
            return refusal(.signaturePlaceholder, .structure, "a Signature in another namespace")
        }
        let isRead = pass.signature != nil && !pass.isBeyondLimits
        return refusal(
            .signatureStructureInvalid, .structure,
            isRead
                ? "a namespace that is no absolute URI, or holds &"
                : "more than a signature holds, or namespaces without measure")
    }

    private func refusal(_ code: TrustCode, _ name: CheckName, _ found: String) -> Verdict {
        let rest = Self.names.filter { $0 != name }.map {
            Verdict.Check(xml: $0, .notEvaluated(because: name.rawValue))
        }
        return Verdict(
            status: .invalid, code: code, checks: [Verdict.Check(xml: name, .failed(code), found: found)] + rest)
    }

    /// The registered certificate that KeyInfo names; the one that fits the signature where it names none, or several,
    /// as where it holds the whole chain.
    private static func choose(
        _ registered: [Certificate], _ shape: XMLSignatureShape, _ signature: XMLSignature
    ) -> Certificate? {
        let hints = shape.hints
        let isOpen = hints.certificates.isEmpty && hints.keyIdentifiers.isEmpty && hints.issuerSerials.isEmpty
        let named = registered.filter { isOpen ? !$0.isAuthority : names(hints, $0) }
        guard named.count > 1 else { return named.first }
        if let signer = named.first(where: { stands(shape, signature, $0) }) { return signer }
        // Nobody's: that is told of one that could have made it, not of an authority.
        let isRSA = shape.algorithm?.isRSA
        let people = named.filter { !$0.isAuthority }
        return people.first { $0.publicKey.handle.isRSA == isRSA } ?? people.first ?? named.first
    }

    /// Whether the hints name the certificate.
    private static func names(_ hints: XMLSignatureShape.Hints, _ certificate: Certificate?) -> Bool {
        guard let certificate else { return false }
        if hints.certificates.contains(certificate.der) { return true }
        if let identifier = certificate.keyIdentifier, hints.keyIdentifiers.contains(identifier) { return true }
        return hints.certificates.isEmpty
            && hints.issuerSerials.contains { DecimalSerial.isSame($0, hexadecimal: certificate.serial) }
    }

    /// Whether the signature value is the key's over the canonical SignedInfo.
    private static func stands(
        _ shape: XMLSignatureShape, _ signature: XMLSignature, _ signer: Certificate
    ) -> Bool {
        guard let algorithm = shape.algorithm, algorithm.isRSA == signer.publicKey.handle.isRSA,
            !signature.signedInfo.isEmpty
        else { return false }
        let digest = algorithm.digest.digest(signature.signedInfo.span)
        guard !algorithm.isRSA else {
            return signer.publicKey.handle.verify(shape.value.span, digest: digest, algorithm.digest)
        }
        guard let half = SignatureLength.half(signer.publicKey.kind), shape.value.count == half * 2 else {
            return false
        }
        let encoded = DER.element(
            0x30, DER.unsigned(Array(shape.value[..<half])), DER.unsigned(Array(shape.value[half...])))
        return signer.publicKey.handle.verify(encoded.span, digest: digest, algorithm.digest)
    }
}

extension KeyHandle {
    /// Whether it is an RSA key.
    var isRSA: Bool { if case .rsa = kind { true } else { false } }
}

extension DER {
    /// An INTEGER of an unsigned number, big-endian.
    static func unsigned(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array(bytes.drop { $0 == 0 })
        return element(0x02, (digits.first ?? 0x80) >= 0x80 ? [0] + digits : digits)
    }
}
