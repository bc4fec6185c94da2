internal import Platform

/// What the arithmetic over a CMS came to, from which its verdict is made; nil stands for what could not be judged.
struct CMSFindings {
    /// Why there is no such structure; nil where there is one.
    var structureFault: String?
    var structureHint: Hint?
    /// Whether algorithms are allowed and fit the signer's key.
    var algorithmFits: Bool?
    /// The algorithm that is refused; nil where it is one that does not fit the key.
    var algorithmFault: String?
    var signer: Certificate?
    var attributesFault: String?
    var attributesHint: Hint?
    var hasAttributes = true
    var digestMatches: Bool?
    /// What was signed instead of the content, as far as it could be found out.
    var digestTold: (found: String, hint: Hint?)?
    var signatureStands: Bool?
    /// What OpenSSL said about the signature, or what its length says.
    var signatureFault: String?
    var signatureHint: Hint?
    /// The claimed time, milliseconds since 1970.
    var signingTime: Int64?

    /// The names of a CMS's checks, in order.
    static let names: [CheckName] =
        [.structure, .algorithm, .signer, .keyStrength, .signedAttributes, .digest, .signature]
        + TrustSnapshot.names.dropFirst() + [.signingTime]

    /// The list of a signature in which everything holds: one for all, since it is the same for all.
    static let passed: [Verdict.Check] = names.map { Verdict.Check($0) }

    /// Whether all of it holds.
    var stand: Bool {
        structureFault == nil && algorithmFits == true && attributesFault == nil && signatureStands == true
            && digestMatches == true && signer?.publicKey.isStrong == true
    }

    /// How far a signer's clock may be ahead of ours, in milliseconds.
    static let clockTolerance: Int64 = 300_000

    /// Whether the claimed time can be.
    func timeStands(at time: Int64) -> Bool {
        guard let claimed = signingTime else { return true }
        guard let signer else { return false }
        return claimed >= signer.notBefore && claimed <= signer.notAfter && claimed <= time + Self.clockTolerance
    }

    /// Says of a signature that does not stand what its length or form says already.
    mutating func tellSignature(_ value: [UInt8], of signer: Certificate) {
        guard let told = SignatureLength.faultInCMS(value, signer.publicKey.kind) else { return }
        (signatureFault, signatureHint) = told
    }

    /// Says of a signature without attributes, which is over the content's digest itself, over what else it is: there
    /// the signature stands, and the digest is another one.
    mutating func tellContent(_ content: [UInt8], _ algorithm: DigestAlgorithm, isSigned: ([UInt8]) -> Bool) {
        var stands = false
        let told = SignedContent.told(content, algorithm) { digest in
            stands = stands || isSigned(digest)
            return stands
        }
        guard stands else { return }
        digestTold = told
        digestMatches = false
        signatureStands = true
    }

    /// The verdict with every check, where something does not hold; `chain` is what the signer's chain came to.
    func refusal(chain: Verdict?, at time: Int64) -> Verdict {
        var checks: [Verdict.Check] = []
        func add(
            _ name: CheckName, _ holds: Bool?, _ code: TrustCode, _ found: String?, _ hint: Hint? = nil,
            missing: CheckName
        ) {
            switch holds {
            case true?: checks.append(Verdict.Check(name))
            case false?: checks.append(Verdict.Check(name, .failed(code), found: found, hint: hint))
            case nil: checks.append(Verdict.Check(name, .notEvaluated(because: missing.rawValue)))
            }
        }
        let isCMS = structureFault == nil
        let kind = signer?.publicKey.kind.description
        add(.structure, isCMS, .signatureMalformed, structureFault, structureHint, missing: .structure)
        add(
            .algorithm, isCMS ? algorithmFits : nil, .signatureAlgorithmRefused,
            algorithmFault ?? kind.map { "the signer's key is \($0)" }, missing: isCMS ? .signer : .structure)
        add(.signer, isCMS ? signer != nil : nil, .signerUnknown, nil, missing: .structure)
        let root: CheckName = isCMS ? .signer : .structure
        add(.keyStrength, signer?.publicKey.isStrong, .keyTooWeak, kind, missing: root)
        add(
            .signedAttributes, isCMS ? attributesFault == nil : nil, .signatureAttributesInvalid, attributesFault,
            attributesHint, missing: root)
        let cause: CheckName =
            !isCMS
            ? .structure : attributesFault != nil ? .signedAttributes : algorithmFits == false ? .algorithm : root
        // Without attributes the content's digest is what the signature is over: one answer for both.
        let isOne = !hasAttributes && signatureStands == false
        add(
            .digest, digestMatches, .signatureDigestMismatch, digestTold?.found ?? "other content", digestTold?.hint,
            missing: isOne ? .signature : cause)
        add(.signature, signatureStands, .signatureInvalid, signatureFault, signatureHint, missing: cause)
        if let chain {
            checks += chain.checks.dropFirst()
        } else {
            checks += TrustSnapshot.names.dropFirst().map { Verdict.Check($0, .notEvaluated(because: root.rawValue)) }
        }
        let early = checks.first { $0.code != nil && !TrustSnapshot.laterNames.contains($0.name) }?.code
        add(
            .signingTime, signer == nil ? nil : timeStands(at: time), .signingTimeInvalid,
            signingTime.map { "\(DERTime.text($0)), received \(DERTime.text(time))" }, missing: root)
        return Verdict(
            status: .invalid, code: early ?? chain?.code ?? .signingTimeInvalid, checks: checks, signer: signer,
            signingTime: signingTime)
    }
}
