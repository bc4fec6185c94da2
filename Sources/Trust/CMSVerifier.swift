internal import Platform

/// Verifies detached CMS signatures (RFC 5652) over exact bytes.
///
/// The usual shape is walked here; a signer met before costs one digest and one signature check, whether or not its
/// certificate is embedded. Unusual shapes go through OpenSSL's `CMS_verify`, up to a stated size.
public final class CMSVerifier: Sendable {
    /// Signatures above this size are malformed, in bytes.
    public static let sizeLimit = 65_536
    let store: TrustStore
    let signers: SignerDirectory
    /// Signers whose chain stood when they were first met; every use judges the chain anew through the snapshot.
    private let known = Monitor<[ByteKey: Certificate]>([:])
    private static let knownLimit = 10_000
    /// Embedded certificates of strangers, parsed: the same ones again, refused or not, do not cost their parsing again.
    private let strangers = Monitor<[[UInt8]: [Certificate]]>([:])
    private static let strangerLimit = 256
    private static let strangerSizeLimit = 8192

    /// A verifier that trusts `store` and finds certificates that are not embedded in `signers`.
    public init(store: TrustStore, signers: SignerDirectory = SignerDirectory()) {
        self.store = store
        self.signers = signers
    }

    /// How many strangers' certificates are remembered.
    var strangerCount: Int { strangers.withLock { $0.count } }

    /// Judges `signature`, a CMS in DER, over `content`, received at `time` (milliseconds since 1970).
    ///
    /// `hindsight` judges a moment that is past by the CRLs of today; see `TrustSnapshot.evaluate`.
    public func verify(
        signature: [UInt8], content: [UInt8], at time: Int64, hindsight: Bool = false
    ) -> Verdict {
        if signature.isEmpty { return .absent }
        guard signature.count <= Self.sizeLimit else {
            return Self.malformed("\(signature.count) bytes, limit \(Self.sizeLimit)", at: time)
        }
        guard let data = SignedData(signature) else {
            return verifyInFull(signature: signature, content: content, at: time, hindsight: hindsight)
        }
        let found = findSigner(data)
        if case .unusual = found {
            return verifyInFull(signature: signature, content: content, at: time, hindsight: hindsight)
        }
        var findings = CMSFindings()
        findings.signingTime = data.signingTime
        findings.hasAttributes = data.attributes != nil
        let digest = data.digest.digest(content.span)
        var signed = digest
        if let attributes = data.attributes, let messageDigest = data.messageDigest {
            findings.digestMatches = data.bytes.holds(digest, in: messageDigest)
            if findings.digestMatches == false {
                findings.digestTold = SignedContent.told(content, data.digest) {
                    data.bytes.holds($0, in: messageDigest)
                }
            }
            // RFC 5652, 5.4: what is signed is the attributes under the tag of a SET.
            var set = Array(data.bytes[attributes])
            set[0] = 0x31
            signed = data.digest.digest(set.span)
        }
        guard case .signer(let signer, let untrusted, let isKnown) = found else {
            return findings.refusal(chain: nil, at: time)
        }
        findings.signer = signer
        let isRSA = if case .rsa = signer.publicKey.kind { true } else { false }
        findings.algorithmFits = isRSA == data.needsRSA
        if isRSA == data.needsRSA {
            let value = data.bytes.span.extracting(data.signature)
            findings.signatureStands = signer.publicKey.handle.verify(value, digest: signed, data.digest)
            // Without attributes the signature is over the content's digest itself.
            if data.attributes == nil, findings.signatureStands == true { findings.digestMatches = true }
            if findings.signatureStands == false {
                findings.tellSignature(Array(data.bytes[data.signature]), of: signer)
            }
            // Each guess is an operation with a key that nobody trusts yet; weak ones get none.
            if data.attributes == nil, findings.signatureStands == false, signer.publicKey.isStrong {
                findings.tellContent(content, data.digest) {
                    signer.publicKey.handle.verify(value, digest: $0, data.digest)
                }
            }
        }
        var verdict = conclude(findings, untrusted, at: time, hindsight: hindsight) {
            // A known signer's chain may have stood on intermediates that this message brings again.
            isKnown && data.certificates.count > 1 ? parse(data) ?? [] : []
        }
        guard verdict.status == .valid else { return verdict }
        if !isKnown { learn(Array(data.bytes[data.identifier]), signer) }
        if data.digest == .sha256 { verdict.contentDigest = digest }
        return verdict
    }

    /// The chain and the claimed time, which close every verdict; `more` gives certificates for a second look.
    func conclude(
        _ findings: CMSFindings, _ untrusted: [Certificate], at time: Int64, hindsight: Bool,
        more: () -> [Certificate] = { [] }
    ) -> Verdict {
        guard let signer = findings.signer else { return findings.refusal(chain: nil, at: time) }
        let trust = store.current
        var chain = trust.evaluate(signer, untrusted: untrusted, purpose: .signing, at: time, hindsight: hindsight)
        if chain.status != .valid {
            let others = more()
            if !others.isEmpty {
                chain = trust.evaluate(signer, untrusted: others, purpose: .signing, at: time, hindsight: hindsight)
            }
        }
        guard chain.status == .valid, findings.stand, findings.timeStands(at: time) else {
            return findings.refusal(chain: chain, at: time)
        }
        return Verdict(
            status: .valid, checks: CMSFindings.passed, signer: signer, signingTime: findings.signingTime)
    }

    private func learn(_ identifier: [UInt8], _ signer: Certificate) {
        known.withLock {
            if $0.count >= Self.knownLimit { $0.removeAll(keepingCapacity: true) }
            $0[ByteKey(identifier)] = signer
        }
    }

    /// What names a message's embedded certificates, or nil where they are too many bytes to be kept.
    private static func key(_ data: SignedData) -> [UInt8]? {
        guard let first = data.certificates.first, let last = data.certificates.last,
            last.upperBound - first.lowerBound <= strangerSizeLimit
        else { return nil }
        return SHA256.digest(Array(data.bytes[first.lowerBound..<last.upperBound]))
    }

    private enum Found {
        /// The signer's certificate, other embedded ones, and whether it was known before.
        case signer(Certificate, [Certificate], isKnown: Bool)
        case unknown
        /// An embedded certificate can't be read: OpenSSL is to say whether it is a CMS at all.
        case unusual
    }

    /// Finds the signer among those known, embedded or registered.
    ///
    /// An embedded certificate under the signer's identifier must be the known one, byte for byte; else it is parsed
    /// and judged for itself.
    private func findSigner(_ data: SignedData) -> Found {
        let identifier = Array(data.bytes[data.identifier])
        let learnt = known.withLock { $0[ByteKey(identifier)] }
        let candidate = learnt ?? signers.certificate(identifier)
        if let candidate {
            if data.certificates.isEmpty { return .signer(candidate, [], isKnown: true) }
            // Known and judged under this store already: what is beside it adds nothing, but must be certificates.
            if learnt != nil, isEmbedded(candidate, in: data) { return .signer(candidate, [], isKnown: true) }
        }
        guard let parsed = parse(data) else { return .unusual }
        let match = parsed.first { $0.issuerAndSerial == identifier || $0.keyIdentifier == identifier }
        return (match ?? candidate).map { .signer($0, parsed, isKnown: $0 == learnt) } ?? .unknown
    }

    /// Whether `signer` is among the embedded certificates, and all others are the store's own or can be read.
    private func isEmbedded(_ signer: Certificate, in data: SignedData) -> Bool {
        var isThere = false
        var others = 0
        for range in data.certificates {
            if data.bytes.holds(signer.der, in: range) {
                isThere = true
            } else {
                others += 1
            }
        }
        if !isThere || others == 0 { return isThere }
        let intermediates = store.current.intermediates
        for range in data.certificates {
            let isOwn =
                data.bytes.holds(signer.der, in: range)
                || intermediates.contains { data.bytes.holds($0.der, in: range) }
            if !isOwn { return parse(data) != nil }
        }
        return true
    }

    /// The embedded certificates, parsed now or not long ago; nil where one of them is none.
    private func parse(_ data: SignedData) -> [Certificate]? {
        let key = Self.key(data)
        if let key, let before = strangers.withLock({ $0[key] }) {
            return before.count == data.certificates.count ? before : nil
        }
        let parsed = data.certificates.compactMap { try? Certificate(der: Array(data.bytes[$0])) }
        if let key {
            strangers.withLock {
                if $0.count >= Self.strangerLimit { $0.removeAll(keepingCapacity: true) }
                $0[key] = parsed
            }
        }
        return parsed.count == data.certificates.count ? parsed : nil
    }

    /// The verdict about what is no CMS of the form that is taken.
    static func malformed(_ fault: String, hint: Hint? = nil, at time: Int64) -> Verdict {
        var findings = CMSFindings()
        findings.structureFault = fault
        findings.structureHint = hint
        return findings.refusal(chain: nil, at: time)
    }
}
